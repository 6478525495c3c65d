"""The text of codes: written, read back through everything people do to it, found in messages, never shown."""

from __future__ import annotations

import copy
import itertools
import json
import logging
import pickle
import random
import re
import sysconfig
import time
import traceback
import unicodedata
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from socialmatch.consent.codes import (
    ALPHABET,
    Code,
    InvitationCode,
    TokenText,
    check_symbol,
    find_codes,
    issue_code,
    issue_invitation,
    read_code,
    read_invitation,
    redact_codes,
)
from socialmatch.consent.folding import INVISIBLE, PLAIN
from socialmatch.errors import CodeError, UsageError

CODE = "SM-BGNT-Z49E-KRX2-7K"
INVITATION = "SMI-BGNTZ49EKRX27CHPV05AFMSY380"


def source(seed: int):
    return random.Random(seed).randbytes


def codes(count: int, seed: int = 1) -> list[Code]:
    rnd = source(seed)
    return [issue_code(rnd) for _ in range(count)]


def refused(text: object, read=read_code) -> str:
    with pytest.raises(CodeError) as raised:
        read(text)
    shown = str(raised.value) + repr(raised.value) + raised.value.hint
    assert not isinstance(text, str) or len(text) < 4 or text not in shown
    return raised.value.code


# --- the form --------------------------------------------------------------------------------------


def test_a_code_is_written_as_promised():
    for code in codes(200):
        assert re.fullmatch(
            rf"SM-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{2}}", code.reveal()
        )
        assert code.bits == 65
        assert code.reveal()[-1] == check_symbol(code.reveal()[3:-1].replace("-", ""))
    assert read_code(CODE).reveal() == CODE


def test_an_invitation_needs_no_escaping_in_an_address():
    invitation = issue_invitation(source(1))
    assert re.fullmatch(rf"SMI-[{ALPHABET}]{{27}}", invitation.reveal())
    assert invitation.bits == 130
    assert read_invitation(invitation.reveal()) == invitation
    assert read_invitation(INVITATION.lower()).reveal() == INVITATION


def test_symbols_are_equally_likely():
    """Chi-square of 10^5 codes, each position and all together, at a level of one in a million."""
    drawn = [code.reveal().replace("-", "")[2:15] for code in codes(100_000, seed=7)]
    for symbols in (*zip(*drawn, strict=True), "".join(drawn)):
        seen = Counter(symbols)
        expected = len(symbols) / 32
        chi_square = sum((seen[symbol] - expected) ** 2 / expected for symbol in ALPHABET)
        assert chi_square < 92.5  # 31 degrees of freedom, p = 5e-8
    assert len(set(drawn)) == len(drawn)


def test_every_byte_counts_the_same():
    """One byte a symbol, modulo 32: over all 256 bytes each symbol comes eight times."""
    seen = Counter(issue_code(lambda n, byte=byte: bytes([byte]) * n).reveal()[3] for byte in range(256))
    assert seen == dict.fromkeys(ALPHABET, 8)


@pytest.mark.parametrize("given", [b"", b"short", bytes(14)])
def test_a_source_that_gives_another_length_is_refused(given):
    with pytest.raises(UsageError) as raised:
        issue_code(lambda n: given)
    assert raised.value.code == "randomness"


@pytest.mark.parametrize("symbols", [-1, 0, 31])
def test_lengths_the_check_symbol_is_not_made_for_are_refused(symbols):
    with pytest.raises(UsageError):
        issue_code(bytes, symbols=symbols)


# --- the check symbol ------------------------------------------------------------------------------


def test_every_substitution_is_noticed():
    rnd = random.Random(3)
    for size in (14, 27):
        whole = "".join(rnd.choices(ALPHABET, k=size - 1))
        whole += check_symbol(whole)
        for at, other in itertools.product(range(size), ALPHABET):
            assert valid(whole[:at] + other + whole[at + 1 :]) == (other == whole[at])


@pytest.mark.parametrize("size", [14, 27])
def test_every_exchange_is_noticed(size):
    """Over all pairs of symbols: neighbours in an invitation, any two places in a code.

    The check is linear over GF(32), so what an exchange does to it depends on these two symbols and places alone.
    """
    rnd = random.Random(3)
    places = itertools.pairwise(range(size)) if size == 27 else itertools.combinations(range(size), 2)
    for first, second in places:
        for a, b in itertools.combinations(ALPHABET, 2):
            text = with_check(rnd.choices(ALPHABET, k=size), first, second, a, b)
            text[first], text[second] = text[second], text[first]
            assert not valid("".join(text))


