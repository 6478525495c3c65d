"""What was exported, and what a verifier found: as JSON, and in words for somebody who does not program.

A bundle comes from somebody else, so what is told of its contents is shown as plain characters only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socialmatch.files.identity import format_subject
from socialmatch.models import AccountKey, ProfileKey
from socialmatch.moments import format_moment, from_epoch_ms

if TYPE_CHECKING:
    from socialmatch.audit.export import Exported
    from socialmatch.ledger.opening import Opening
    from socialmatch.ledger.verify import Verdict


def export_json(done: Exported, directory: Path) -> Mapping[str, Any]:
    """What a bundle holds."""
    return {
        "directory": str(directory),
        "origin": done.checkpoint.origin,
        "size": done.checkpoint.size,
        "proofs": list(done.proofs),
        "openings": list(done.openings),
        "withheld": list(done.withheld),
        "runs_without_proof": list(done.unanswered),
    }


def export_text(done: Exported, directory: Path) -> str:
    """The same in words, and what to do with it."""
    lines = [
        f"{directory}: {done.checkpoint.size:,} leaves, {len(done.proofs):,} proofs, {len(done.openings):,} opened"
    ]
    if done.withheld:
        lines.append(f"{len(done.withheld):,} events stay closed because they name others or were erased")
    if done.unanswered:
        lines.append(f"nothing can be proved about {', '.join(done.unanswered)}: before the person was known")
    lines.append("give it away, and the verifier key by another way; it is a copy that a withdrawal cannot reach")
    return "\n".join(lines)


def verdict_json(verdict: Verdict) -> Mapping[str, Any]:
    """What a verifier found."""
    stood = verdict.checkpoint
    return {
        "status": verdict.status.value,
        "code": verdict.code,
        "message": verdict.message,
        "origin": stood and stood.origin,
        "size": stood and stood.size,
        "root": stood and stood.root.hex(),
        "entries": {kind.value: count for kind, count in verdict.counts.items()},
        "proofs": list(verdict.proofs),
        "openings": [
            {"index": one.seq, "recorded_at": _moment(verdict, one.seq), "payload": dict(one.payload)}
            for one in verdict.openings
        ],
        "sealed": [{"run": one.run, "subject": one.subject, "could_see": one.member} for one in verdict.sealed],
        "unchecked_files": verdict.unchecked,
    }


def verdict_text(verdict: Verdict) -> str:
    """The same in words; the first one is the verdict."""
    stood = verdict.checkpoint
    if stood is None or verdict.exit_code:
        where = f" ({stood.origin}, {stood.size:,} entries)" if stood else ""
        return f"{verdict.status.value}: {verdict.message} [{verdict.code}]{where}"
    return "\n".join(
        [
            f"valid: {stood.origin}, {stood.size:,} entries, root {stood.root.hex()}",
            *(f"  {count:>12,} {kind.value}" for kind, count in sorted(verdict.counts.items())),
            *_proved(verdict),
        ]
    )


def _proved(verdict: Verdict) -> Iterator[str]:
    if verdict.proofs:
        yield f"proved to stand in the log: {', '.join(map(str, verdict.proofs))}"
    for one in verdict.openings:
        yield f"[{one.seq}] {_moment(verdict, one.seq)} {_plain(_said(verdict, one))}"
    if verdict.openings:
        yield "what was logged there stands word for word in the folder 'openings'"
    for answer in verdict.sealed:
        yield f"run {answer.run} {'could' if answer.member else 'could not'} see {_plain(_person(answer.subject))}"
    if verdict.unchecked:
        yield f"{verdict.unchecked} files beside the bundle were not looked at; nothing vouches for them"


def _moment(verdict: Verdict, index: int) -> str:
    recorded_at = verdict.leaves[index].recorded_at
    try:
        return format_moment(from_epoch_ms(recorded_at))
    except OverflowError:  # a leaf may name a moment that no calendar of ours reaches
        return f"{recorded_at} ms"


def _said(verdict: Verdict, opening: Opening) -> str:
    """An event in a line: its class, what it was, and of a consent to what, and under which notice."""
    payload = opening.payload
    data = payload.get("data")
    known = data if isinstance(data, dict) else {}
    words = f"{verdict.leaves[opening.seq].type_class.value}: {str(payload.get('kind', '')).replace('_', ' ')}"
    for before, name in (("for", "purpose"), ("notice", "notice_version")):
        words += f", {before} {known[name]}" if known.get(name) else ""
    return words


def _person(subject: str) -> str:
    """A subject as the commands take it; a name of another form as it is."""
    try:
        match json.loads(subject):
            case ["profile", str(tenant), str(platform), str(scope), str(user_id)]:
                return format_subject(ProfileKey(tenant, platform, scope, user_id))
            case ["account", str(tenant), str(crm), str(account_id)]:
                return format_subject(AccountKey(tenant, crm, account_id))
    except (ValueError, RecursionError):
        pass
    return subject


def _plain(text: str) -> str:
    return "".join(one if one.isprintable() else "\ufffd" for one in text)
