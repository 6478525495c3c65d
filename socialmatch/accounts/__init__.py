"""Accounts, profiles and consents as they come and change: imports, and what each change does to what rests on them.

``from_files``, ``consent_files``, ``from_crm`` and ``claims`` are the imports, ``batches`` how a run is carried out;
``customers``, ``profiles`` and ``consents`` say what a row means, ``doubt`` what stops. Every change is an event of
the log, in the commit of the change.
"""

from socialmatch.accounts.batches import Destination, Imported
from socialmatch.accounts.claims import import_crm_consents
from socialmatch.accounts.consent_files import import_consents
from socialmatch.accounts.customers import delete_account, merge, split
from socialmatch.accounts.doubt import change_user_id, delete_profiles, expire_content, suspend_profile
from socialmatch.accounts.from_crm import import_crm
from socialmatch.accounts.from_files import import_accounts, import_profiles
from socialmatch.accounts.whole import Mode

__all__ = [
    "Destination",
    "Imported",
    "Mode",
    "change_user_id",
    "delete_account",
    "delete_profiles",
    "expire_content",
    "import_accounts",
    "import_consents",
    "import_crm",
    "import_crm_consents",
    "import_profiles",
    "merge",
    "split",
    "suspend_profile",
]