def with_check(text: list[str], first: int, second: int, a: str, b: str) -> list[str]:
    """A valid text with these symbols at these places, made so by another place that is neither."""
    text[first], text[second] = a, b
    free = next(at for at in range(len(text)) if at not in (first, second))
    for symbol in ALPHABET:
        text[free] = symbol
        if valid("".join(text)):
            return text
    raise AssertionError("no symbol fits")


def valid(symbols: str) -> bool:
    return check_symbol(symbols[:-1]) == symbols[-1]


def test_a_mistyped_code_is_told_apart_from_a_missing_one():
    assert refused(CODE[:-1] + "Z") == "mistyped"
    assert refused(CODE[:4] + CODE[5] + CODE[4] + CODE[6:]) == "mistyped"


# --- reading ---------------------------------------------------------------------------------------

FULL_WIDTH = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)})


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        CODE.lower(),
        f"  {CODE}\r\n",
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        CODE.replace("-", "--"),
        " ".join(CODE),
        CODE.translate(FULL_WIDTH),
        CODE.lower().translate(FULL_WIDTH),
        CODE.replace("-", "\u00a0\u2014\u3000"),
        "\u200b".join(CODE),
        f"\u2068\ufeff{CODE}\u2069",
        CODE.replace("-", "\xad"),
        CODE.replace("-", "ー"),
    ],
)
def test_what_is_forgiven(text):
    assert read_code(text).reveal() == CODE


def test_what_looks_alike_is_read_as_meant():
    code = Code("0" * 3 + "1" * 3 + "0" * 7 + check_symbol("0" * 3 + "1" * 3 + "0" * 7))
    text = code.reveal()
    for zero, one in itertools.product("0Oo", "1IiLl"):
        assert read_code(text.replace("0", zero).replace("1", one)) == code


def test_every_dash_and_space_and_invisible_character_of_unicode_is_known():
    for number in range(0x110000):
        character = chr(number)
        if unicodedata.category(character) == "Pd":
            assert PLAIN.get(number, character) == "-"
        elif character.isspace() and number > 0x7F:
            assert PLAIN[number] == " "
        elif character in INVISIBLE:
            assert PLAIN[number] is None
    assert read_code(CODE.replace("-", "".join(c for c in INVISIBLE)[:40])).reveal() == CODE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" - \u200b", "empty"),
        ("x" * 201, "too_long"),
        ("hello", "no_prefix"),
        (CODE.removeprefix("SM-"), "no_prefix"),
        (CODE + "X", "wrong_length"),
        (CODE[:-1], "wrong_length"),
        ("SM", "wrong_length"),
        (CODE + ".", "wrong_length"),
        (CODE.replace("B", "U"), "bad_symbol"),
        (CODE.replace("B", "ß"), "bad_symbol"),
        (CODE.replace("S", "ſ"), "bad_symbol"),
        (CODE.replace("B", "В"), "bad_symbol"),  # Cyrillic
        (CODE.replace("B", "*"), "bad_symbol"),
        (INVITATION, "wrong_length"),
        (None, "not_text"),
        (7, "not_text"),
        (CODE.encode(), "not_text"),
    ],
)
def test_what_is_refused(text, code):
    assert refused(text) == code


def test_an_invitation_is_no_code_and_a_code_no_invitation():
    assert refused(CODE, read_invitation) == "no_prefix"
    assert refused(INVITATION[:-1] + "1", read_invitation) == "mistyped"


def test_a_value_is_checked_however_it_is_made():
    for symbols, code in (
        ("A" * 14, "mistyped"),
        ("", "wrong_length"),
        ("U" * 14, "bad_symbol"),
        ("A" * 32, "wrong_length"),
    ):
        with pytest.raises(CodeError) as raised:
            Code(symbols)
        assert raised.value.code == code


# --- finding ---------------------------------------------------------------------------------------

ORDINARY = 10_000_000


