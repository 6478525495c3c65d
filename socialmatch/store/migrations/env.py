"""What Alembic runs; :func:`socialmatch.store.migrate.migrate` hands it the connection, inside a transaction."""

from alembic import context

from socialmatch.store.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
