"""The files of the demo, from a seed: the same bytes every time."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence

from benchmarks.invented import consents, crm, profiles
from benchmarks.invented.crm import Customer, Row, account_row, make_customers
from benchmarks.invented.dice import Dice
from benchmarks.invented.people import Addresses
from benchmarks.invented.profiles import Held, crawl_later, make_profiles

SEED = "tannwick"
TRUTH_COLUMNS = ("profile_id", "account_id", "note")


def make(*, accounts: int = 2_000, profile_count: int = 1_500, seed: str = SEED) -> dict[str, bytes]:
    """File name to content, uncompressed.

    Parameters
    ----------
    accounts, profile_count: how many customers and profiles. seed: another seed, other people.
    """
    addresses = Addresses()
    customers = make_customers(seed, accounts, addresses)
    found = make_profiles(seed, customers, profile_count, addresses)
    later = crawl_later(seed, found, renames=profile_count // 60, takeovers=profile_count // 150)
    newcomers = [held for held in later if held.note == "took over handle later"]
    return {
        "accounts.csv": to_csv(crm.COLUMNS, _account_rows(seed, customers, found)),
        "profiles.csv": to_csv(profiles.COLUMNS, (held.row for held in found)),
        "profiles_later.csv": to_csv(profiles.COLUMNS, (held.row for held in later)),
        "consents.csv": to_csv(consents.COLUMNS, _consent_rows(seed, customers, found)),
        "truth.csv": to_csv(TRUTH_COLUMNS, map(_truth, found + newcomers)),
    }


def compress(content: bytes) -> bytes:
    """Gzip without a time or a name in it, so that equal content gives equal files."""
    return gzip.compress(content, compresslevel=9, mtime=0)


def to_csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Rows as CSV in UTF-8, lines ended by a line feed."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _account_rows(seed: str, customers: list[Customer], found: list[Held]) -> list[Row]:
    on_file: dict[str, tuple[str, ...]] = {}
    for held in found:
        if held.on_file:
            on_file[held.account_id] = (*on_file.get(held.account_id, ()), held.on_file)
    rows = [account_row(seed, customer, on_file.get(customer.account_id, ())) for customer in customers]
    return sorted(rows, key=lambda row: row["account_id"])


def _consent_rows(seed: str, customers: list[Customer], found: list[Held]) -> list[Row]:
    """Whoever agrees as a customer mostly agrees as the holder of a handle too."""
    eager = {customer.account_id: Dice(seed, "eager", customer.account_id).chance(0.5) for customer in customers}
    sides = [(f"account:{customer.account_id}", eager[customer.account_id]) for customer in customers]
    for held in found:
        willing = eager.get(held.account_id, Dice(seed, "eager", held.row["profile_id"]).chance(0.5))
        sides.append((_subject(Dice(seed, "subject", held.row["profile_id"]), held.row), willing))
    return consents.make_consents(seed, sides)


def _subject(dice: Dice, row: Row) -> str:
    """A profile is named by its key or by the row's own id, as the file format allows."""
    if row["user_id"] and dice.chance(0.6):
        return f"profile:{row['platform']}:{row['scope']}:{row['user_id']}"
    return f"profile_id:{row['profile_id']}"


def _truth(held: Held) -> Row:
    return {"profile_id": held.row["profile_id"], "account_id": held.account_id, "note": held.note}
