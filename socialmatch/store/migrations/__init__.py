"""From any schema we ever shipped to today's, by Alembic, in one transaction. Nothing goes back."""