def ordinary_text() -> str:
    """10 MB of what people write: the source, comments and help texts of Python; then its words in another order."""
    parts, size = [], 0
    library = Path(sysconfig.get_paths()["stdlib"])
    for path in sorted(library.rglob("*.py")):
        if "site-packages" not in path.parts and size < ORDINARY * 4 // 5:
            parts.append(path.read_text(encoding="utf-8", errors="replace"))
            size += len(parts[-1])
    words = [*re.findall(r"[^\W\d_]+", parts[0] + "".join(parts[-20:])), "sm", "SM", "mechanism", "Plasm"]
    rnd = random.Random(5)
    while size < ORDINARY:
        parts.append(" ".join(rnd.choices(words, k=10_000)))
        size += len(parts[-1])
    return "\n".join(parts)


def noisy(rnd: random.Random, code: Code) -> str:
    """A code as it may come: other case, look-alikes, dashes, spaces, line breaks, invisible characters."""
    prefix, *groups = code.reveal().split("-")
    groups = ["".join(rnd.choice({"0": "0Oo", "1": "1IilL"}.get(c, c)) for c in group) for group in groups]
    gap = rnd.choice(["-", "-", "-", "", " ", "\u2013", "\u2014", " - ", "-\r\n", "\u00a0", "\u2212", "ー", "\u2011"])
    text = gap.join((prefix, *groups))
    text = rnd.choice([str, str.lower, str.swapcase, lambda t: t.translate(FULL_WIDTH)])(text)
    if rnd.random() < 0.3:
        at = rnd.randrange(1, len(text))
        text = text[:at] + rnd.choice("\u200b\ufeff\xad\u2060\u200f") + text[at:]
    return text


def test_all_codes_are_found_in_noisy_text_and_nothing_in_ordinary_text():
    text = ordinary_text()
    began = time.process_time()
    assert find_codes(text) == []
    assert time.process_time() - began < 30  # 2 s where this was written; a pattern that backtracks takes hours

    rnd = random.Random(11)
    hidden = codes(1_000)
    before = [text[at : at + 200].rstrip() for at in rnd.sample(range(len(text) - 200), 1_000)]
    around = [
        ("", ""),
        (" ", " "),
        ("(", ")"),
        ("*", "*"),
        ("_", "_"),
        ("「", "」です"),
        ("code:", "!"),
        ("#", "?"),
        ("\n", "\n"),
    ]
    pieces = []
    for words, code in zip(before, hidden, strict=True):
        opening, closing = rnd.choice(around)
        pieces.append(f"{words} {opening}{noisy(rnd, code)}{closing}")
    assert find_codes("\n".join(pieces)) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "SM" * 2_000_000,
        "SM-" * 2_000_000,
        "SM" + " " * 4_000_000,
        "SM-AAAA-AAAA-AAAA-A" * 200_000,
        "SM AAAA AAAA AAAA AA " * 200_000,
        "\u200b" * 4_000_000,
        "SM\u200b-" * 1_000_000,
    ],
    ids=lambda text: text[:8].encode("unicode_escape").decode(),
)
def test_no_text_takes_long(text):
    began = time.process_time()
    find_codes(text)
    redact_codes(text)
    assert time.process_time() - began < 20  # below 1 s where this was written


@pytest.mark.parametrize(
    "text",
    [
        "a" + CODE,
        "9" + CODE,
        CODE + "a",
        CODE + "7",
        CODE[:-1] + "Z",
        " ".join(CODE),
        CODE.replace("-", "."),
        CODE.replace("-", "    "),
        CODE.replace("BGNT", "BG-NT"),
        INVITATION,
    ],
)
def test_what_is_no_code_in_a_text(text):
    assert find_codes(f"look: {text} ok") == []


def test_a_false_start_hides_no_code_and_each_is_found_once():
    one, two = codes(2)
    assert find_codes(f"SM SM {one.reveal()} {two.reveal()} {one.reveal().lower()}") == [one, two]
    assert find_codes(f"SM-{one.reveal()}") == [one]
    assert find_codes(f"{one.reveal()}{two.reveal()}") == []
    assert find_codes(f"é{one.reveal()}é") == [one]
    assert find_codes("") == []


# --- hiding ----------------------------------------------------------------------------------------


