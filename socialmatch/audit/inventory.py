"""The inventory: which table and which file holds what, who is in it, and when it goes.

The tables are told in ``docs/explanation/store.md`` in the same words; a test holds the two together, and both to
the schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Holding:
    """A table or a file.

    Attributes
    ----------
    name: of the table or the file. holds: what. people: who is in it, and how. goes: when.
    """

    name: str
    holds: str
    people: str
    goes: str


TABLES: Final = (
    Holding(
        "log_heads",
        "one row a tenant: size of the log, its latest moment, number of the latest commit",
        "nobody",
        "never",
    ),
    Holding(
        "events",
        "position, class, moment and leaf of every event",
        "nobody",
        "never; triggers refuse to change or delete it",
    ),
    Holding("event_payloads", "what happened, to whom, by whom and why", "sealed", "erasure of anybody it is about"),
    Holding("event_subjects", "which events are about whom", "by ref", "erasure"),
    Holding("log_nodes", "hashes of the log's tree", "nobody", "never"),
    Holding("subject_keys", "each person's key, wrapped", "by ref", "erasure"),
    Holding(
        "label_commitments",
        "what was committed to about label keys, so that runs can be sealed",
        "nobody without the label key",
        "never",
    ),
    Holding("sealed_labels", "the labels a sealed run committed to", "nobody without the label key", "never"),
    Holding(
        "consents", "the state each person's consent is in; made again from the events at any time", "by ref", "erasure"
    ),
    Holding(
        "suppressions",
        "marks of people who said no",
        "by a mark that nobody can list",
        "a fresh, confirmed proof of the same profile",
    ),
    Holding("notices", "every version of what is shown, word for word", "nobody", "never"),
    Holding("served_notices", "that a notice was shown to somebody", "by ref", "erasure"),
    Holding(
        "accounts",
        "customers as the CRM last showed them",
        "plain, with their data",
        "erasure; a withdrawal leaves it, it is the customer's own record",
    ),
    Holding(
        "account_keys",
        "by which blocking keys a permitted account is found, as keyed digests, with its number",
        "nobody",
        "withdrawal",
    ),
    Holding(
        "indexed_accounts",
        "a random number for each account that can be found, another whenever it changes; its keys, and its values as "
        "they are compared, with the way they were made",
        "plain, with their data",
        "withdrawal",
    ),
    Holding(
        "profiles",
        "profiles as their platforms last showed them",
        "plain, with their data",
        "withdrawal; what they showed, at its own end",
    ),
    Holding("handle_history", "who was seen to hold which handle, from when until when", "plain", "withdrawal"),
    Holding("links", "which account a profile was proved to belong to", "plain", "withdrawal"),
    Holding("proposals", "pairs to look at, with reasons in words", "plain", "withdrawal, its end, or the next run"),
    Holding(
        "scored_profiles",
        "what a run remembers of a profile, with numbers in place of accounts",
        "plain",
        "withdrawal, or the next run",
    ),
    Holding("rejections", "pairs never to be proposed again", "both by ref", "erasure of either"),
    Holding(
        "tokens",
        "codes, as keyed digests, and what they are bound to",
        "plain",
        "withdrawal, or some time after their end",
    ),
    Holding("invitations", "invitations, the same", "plain", "withdrawal, or some time after their end"),
    Holding("counters", "how often something was tried", "by ref", "the end of their window, or erasure"),
    Holding("seen_messages", "which messages were handled already", "by a ref of the message", "some days later"),
    Holding("outbox", "what a CRM is still to be told", "plain until delivered, then nobody", "scrubbed on delivery"),
    Holding("leases", "which process runs a job", "nobody", "overwritten"),
    Holding("runs", "how far a job is, and what it reports", "nobody", "never"),
    Holding("count_snapshots", "when values were counted", "nobody", "the next snapshot"),
    Holding(
        "value_counts",
        "how many accounts hold a value, by keyed digest of the value, tens of thousands a row",
        "nobody",
        "the next snapshot",
    ),
    Holding("models", "versions of the matching model", "nobody", "never"),
)
"""Every table of the store."""

FILES: Final = (
    Holding(
        "socialmatch.db", "the store, where it is SQLite: the tables above", "as in the tables", "as in the tables"
    ),
    Holding("socialmatch.toml", "settings", "nobody", "never"),
    Holding(
        "socialmatch.secrets", "keys; without them the store cannot be read", "nobody", "a key that was rotated, then"
    ),
    Holding("socialmatch.signer/", "the last checkpoint signed, former public keys", "nobody", "never"),
    Holding(
        "socialmatch.db.withdrawals/",
        "what was taken back, for a store that is set back",
        "by ref and by mark",
        "whoever deletes the backups; it has to outlive the oldest of them",
    ),
    Holding(
        "FILE of backup",
        "a copy of the store of one moment",
        "as in the tables, without the keys",
        "whoever put it there; a withdrawal reaches it when it is restored",
    ),
    Holding(
        "input of import and link", "customers, profiles, consents", "plain, with their data", "whoever put it there"
    ),
    Holding(
        "OUT of link, reports, records",
        "copies made on request",
        "plain",
        "whoever asked for them; a withdrawal does not reach them",
    ),
    Holding(
        "OUT.rejected.csv",
        "lines, columns and reasons of rows that could not be read",
        "nobody",
        "whoever asked for it",
    ),
    Holding(
        "audit bundles",
        "leaves and proofs; openings of one person's events where asked for",
        "nobody, or that person",
        "whoever asked for them",
    ),
    Holding(
        "backups",
        "the store as it was",
        "as in the tables",
        "your own schedule; restoring one applies later withdrawals again",
    ),
)
"""Files beside the store."""

SECURITY: Final = (
    "what happened is sealed under a key of each person (AES-256-GCM), wrapped under a master key kept elsewhere",
    "people are named in tables by keyed refs wherever the id itself is not needed",
    "codes are kept as keyed digests only; they work once, for minutes",
    "every change is an event of an append-only log that outsiders can check; reading people is an event too",
    "a support agent cannot grant a consent; revealing needs a reason",
)
"""Technical and organisational measures (GDPR 30(1)(g)), as far as this program takes them."""

DATA: Final = (
    "customer accounts: names, addresses, numbers and other contact data the CRM holds",
    "social profiles: platform id, handle, and what the platform shows publicly",
    "consents: what was shown, answered, by which method, with which evidence",
    "links between the two, and proposals with their reasons",
)
"""Categories of personal data (GDPR 30(1)(c))."""

PEOPLE: Final = ("customers", "holders of social profiles who wrote to us or were imported")
"""Categories of data subjects (GDPR 30(1)(c))."""
