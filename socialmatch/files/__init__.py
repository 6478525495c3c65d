"""Interchange files in and out: CSV, JSON Lines and Parquet, as ``docs/formats/interchange.md`` promises them.

Readers give raw values, row by row, in bounded memory; what cannot be read is set aside and counted.
Writers give a whole file or none. Nothing here normalises, matches, or knows a store.
"""

from socialmatch.files.identity import canonical_platform, format_subject
from socialmatch.files.readers import (
    read_accounts,
    read_consent_rows,
    read_consents,
    read_profiles,
    reject_consents,
)
from socialmatch.files.reasons import FileReason, RowReason
from socialmatch.files.rejected import Rejected, rejected_path
from socialmatch.files.sources import Limits
from socialmatch.files.writers import (
    PROPOSAL_COLUMNS,
    atomic_write,
    atomic_writes,
    check_output,
    check_place,
    remove_leftovers,
    write_csv,
    write_proposals,
)

__all__ = [
    "PROPOSAL_COLUMNS",
    "FileReason",
    "Limits",
    "Rejected",
    "RowReason",
    "atomic_write",
    "atomic_writes",
    "canonical_platform",
    "check_output",
    "check_place",
    "format_subject",
    "read_accounts",
    "read_consent_rows",
    "read_consents",
    "read_profiles",
    "reject_consents",
    "rejected_path",
    "remove_leftovers",
    "write_csv",
    "write_proposals",
]
