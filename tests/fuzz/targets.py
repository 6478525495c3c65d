"""What is fuzzed: every parser of this package, as a function of bytes.

A target may raise any :class:`~socialmatch.errors.SocialMatchError`, whose message names nobody; whatever else it
raises is a finding. Its seeds lie in ``corpus/NAME``, one file each, all of them invented.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from processes import KEYS
from socialmatch.audit.receipt import read_receipt, receipt_index
from socialmatch.backup.archive import unpack
from socialmatch.config import load, load_secrets
from socialmatch.consent.codes import find_codes, read_code, read_invitation, read_state, redact_codes
from socialmatch.consent.inbound import SCHEMES, inbound_fault
from socialmatch.consent.notices import load_notice
from socialmatch.consent.records import read_record
from socialmatch.consent.templates import load_templates
from socialmatch.consent.withdraw import is_withdrawal
from socialmatch.crm import linktext
from socialmatch.errors import InboundRefused, InputError, SocialMatchError
from socialmatch.files import Rejected, read_accounts, read_consents, read_profiles
from socialmatch.files.identity import Identities
from socialmatch.handles.author import from_author
from socialmatch.handles.parse import format_address, parse
from socialmatch.handles.platforms import PLATFORMS
from socialmatch.ledger.checkpoint import Checkpoint, open_checkpoint
from socialmatch.ledger.leaf import Leaf
from socialmatch.ledger.merkle import verify_inclusion
from socialmatch.ledger.note import Note, SigningKey, parse_keys
from socialmatch.ledger.opening import Opening
from socialmatch.ledger.proof import TlogProof
from socialmatch.ledger.sealed import SealedProof
from socialmatch.ledger.verify import verify_bundle
from socialmatch.matching.modelfile import LearnedModel
from socialmatch.models import AccountKey
from socialmatch.moments import parse_moment
from socialmatch.store.journal import Journal

CORPUS = Path(__file__).parent / "corpus"
KEY = SigningKey("example.com/consent-log", bytes(range(32)))
CANARY = "annaexample"
"""Stands in many seeds; no error may repeat it."""
_NAMES = [platform.name for platform in PLATFORMS]


@dataclass(frozen=True)
class Target:
    """One parser.

    Attributes
    ----------
    read: takes the input. share: of a thousand inputs of the long command.
    words: what the input is made of, for mutations. quotes: whether an error may name words of the input (a setting).
    """

    name: str
    read: Callable[[bytes], object]
    share: int
    words: tuple[bytes, ...] = ()
    quotes: bool = False

    @property
    def seeds(self) -> list[bytes]:
        """The inputs to begin with."""
        return [path.read_bytes() for path in sorted((CORPUS / self.name).iterdir())]

    def __call__(self, data: bytes) -> str:
        """Read an input. The code of the error it gave, or ``""``; any other exception is a finding."""
        try:
            self.read(data)
        except SocialMatchError as error:
            said = f"{error} {error.hint}"
            assert self.quotes or CANARY not in said, "an error repeats the input"
            assert len(said) < 5_000, "an error is as long as its input"
            return error.code
        return ""


@cache
def _folder() -> Path:
    """Where inputs lie that are read as files: in memory where there is such a place."""
    fast = Path("/dev/shm")
    made = tempfile.TemporaryDirectory(prefix="socialmatch-fuzz-", dir=fast if fast.is_dir() else None)
    _KEPT.append(made)
    return Path(made.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
"""Removed when the process ends."""


def _file(name: str, data: bytes) -> Path:
    path = _folder() / name
    path.write_bytes(data)
    return path


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _json(data: bytes) -> Any:
    """A host's own reading of JSON; what it cannot read never reaches us."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise InputError("not JSON", code="not_json") from None


def _object(data: bytes) -> dict[str, Any]:
    found = _json(data)
    return found if isinstance(found, dict) else {"value": found}


# --- people --------------------------------------------------------------------------------------


def _handle(data: bytes) -> None:
    """A text said to be of a platform; a profile that comes of it is found again under its own address."""
    text = _text(data)
    for platform in (None, _NAMES[len(data) % len(_NAMES)]):
        with suppress(SocialMatchError):
            found = parse(text, platform=platform)
            address = format_address(found)
            if address:
                assert parse(address, platform=found.platform).handle.casefold() == found.handle.casefold()
    parse(text)


