"""An officer's check: a bundle that somebody handed over is verified and told in words, as an outsider would do it.

Nothing of the store is needed, no secret and no network: only the folder, the log's verifier key, which came earlier
and by another way, and at best a checkpoint that was kept. ``python examples/officer.py BUNDLE VKEY [CHECKPOINT]``
checks yours, and ends with 0 if it is valid, 1 if not, 3 if it cannot be read, 4 if it contradicts the checkpoint;
``python examples/officer.py`` plays it through on an invented customer. The report names whom the bundle is about.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from socialmatch import Account, Actor, ActorKind, Profile
from socialmatch.config import Config, Log
from socialmatch.ledger.opening import Opening
from socialmatch.ledger.verify import Status, Verdict, verify_bundle
from socialmatch.moments import format_moment, from_epoch_ms
from socialmatch.testing import fake_store

WORDS = {
    Status.VALID: "VALID: what follows stands in the log, word for word.",
    Status.INVALID: "INVALID: do not rely on anything in this folder.",
    Status.UNREADABLE: "CANNOT BE READ: ask for the folder again.",
    Status.INCONSISTENT: "CONTRADICTS the checkpoint you kept: the log was rewritten or cut back.",
}
NOT_SHOWN = "It does not show what was never recorded, nor that there is no other log: compare checkpoints with others."


def check(bundle: Path, vkey: Path, since: Path | None = None) -> tuple[int, str]:
    """Exit code and report of a check; everything it trusts is in ``vkey`` and ``since``."""
    try:
        trusted, kept = vkey.read_text(encoding="utf-8"), since.read_bytes() if since else None
    except (OSError, ValueError):
        return 3, "CANNOT BE READ: the key or the checkpoint you named."
    verdict = verify_bundle(bundle, trusted, kept)
    lines = [WORDS[verdict.status]]
    if verdict.status is not Status.VALID:
        lines.append(f"{verdict.message} ({verdict.code})")
    else:
        lines += report(verdict, compared=since is not None)
    return verdict.exit_code, "\n".join(lines)


def report(verdict: Verdict, *, compared: bool) -> Iterator[str]:
    """A valid bundle, in words."""
    if verdict.checkpoint is not None:
        yield f"Log {verdict.checkpoint.origin}, {verdict.checkpoint.size} entries."
    if compared:
        yield "It continues the log of the checkpoint you kept."
    else:
        yield "Nothing was compared with: keep its checkpoint for the next time."
    yield "\nWhat is recorded:"
    for opening in verdict.openings:
        leaf = verdict.leaves[opening.seq]
        moment = format_moment(from_epoch_ms(leaf.recorded_at))
        yield plain(f"  {moment[:16].replace('T', ' ')}  {leaf.type_class.value:<8} {told(opening)}")
    if verdict.sealed:
        yield "\nNightly runs:"
    for answer in verdict.sealed:
        yield f"  {answer.run} {'could' if answer.member else 'could not'} see the person"
    yield f"\n{NOT_SHOWN}"


def told(opening: Opening) -> str:
    """An event in a line: what it was, by whom, to what and under which words."""
    said, data = opening.payload, opening.payload.get("data")
    data = data if isinstance(data, dict) else {}
    actor = said.get("actor")
    by = f" by a {actor.get('kind')}" if isinstance(actor, dict) else ""
    about = ((" for ", "purpose"), (", notice ", "notice_version"), (", until ", "valid_until"))
    more = "".join(f"{word}{_value(data[name])}" for word, name in about if data.get(name))
    return f"{str(said.get('kind', '')).replace('_', ' ')}{by}{more}"


def _value(value: object) -> str:
    """A moment as a day, everything else as it is."""
    return format_moment(from_epoch_ms(value))[:10] if isinstance(value, int) else str(value)


def plain(text: str) -> str:
    """A bundle comes from somebody else: nothing in it may steer the terminal."""
    return "".join(one if one.isprintable() else "\ufffd" for one in text)


def hand_over(folder: Path) -> None:
    """What the brand does: it gives its key and a checkpoint away, and months later a bundle about one customer."""
    config = Config(log=Log(name="example.com/consent-log", signer=str(folder / "signer")))
    sm = fake_store(config=config)
    audit, officer = sm.audit, Actor(ActorKind.OFFICER, "officer-1")
    audit.signing.begin()
    (folder / "log.vkey").write_text("".join(f"{key.encode()}\n" for key in audit.signing.verifier_keys()))
    (folder / "kept").write_bytes(audit.checkpoint().encode())
    ada = Profile("x", "1001", handle="ada_example")
    sm.link(ada, "A-1")
    run = sm.reconcile().seal
    sm.clock.advance(timedelta(days=60))
    sm.revoke(ada)
    who = Account("A-1").key
    audit.export(folder / "bundle", subject=who, runs=[run], actor=officer, reason="her question of 2027-01-21")


def main() -> int:
    """Check what is named, or an invented bundle, and the same after somebody took its end away."""
    parser = argparse.ArgumentParser(description="Check an audit bundle.")
    parser.add_argument("bundle", type=Path, nargs="?")
    parser.add_argument("vkey", type=Path, nargs="?", help="the log's verifier key")
    parser.add_argument("checkpoint", type=Path, nargs="?", help="one you kept")
    given = parser.parse_args()
    if given.bundle:
        if not given.vkey:
            parser.error("a bundle cannot vouch for itself: name the file with the log's verifier key too")
        code, text = check(given.bundle, given.vkey, given.checkpoint)
        print(text)
        return code
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hand_over(folder)
        known = folder / "bundle", folder / "log.vkey", folder / "kept"
        code, text = check(*known)
        leaves = folder / "bundle" / "leaves.jsonl"
        leaves.write_bytes(leaves.read_bytes().rpartition(b"{")[0])
        print(text, "\nThe same without its last entry:", check(*known)[1], sep="\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
