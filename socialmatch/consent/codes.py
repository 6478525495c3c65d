"""The text of a code and of an invitation: drawing one, writing it, reading it back, finding it in a message.

::

    SM-XXXX-XXXX-XXXX-XC   a code: 13 random symbols (65 bits), one check symbol
    SMI-XXXX...XC          an invitation: 26 random symbols (130 bits), one check symbol
    SMP-XXXX...XC          the state of a sign-in with a platform, the same

The alphabet is Crockford's base 32: digits and letters without I, L, O and U. Reading forgives what people and
programs do to a text on its way; the page ``docs/formats/token.md`` says what. A code is a secret: nothing but
:meth:`TokenText.reveal` shows it. What a code is worth, and until when, is not here.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from typing import Any, ClassVar, Final, NoReturn, Self, final

from socialmatch.consent.folding import PLAIN
from socialmatch.errors import CodeError, UsageError

Randbytes = Callable[[int], bytes]
"""A cryptographic source of that many bytes, usually ``secrets.token_bytes``."""

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS_PER_SYMBOL: Final = 5
CODE_SYMBOLS: Final = 13
"""Random symbols of a code: 65 bits, more than OWASP ASVS 6.6.3 and NIST SP 800-63B ask for."""
INVITATION_SYMBOLS: Final = 26
"""Random symbols of an invitation: 130 bits."""
MAX_TEXT: Final = 200
"""The longest text :func:`read_code` looks at, in characters. :func:`find_codes` takes any."""

_VALUES: Final = {symbol: value for value, symbol in enumerate(ALPHABET)}
_MAX_SYMBOLS: Final = 30
"""The check symbol tells all positions apart up to here: there are 31 powers of the field's generator."""

_LOOKALIKES: Final = str.maketrans("OIL", "011")

_SYMBOL: Final = "[0-9A-TV-Za-tv-z]"
_GAP: Final = r"[-\s]{0,3}"
_BODY: Final = rf"({_SYMBOL}{{4}}){_GAP}({_SYMBOL}{{4}}){_GAP}({_SYMBOL}{{4}}){_GAP}({_SYMBOL}{{2}})"
_NOT_AFTER: Final = "(?<![0-9A-Za-z])"
# What follows the prefix is looked ahead at and not consumed, so a false start cannot swallow a code behind it.
# Every repetition is bounded and gaps hold no symbols, so each place is looked at once: linear time.
_IN_TEXT: Final = re.compile(rf"{_NOT_AFTER}[Ss][Mm](?={_GAP}{_BODY}(?![0-9A-Za-z]))", re.ASCII)
# A log line is rather cut too much: no check symbol is asked for, nor an end of the word.
_CODE_LIKE: Final = re.compile(
    rf"(?i)(?:{_NOT_AFTER}SM{_GAP}|SM-)(?:{_BODY})|(?:{_NOT_AFTER}SM[IP]-?|SM[IP]-){_SYMBOL}{{20,27}}", re.ASCII
)


# --- the values -----------------------------------------------------------------------------------


