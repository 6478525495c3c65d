"""Addresses taken apart strictly, and the forms a profile's address can have.

Browsers and ``urllib.parse`` forgive much: they drop tabs, turn backslashes round, accept user names and
ports. Each of these is a way to show one host and mean another, so here they are refused.
What is accepted is the part of RFC 3986 that profile addresses use.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from socialmatch.handles.refusals import refusal

WEB = "https"
_PLAIN = re.compile(r"[!-\[\]-~]*")  # printable ASCII without space and backslash
# Drawn as nothing although Unicode calls them letters or marks (Default_Ignorable_Code_Point, Unicode 15).
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]")
_PARTS = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?"
    r"(?P<authority>[^/?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?"
)
_ESCAPES = re.compile(r"(?:[^%]|%[0-9A-Fa-f]{2})*")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DNS_NAME = re.compile(rf"(?=.{{4,253}}\Z)(?:{_LABEL}\.)+(?![0-9]+\Z){_LABEL}")


def is_plain(text: str) -> bool:
    """Whether every character of a text is seen as it is: no space, backslash, control or invisible one."""
    if text.isascii():
        return _PLAIN.fullmatch(text) is not None
    if "\\" in text or _BLANK.search(text):
        return False
    return not any(unicodedata.category(char)[0] in "CZ" for char in text)


def visible(text: str) -> str:
    """A text as it is seen: in NFC, without spaces around it, control and invisible characters."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _BLANK.sub("", text))
    if not text.isprintable():
        text = "".join(char for char in text if char.isspace() or unicodedata.category(char)[0] != "C")
    return text.strip()


def is_dns_name(host: str) -> bool:
    """Whether a host is a full domain name in lower case ASCII (RFC 1123), of two labels or more.

    An address in numbers, a trailing dot and a name in other scripts are not; its ``xn--`` form is.
    """
    return _DNS_NAME.fullmatch(host) is not None


@dataclass(frozen=True, slots=True)
class Address:
    """An address in parts.

    Attributes
    ----------
    scheme: ``"https"`` for the web (http is the same to us), or an app's own such as ``"tg"``.
    host: in lower case; empty for an app's own scheme.
    segments: of the path, percent-decoded. ``#!`` is the first one where the path hides in the fragment.
    query: pairs as they stand, still percent-encoded.
    """

    scheme: str
    host: str
    segments: tuple[str, ...]
    query: tuple[tuple[str, str], ...]


def split_address(text: str) -> Address:
    """Take an address apart; its scheme may be left out.

    Raises
    ------
    HandleError: ``bad_scheme``, ``userinfo``, ``port``, ``bad_host``, ``bad_escape``, ``not_a_profile``.
    """
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise refusal("bad_host")
    scheme = (parts["scheme"] or WEB).lower()
    path, fragment = parts["path"], parts["fragment"] or ""
    if path in ("", "/") and fragment.startswith("!/"):
        path = "/#" + fragment
    query = tuple((name, value) for name, _, value in (pair.partition("=") for pair in _pairs(parts["query"])))
    if scheme not in (WEB, "http"):
        return Address(scheme, "", _segments(f"/{parts['authority']}{path}"), query)
    return Address(WEB, _host(parts["authority"]), _segments(path), query)


def _pairs(query: str | None) -> list[str]:
    return query.split("&") if query else []


def _host(authority: str) -> str:
    if "@" in authority:
        raise refusal("userinfo")
    # Every port, the default one too: no platform writes it, so whoever does has something to hide.
    if ":" in authority and not authority.startswith("["):
        raise refusal("port")
    # ASCII before lower(): the Kelvin sign is not ASCII but its lower case is.
    if not authority.isascii() or not is_dns_name(authority.lower()):
        raise refusal("bad_host")
    return authority.lower()


def _segments(path: str) -> tuple[str, ...]:
    raw = path.removeprefix("/").removesuffix("/")
    if not raw:
        return ()
    segments = raw.split("/")
    if "" in segments:
        raise refusal("not_a_profile")
    return tuple(decode(segment) for segment in segments)


