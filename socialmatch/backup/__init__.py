"""Backup and restore of the embedded store, and the withdrawals since then, applied again.

A backup is one file; a restore verifies it before anything is replaced, and applies the withdrawal journal to it
before anybody can read it. A database server is copied by its own tools; what was taken back since such a copy is
applied again by :func:`apply_journal`. See ``docs/how-to/backup.md``.
"""

from socialmatch.backup.again import Applied, apply_journal
from socialmatch.backup.archive import Manifest, TenantLog
from socialmatch.backup.making import backup
from socialmatch.backup.restoring import Restored, restore

__all__ = ["Applied", "Manifest", "Restored", "TenantLog", "apply_journal", "backup", "restore"]