class TokenText:
    """A secret text in 32 symbols. Equal by its symbols, in constant time; shown by :meth:`reveal` alone.

    ``repr``, ``str`` and every format of it are masked; pickling and serialising raise, because a queue, a cache or
    an error reporter would keep it. Whoever must hand it on hands on ``reveal()``, where one can search for it.

    Parameters
    ----------
    symbols: random symbols and the check symbol, in the canonical alphabet.

    Raises
    ------
    CodeError: too few or too many, a symbol outside the alphabet, or the check symbol does not fit.
    """

    __slots__ = ("_symbols",)
    prefix: ClassVar[str]
    kind: ClassVar[str]
    _symbols: str

    def __init__(self, symbols: str) -> None:
        fault = _fault(symbols)
        if fault:
            del symbols  # so that no error report shows it among the variables of this call
            raise _unreadable(fault)
        object.__setattr__(self, "_symbols", symbols)

    @classmethod
    def issue(cls, randbytes: Randbytes, symbols: int) -> Self:
        """A fresh one of so many random symbols."""
        return cls(_drawn(randbytes, symbols))

    @property
    def bits(self) -> int:
        """How many random bits it has."""
        return BITS_PER_SYMBOL * (len(self._symbols) - 1)

    def reveal(self) -> str:
        """The text for the one person it is meant for; the only way to see it."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return hmac.compare_digest(self._symbols, other._symbols)

    def __hash__(self) -> int:
        return hash((self.kind, self._symbols))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.prefix}-****>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a {self.kind} does not change")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a {self.kind} does not change")

    def __getstate__(self) -> NoReturn:
        raise UsageError(f"a {self.kind} is a secret and is not serialised", code="secret_serialised")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        self.__getstate__()


@final
class Code(TokenText):
    """A code that a person sends from their handle: ``SM-XXXX-XXXX-XXXX-XC``."""

    __slots__ = ()
    prefix = "SM"
    kind = "code"

    def reveal(self) -> str:
        groups = [self._symbols[at : at + 4] for at in range(0, len(self._symbols), 4)]
        return "-".join((self.prefix, *groups))


@final
class InvitationCode(TokenText):
    """What an invitation's link carries behind ``#``: ``SMI-`` and 27 symbols, of which an address escapes none."""

    __slots__ = ()
    prefix = "SMI"
    kind = "invitation"

    def reveal(self) -> str:
        return f"{self.prefix}-{self._symbols}"


@final
class StateCode(TokenText):
    """What a sign-in with a platform sends along and gets back, as its ``state``: ``SMP-`` and 27 symbols."""

    __slots__ = ()
    prefix = "SMP"
    kind = "sign_in"

    def reveal(self) -> str:
        return f"{self.prefix}-{self._symbols}"


# --- drawing and reading --------------------------------------------------------------------------


def issue_code(randbytes: Randbytes, *, symbols: int = CODE_SYMBOLS) -> Code:
    """A fresh code.

    Parameters
    ----------
    symbols: random symbols, five bits each. Fewer than 13 only where :func:`~socialmatch.consent.limits.check_limits`
        allows it, which is for tests.
    """
    return Code.issue(randbytes, symbols)


def issue_invitation(randbytes: Randbytes) -> InvitationCode:
    """A fresh invitation, 130 bits."""
    return InvitationCode.issue(randbytes, INVITATION_SYMBOLS)


def issue_state(randbytes: Randbytes) -> StateCode:
    """A fresh state, 130 bits."""
    return StateCode.issue(randbytes, INVITATION_SYMBOLS)


def read_code(text: str, *, symbols: int = CODE_SYMBOLS) -> Code:
    """Read a text that is a code and nothing else.

    Forgiven are case, O for 0, I and L for 1, white space and dashes of any kind and anywhere, invisible
    characters and full-width letters.

    Raises
    ------
    CodeError: it is none. ``code`` is ``not_text``, ``empty``, ``too_long``, ``no_prefix``, ``wrong_length``,
        ``bad_symbol`` or ``mistyped`` (the check symbol does not fit). The message never repeats the text.
    """
    found = _read(text, Code.prefix, symbols)
    del text
    if isinstance(found, CodeError):
        raise found
    return Code(found)


def read_invitation(text: str) -> InvitationCode:
    """Read a text that is an invitation and nothing else; as forgiving as :func:`read_code`, and with its errors."""
    found = _read(text, InvitationCode.prefix, INVITATION_SYMBOLS)
    del text
    if isinstance(found, CodeError):
        raise found
    return InvitationCode(found)


def read_state(text: str) -> StateCode:
    """Read a text that is a state and nothing else; as forgiving as :func:`read_code`, and with its errors."""
    found = _read(text, StateCode.prefix, INVITATION_SYMBOLS)
    del text
    if isinstance(found, CodeError):
        raise found
    return StateCode(found)