def decode(text: str) -> str:
    """Undo percent-encoding once, in UTF-8 (RFC 3986, section 2.1).

    Raises
    ------
    HandleError: ``bad_escape`` for a broken escape, bytes that are no UTF-8, or an escape that hides a
        separator or a character :func:`is_plain` refuses.
    """
    if "%" not in text:
        return text
    if not _ESCAPES.fullmatch(text):
        raise refusal("bad_escape")
    decoded = unquote_to_bytes(text).decode("utf-8", errors="replace")
    if "\ufffd" in decoded or not is_plain(decoded) or any(char in decoded for char in "/?#%"):
        raise refusal("bad_escape")
    return decoded


@dataclass(frozen=True, slots=True)
class Form:
    """One form a profile's address can have, written as a template: ``Form.of("/i/user/{id}")``.

    ``{handle}`` and ``{id}`` are read, ``{any}`` is passed over. Several ``{handle}`` are joined by ``/``.

    Attributes
    ----------
    scheme: ``"https"``, or an app's own.
    segments: for each path segment its fixed beginning and what follows (``"handle"``, ``"id"``, ``"any"``, ``""``).
    query: name of a query parameter and what it holds, or ``None``.
    space: what is put before the handle to keep it apart from the ordinary ones (``"company"``).
    template: as it was written.
    """

    scheme: str
    segments: tuple[tuple[str, str], ...]
    query: tuple[str, str] | None
    space: str
    template: str

    @classmethod
    def of(cls, template: str, space: str = "") -> Form:
        """Read a template."""
        scheme, colon, rest = template.partition("://")
        if not colon:
            scheme, rest = WEB, template
        path, _, query = rest.partition("?")
        name, _, holds = query.partition("=")
        segments = tuple(_slot(segment) for segment in path.strip("/").split("/"))
        return cls(scheme, segments, (name, holds.strip("{}")) if query else None, space, template)

    @property
    def bare(self) -> bool:
        """Whether the handle stands alone on the host, where it meets the platform's own words."""
        return self.segments == (("", "handle"),)

    def read(self, address: Address, *, drop: int = 0) -> tuple[str, str] | None:
        """What an address of this form names, as (``"handle"`` or ``"id"``, text); ``None`` for another form.

        Parameters
        ----------
        drop: how many of the address's last segments to leave out.
        """
        segments = address.segments[: len(address.segments) - drop]
        if address.scheme != self.scheme or len(segments) != len(self.segments):
            return None
        read: list[tuple[str, str]] = []
        for segment, (start, kind) in zip(segments, self.segments, strict=True):
            if not kind and segment != start:
                return None
            if kind and (not segment.startswith(start) or len(segment) == len(start)):
                return None
            read.append((kind, segment[len(start) :]))
        if self.query is not None:
            values = [value for name, value in address.query if name == self.query[0]]
            if len(values) != 1:  # a parameter given twice is read differently by different programs
                return None
            read.append((self.query[1], decode(values[0])))
        named = [(kind, value) for kind, value in read if kind in ("handle", "id")]
        space = f"{self.space}/" if self.space else ""
        return named[0][0], space + "/".join(value for _, value in named)

    def write(self, kind: str, text: str) -> str | None:
        """The path (or whole address, for an app's own scheme) that :meth:`read` takes back, where there is one."""
        if "{any}" in self.template:
            return None
        if self.space:
            if not text.startswith(f"{self.space}/"):
                return None
            text = text[len(self.space) + 1 :]
        values = text.split("/")
        if self.template.count(f"{{{kind}}}") != len(values):
            return None
        written = self.template
        for value in values:
            written = written.replace(f"{{{kind}}}", quote(value, safe="@:+"), 1)
        return written


def _slot(segment: str) -> tuple[str, str]:
    start, brace, kind = segment.partition("{")
    return (start, kind.rstrip("}")) if brace else (segment, "")


def forms(*templates: str) -> tuple[Form, ...]:
    """Several forms without a space of their own."""
    return tuple(Form.of(template) for template in templates)