def test_logs_are_redacted_with_or_without_a_fitting_check_symbol():
    for text in (CODE, CODE.lower(), CODE[:-1] + "Z", CODE.replace("-", ""), CODE.replace("-", "\u2013"), INVITATION):
        line = redact_codes(f"GET /?q={text} failed")
        assert line == "GET /?q=[code] failed"
    assert redact_codes(f"https://brand.example/link#{INVITATION}") == "https://brand.example/link#[code]"
    assert redact_codes(f"a%20{CODE}") == "a%20[code]"
    assert redact_codes("a small\u200bthing") == "a small\u200bthing"


SECRETS = [read_code(CODE), read_invitation(INVITATION)]


def canaries(secret: TokenText) -> list[str]:
    text = secret.reveal()
    bare = text.replace("-", "")
    return [text, bare, text.lower(), bare.removeprefix(secret.prefix), text[3:12], bare[4:12]]


def clean(shown: str, secret: TokenText) -> bool:
    return not any(canary in shown for canary in canaries(secret))


@dataclass
class Holder:
    token: TokenText


def raise_with(secret: TokenText) -> None:
    held = [secret, {"token": secret}, Holder(secret)]
    raise ValueError(f"something about {secret} and {held}", secret)


@pytest.mark.parametrize("secret", SECRETS, ids=["code", "invitation"])
def test_no_form_of_it_shows_it(secret, caplog):
    forms = [
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret!r:>60}",
        f"{secret:>60}",
        "%s %r %a" % (secret, secret, secret),  # noqa: UP031 - one of the ways a log line is made
        "{} {:s}".format(secret, secret),  # noqa: UP032
        str([secret]),
        str({secret: secret}),
        str(Holder(secret)),
        str(asdict(Holder(secret))),
        str(KeyError(secret)),
        str(AssertionError(secret)),
        ascii(secret),
        str(dir(secret)),
        str(getattr(secret, "__dict__", "")),
    ]
    assert all(clean(form, secret) for form in forms)
    assert forms[0].startswith("<") and "****" in forms[0]

    with caplog.at_level(logging.DEBUG):
        logging.getLogger("canary").debug("%s %r", secret, secret, extra={"token": secret})
        try:
            raise_with(secret)
        except ValueError as error:
            logging.getLogger("canary").exception("it failed")
            shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
            assert clean(shown, secret)
    assert clean(caplog.text, secret)
    assert clean(str([record.__dict__ for record in caplog.records]), secret)


@pytest.mark.parametrize("secret", SECRETS, ids=["code", "invitation"])
def test_it_is_not_serialised(secret):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(UsageError) as raised:
            pickle.dumps({"queue": [Holder(secret)]}, protocol)
        assert raised.value.code == "secret_serialised"
        assert clean("".join(traceback.format_exception(raised.value)), secret)
    with pytest.raises(TypeError) as not_json:
        json.dumps({"token": secret})
    assert clean(str(not_json.value), secret)
    with pytest.raises(UsageError):
        secret.__getstate__()
    with pytest.raises(TypeError):
        vars(secret)


@pytest.mark.parametrize("secret", SECRETS, ids=["code", "invitation"])
def test_it_does_not_change_and_is_its_own_copy(secret):
    with pytest.raises(AttributeError):
        secret._symbols = "A"
    with pytest.raises(AttributeError):
        del secret._symbols
    assert copy.copy(secret) is copy.deepcopy(secret) is secret


@pytest.mark.parametrize("bad", [CODE[:-1] + "Z", CODE[:-1], CODE + CODE, "x" + CODE, CODE.replace("B", "U")])
def test_a_refused_text_is_in_no_message_and_in_no_frame_of_ours(bad):
    """An error reporter stores the variables of every frame; the frames of the reader have forgotten the text."""
    with pytest.raises(CodeError) as raised:
        read_code(bad)
    error = traceback.TracebackException.from_exception(raised.value, capture_locals=True)
    ours = [frame for frame in error.stack if Path(frame.filename).name == "codes.py"]
    shown = "".join(error.format_exception_only()) + str([frame.locals for frame in ours])
    assert ours
    assert bad not in shown
    assert bad.replace("-", "")[2:] not in shown
    assert raised.value.__context__ is None


def test_codes_are_compared_by_their_text_and_kind():
    one, again, other = read_code(CODE), read_code(CODE.lower()), codes(1)[0]
    assert one == again and hash(one) == hash(again)
    assert one != other
    assert one != CODE
    symbols = "A" * 13 + check_symbol("A" * 13)
    assert Code(symbols) != InvitationCode(symbols)
    assert len({one, again, other}) == 2