def find_codes(text: str) -> list[Code]:
    """Every code in a message, each once, in the order of appearance; in time linear in the text.

    What :func:`read_code` forgives is forgiven here too, but white space and dashes (up to three) only between the
    groups: anywhere else, ordinary words would read as codes.
    """
    if not text.isascii():
        text = text.translate(PLAIN)
    found: dict[Code, None] = {}
    for match in _IN_TEXT.finditer(text):
        symbols = _canonical("".join(match.groups()))
        if not _fault(symbols):
            found[Code(symbols)] = None
    return list(found)


def redact_codes(text: str) -> str:
    """A text for a log: whatever looks like a code or an invitation is replaced, with a fitting check symbol or not.

    A text without one comes back as it is.
    """
    plain = text if text.isascii() else text.translate(PLAIN)
    redacted, count = _CODE_LIKE.subn("[code]", plain)
    return redacted if count else text


# --- the check symbol -----------------------------------------------------------------------------


def check_symbol(symbols: str) -> str:
    """The symbol that goes behind these.

    A weighted sum over the field of 32 elements (generator ``a``, ``a**5 = a**2 + 1``): ``c`` is the sum of
    ``a**(n-i) * s[i]``. It is Damm's scheme (H. M. Damm, 2004) with the quasigroup ``a * (c + s)``. Weights are no
    zero, so every substitution of one symbol is noticed; no two are equal, so every exchange of two symbols is, next
    to each other or not, and every change of two equal symbols into two other equal ones.
    """
    state = 0
    for symbol in symbols:
        state ^= _VALUES[symbol]
        state = (state << 1) ^ (0b100101 if state & 0b10000 else 0)
    return ALPHABET[state]


def _drawn(randbytes: Randbytes, symbols: int) -> str:
    """Random symbols with their check symbol. A byte gives one: 256 is a multiple of 32, so none is favoured."""
    if not 1 <= symbols <= _MAX_SYMBOLS:
        raise UsageError(f"a code has 1 to {_MAX_SYMBOLS} random symbols", code="code_length")
    drawn = randbytes(symbols)
    if len(drawn) != symbols:
        raise UsageError("the source of randomness gave another number of bytes than asked for", code="randomness")
    text = "".join(ALPHABET[byte % len(ALPHABET)] for byte in drawn)
    return text + check_symbol(text)


def _read(text: object, prefix: str, symbols: int) -> str | CodeError:
    """Canonical symbols, or why there are none; the error is raised by a caller that has forgotten the text."""
    if not isinstance(text, str):
        return _unreadable("not_text")
    if len(text) > MAX_TEXT:
        return _unreadable("too_long")
    plain = re.sub(r"[-\s]", "", text.translate(PLAIN), flags=re.ASCII)
    if not plain:
        return _unreadable("empty")
    if not plain.isascii():
        return _unreadable("bad_symbol")
    if plain[: len(prefix)].upper() != prefix:
        return _unreadable("no_prefix")
    found = _canonical(plain[len(prefix) :])
    if len(found) != symbols + 1:
        return _unreadable("wrong_length")
    fault = _fault(found)
    return _unreadable(fault) if fault else found


def _canonical(symbols: str) -> str:
    return symbols.upper().translate(_LOOKALIKES)


def _fault(symbols: str) -> str:
    """Why these are no symbols with their check symbol; ``""`` if they are."""
    if not 2 <= len(symbols) <= _MAX_SYMBOLS + 1:
        return "wrong_length"
    if not _VALUES.keys() >= set(symbols):
        return "bad_symbol"
    return "" if check_symbol(symbols[:-1]) == symbols[-1] else "mistyped"


_FAULTS: Final = {
    "not_text": "a code is a text",
    "empty": "there is no code in the text",
    "too_long": "the text is longer than any code",
    "no_prefix": "the text does not begin like a code",
    "wrong_length": "the code has too few or too many symbols",
    "bad_symbol": "the code holds a character that no code has",
    "mistyped": "the code has a mistake in it: its last symbol does not fit the others",
}


def _unreadable(fault: str) -> CodeError:
    return CodeError(_FAULTS[fault], code=fault, hint="copy the whole code, from the prefix to the last symbol")
