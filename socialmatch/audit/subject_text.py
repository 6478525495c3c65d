"""One person's record as text they can read: what is known, what they agreed to, what happened, who looked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

_STATES: Final[Mapping[str, str]] = {
    "unknown": "nothing is known",
    "requested": "you were asked and have not answered",
    "request_deferred": "you put the answer off",
    "refused": "you said no",
    "given": "you agreed",
    "renewed": "you agreed, and agreed again",
    "withdrawn": "you agreed, and withdrew",
    "expired": "you agreed, and the term is over",
    "terminated": "you agreed, and we ended it",
    "invalidated": "you agreed, and an authority ended it",
}
_TABLES: Final[Mapping[str, str]] = {
    "accounts": "Your customer account",
    "indexed_accounts": "Your account as it is compared (search keys are kept as keyed numbers only)",
    "profiles": "Your profile",
    "handle_history": "Handles we saw you use",
    "links": "Profiles linked with your account",
    "proposals": "Comparisons made by the program that nobody decided on (with whom is withheld)",
    "scored_profiles": "What the program remembers of comparing your profile (kept as numbers only)",
    "rejections": "Comparisons that were judged to be wrong (with whom is withheld)",
    "tokens": "Codes made for you",
    "invitations": "Invitations sent to you",
    "served_notices": "Notices that were shown to you",
    "consents": "What you agreed to, as it stands now",
    "counters": "How often codes were tried",
    "outbox": "What our customer system was told, or is still to be told",
}
_INTERNAL: Final = frozenset({"seq", "epoch", "served_id", "next_at", "channel_scope"})
"""Columns that only a program needs; the record as JSON has them."""
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_WHO: Final[Mapping[str, str]] = {
    "customer": "you",
    "agent": "a member of our support",
    "officer": "our privacy officer",
    "job": "a program",
}


def subject_text(record: Mapping[str, Any]) -> str:
    """A record made by :func:`.subject.subject_record`, as text."""
    return "\n".join(_lines(record)) + "\n"


def _lines(record: Mapping[str, Any]) -> Iterator[str]:
    yield f"What we hold about {record['subject']}, as of {_time(record['as_of'])}"
    yield "=" * 78
    yield from _section("What you agreed to", _consents(record["consents"]))
    yield from _section("Not to be matched or contacted", _suppressed(record["suppressed"]))
    yield from _section("Kept because of a legal claim", _holds(record["legal_holds"]))
    for table, rows in record["tables"].items():
        if table != "consents":
            yield from _section(_TABLES.get(table, table), _rows(rows))
    yield from _section("What happened, and who did it", map(_event, record["events"]))
    yield from _section("Receipts", (_receipt(one) for one in record["receipts"]))
    yield from _section("Batch runs", map(_run, record["sealed_runs"]))
    yield from _section("Left out of this record", (f"- {text}" for text in record["withheld"]))
    if record["proofs"]:
        yield ""
        yield f"The same record as JSON holds {len(record['proofs'])} proofs that these events stand in a log that"
        yield "cannot be changed afterwards. Anybody can check them; the programs for it are not ours alone."


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", title, "-" * len(title), *found)


def _consents(consents: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for consent in consents:
        since = f" since {_time(consent['since'])}" if consent["since"] else ""
        until = f", until {_time(consent['valid_until'])}" if consent["valid_until"] else ""
        yield f"{consent['purpose']}: {_STATES[consent['state']]}{since}{until}"
        for event in consent["history"]:
            yield f"  {_event(event)}"
            record = event["data"].get("record") or {}
            if record.get("text"):
                yield f"    what was shown (version {record['notice_version']}, {record.get('language', '')}):"
                yield from (f"      | {line}" for line in record["text"].splitlines())


def _suppressed(kinds: Iterable[str]) -> Iterator[str]:
    words = {
        "match": "You are not matched and not taken in again by an import.",
        "contact": "You are not invited again.",
    }
    return (words.get(kind, kind) for kind in kinds)


def _holds(holds: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for hold in holds:
        until = f" until {_time(hold['until'])}" if hold["until"] else ""
        yield f"Your record is kept for a legal claim since {_time(hold['since'])}{until}."


def _rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    lines = Counter("; ".join(_cells(row)) for row in rows)
    return (f"- {line}" + (f" ({count:,} times)" if count > 1 else "") for line, count in lines.items())


def _cells(row: Mapping[str, Any]) -> list[str]:
    return [
        f"{name.replace('_', ' ')}: {_value(value)}"
        for name, value in row.items()
        if value not in (None, "", []) and name not in _INTERNAL
    ]


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {_value(item)}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    return _time(value) if isinstance(value, str) and _MOMENT.fullmatch(value) else str(value)


def _event(event: Mapping[str, Any]) -> str:
    what = event["kind"].replace("_", " ") or "erased"
    who = _WHO.get(event["by"], event["by"])
    why = f", because: {event['reason']}" if event["reason"] else ""
    return f"{_time(event['recorded_at'])}  [{event['index']}] {event['class']}: {what}, by {who}{why}"


def _receipt(document: Mapping[str, Any]) -> str:
    record = document["dpv:hasRecordOfActivity"]
    purpose = record.get("dpv:hasProcess", {}).get("dpv:hasPurpose", {}).get("dct:identifier", "")
    return f"{document['dpv:hasIdentifier']}  for {purpose}"


def _run(run: Mapping[str, Any]) -> str:
    answers = {True: "could see you", False: "could not see you", None: "was before you were known, or is too long ago"}
    return f"{run['run']}: {answers[run['could_see']]}"


def _time(text: str) -> str:
    """A moment for people: to the minute."""
    return f"{text[:10]} {text[11:16]} UTC"
