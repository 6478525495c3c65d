"""One profile against the whole store, while somebody waits: matching over what the store keeps.

Four things, each a module: who can be found (``keeping``: called in the commit that changes a consent or an
account), how rare values are (``counting``: snapshots of counts, and the model made of one), the lookup itself
(``finding``), and what to ask next (``settling``). Nobody is found, and nobody scored, without a permit read in the
very session that asks.
"""

from socialmatch.lookup.counting import (
    SHARED_MODELS,
    Live,
    LiveModels,
    counts_in_force,
    learned_in_force,
    put_in_force,
    recount,
    recount_is_due,
)
from socialmatch.lookup.finding import StoreIndex, propose_live
from socialmatch.lookup.keeping import catch_up, drop_account, index_account, rebuild, refresh
from socialmatch.lookup.settling import settling_facts

__all__ = [
    "SHARED_MODELS",
    "Live",
    "LiveModels",
    "StoreIndex",
    "catch_up",
    "counts_in_force",
    "drop_account",
    "index_account",
    "learned_in_force",
    "propose_live",
    "put_in_force",
    "rebuild",
    "recount",
    "recount_is_due",
    "refresh",
    "settling_facts",
]