def _author(data: bytes) -> None:
    raw = _json(data)
    from_author(_NAMES[len(data) % len(_NAMES)], raw, scope="" if len(data) % 2 else "social.example.org")


def _subject(data: bytes) -> None:
    text = _text(data)
    with suppress(SocialMatchError):
        receipt_index(text)
    assert Identities("default", "crm").subject(text).tenant == "default"


# --- files ---------------------------------------------------------------------------------------

_READERS = (read_accounts, read_profiles, read_consents)


def _rows(suffix: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        path = _file(f"rows{suffix}", data)
        with Rejected() as rejected:
            for _ in _READERS[len(data) % 3](path, rejected=rejected):
                pass

    return read


# --- codes ---------------------------------------------------------------------------------------


def _code(data: bytes) -> None:
    text = _text(data)
    for code in find_codes(text):
        assert code.reveal() not in redact_codes(text)
    for read in (read_invitation, read_state):
        with suppress(SocialMatchError):
            read(text)
    is_withdrawal(text, ("en", "de", "ja"))
    read_code(text)


_HOOK_KEY = b"0123456789abcdef0123456789abcdef"
_HOOKS = tuple(SCHEMES.values())


def _webhook(data: bytes) -> None:
    """Header lines, an empty line, the body."""
    head, _, body = data.partition(b"\n\n")
    pairs = (line.partition(":") for line in head.decode("latin-1").split("\n"))
    headers = {name: value.strip() for name, _, value in pairs}
    fault, found = inbound_fault(_HOOKS[len(data) % len(_HOOKS)], [_HOOK_KEY], headers, body)
    assert bool(fault) is (found is None)
    if fault:
        raise InboundRefused(fault)


# --- the ledger ----------------------------------------------------------------------------------


def _note(data: bytes) -> None:
    note = Note.parse(data)
    assert note.encode() == data
    note.verify([KEY.verifier])


def _checkpoint(data: bytes) -> None:
    """A note that says it is a checkpoint; and its text under a signature that is good."""
    with suppress(SocialMatchError):
        open_checkpoint(data, [KEY.verifier])
    text = _text(data).partition("\n\n")[0] + "\n"
    assert Checkpoint.parse(text).encode() == text
    open_checkpoint(KEY.sign(text), [KEY.verifier])


def _keys(data: bytes) -> None:
    with suppress(SocialMatchError):
        SigningKey.parse(_text(data))
    parse_keys(_text(data))


def _proof(data: bytes) -> None:
    """A proof as it is read, and its path against the checkpoint in it, signed or not."""
    proof = TlogProof.parse(data)
    assert proof.encode() == data
    said = Checkpoint.parse(proof.checkpoint.text)
    with suppress(SocialMatchError):
        verify_inclusion(b"\0" * 32, index=proof.index, size=said.size, root=said.root, proof=proof.hashes)


def _opening(data: bytes) -> None:
    for read in (SealedProof.parse, Leaf.parse):
        with suppress(SocialMatchError):
            read(data)
    assert Opening.parse(data).encode() == data


_PARTS = ("checkpoint", "leaves.jsonl", "vkey", "proofs/6.tlog-proof", "openings/6.json", "sealed/nightly-1.json")


def _bundle(data: bytes) -> None:
    """A bundle of which the first line names the one file that is replaced by the rest."""
    name, _, content = data.partition(b"\n")
    folder = _folder() / "bundle"
    if not folder.exists():
        for line in (CORPUS / "bundle.json").read_text(encoding="utf-8").splitlines():
            part = json.loads(line)
            path = folder / part["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(part["text"], encoding="utf-8")
    place = _text(name)
    path = folder / (place if place in _PARTS else _PARTS[len(data) % len(_PARTS)])
    whole = path.read_bytes()
    path.write_bytes(content)
    try:
        verdict = verify_bundle(folder, KEY.verifier.encode() + "\n")
    finally:
        path.write_bytes(whole)
    assert (verdict.exit_code == 0) is (verdict.code == "")
    assert content == whole or verdict.exit_code != 0, "a bundle that was changed passes"


# --- documents -----------------------------------------------------------------------------------


def _notice(data: bytes) -> None:
    load_notice(_file(("notice.toml", "notice.json")[data[:1] == b"{"], data))


def _template(data: bytes) -> None:
    folder = _folder() / "texts"
    folder.mkdir(exist_ok=True)
    (folder / "linked.txt").write_bytes(data)
    load_templates(folder)


def _secrets(data: bytes) -> None:
    path = _file("secrets", data)
    path.chmod(0o600)
    load_secrets(path, {})


def _moment(data: bytes) -> None:
    try:
        parse_moment(_text(data))
    except ValueError:  # its callers name the column or the option
        raise InputError("not a moment", code="moment") from None


def _linktext(data: bytes) -> None:
    account = AccountKey("default", "crm", "A-1")
    for entry in linktext.parse(_text(data)):
        linktext.link_of(entry, account)


_ADDRESSES = (b"https://", b"www.", b"@", b"/", b"?", b"#", b"%", b"%2e", b"xn--", b":443", b"//", b"..", b"acct:")
_JSON = (
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b":",
    b",",
    b"null",
    b"true",
    b"1e999",
    b"-",
    b"\\ud800",
    b"[" * 2000,
    b"\\u0000",
)
_CELLS = (b",", b'"', b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b";", b"\n", b"PAR1", b"\x1f\x8b")
_LINES = (
    b"\n",
    b"\n\n",
    b"\xe2\x80\x94 ",
    b"+",
    b"=",
    b"0",
    b"9" * 30,
    b"c2sp.org/tlog-proof@v1\n",
    b"index ",
    b"extra ",
)
_SCRIPTS = tuple(text.encode() for text in ("\u202e", "\u200d", "ı", "İ", "ﬁ", "Ｓ", "ß", "\u0301", "한", "אב", "😀"))
_TOML = (b"[", b"]", b"=", b'"""', b"{", b"}", b"1979-05-27", b"inf", b"[" * 2000, b"#", b".")


def _journal(data: bytes) -> object:
    lines = Journal(_file("default.journal", data), KEYS.refs, "default").read()
    return [line.people for line in lines]


def _backup(data: bytes) -> object:
    return unpack(_file("some.backup", data), _folder() / "unpacked.db")


TARGETS = {
    target.name: target
    for target in (
        Target("handles", _handle, 200, (*_ADDRESSES, *_SCRIPTS, *(f"{name}:".encode() for name in _NAMES))),
        Target("addresses", _handle, 200, (*_ADDRESSES, *_SCRIPTS)),
        Target("authors", _author, 60, (*_JSON, *_SCRIPTS)),
        Target("subjects", _subject, 20, (b":", b"%3A", b"~handle:", *_SCRIPTS)),
        Target("csv", _rows(".csv"), 70, (*_CELLS, *_SCRIPTS)),
        Target("gzip", _rows(".csv.gz"), 10, _CELLS),
        Target("jsonl", _rows(".jsonl"), 70, (*_JSON, *_CELLS)),
        Target("parquet", _rows(".parquet"), 30),
        Target("codes", _code, 100, (b"SM-", b"SMI-", b"SMP-", b"-", b" ", b"STOP", *_SCRIPTS)),
        Target("webhooks", _webhook, 20, (b"\n\n", b"sha256=", b"v0=", b"v1,", b"X-Signature: ")),
        Target("notes", _note, 30, _LINES),
        Target("checkpoints", _checkpoint, 60, _LINES),
        Target("keys", _keys, 10, _LINES),
        Target("proofs", _proof, 60, _LINES),
        Target("openings", _opening, 20, _JSON),
        Target("bundles", _bundle, 5, (*_LINES, *_JSON)),
        Target("receipts", lambda data: read_receipt(_object(data)), 5, _JSON),
        Target("records", lambda data: read_record(_object(data)), 5, _JSON),
        Target("models", lambda data: LearnedModel.from_text(_text(data)), 5, _JSON),
        Target("notices", _notice, 5, (*_JSON, *_TOML), quotes=True),
        Target("templates", _template, 2, (b"{", b"}", b"{brand}", b"{{")),
        Target("settings", lambda data: load(_file("socialmatch.toml", data), {}), 5, _TOML, quotes=True),
        Target("secrets", _secrets, 2, _TOML, quotes=True),
        Target("journals", _journal, 3, (b"\t", b"\n", *_JSON)),
        Target("backups", _backup, 3, (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"manifest.json", *_JSON)),
        Target("moments", _moment, 3, (b"T", b"Z", b"+14:00", b"-", b":", b".999999999", b"0000-00-00")),
        Target("linktexts", _linktext, 3, _JSON),
    )
}
