"""What a platform is: the facts of one network, and how its handles, ids and addresses are read and written.

A network is a subclass of :class:`Platform` with facts only; the few that are odd override a method.
The table of them is in :mod:`socialmatch.handles.platforms`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from socialmatch.errors import HandleError
from socialmatch.handles.address import WEB, Address, Form, is_plain
from socialmatch.handles.refusals import refusal

NUMBER = re.compile(r"[1-9][0-9]{0,19}")
"""An id that is a number of up to 64 bits; with a leading zero it would be another text."""
_MAX_HANDLE = 300  # code points; a domain name has 253, the longest of the other handles 100
_MAX_SCOPE = 200


class Scope(StrEnum):
    """Who issues a platform's ids, that is, within what an id names one person only."""

    GLOBAL = "global"
    PAGE = "page"
    APP = "app"
    PORTFOLIO = "portfolio"
    PROVIDER = "provider"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Author:
    """Where a platform's API keeps what we read of an author.

    Each field lists places in order of preference. A place is a dotted path; several paths with a space
    between them are joined (``"first_name last_name"``). A place written with an ``@`` counts only where
    its text begins with one.
    """

    id: tuple[str, ...] = ("id",)
    handle: tuple[str, ...] = ("username",)
    name: tuple[str, ...] = ("display_name", "name")
    bio: tuple[str, ...] = ("bio", "description")
    location: tuple[str, ...] = ("location",)
    website: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text or an address names: a handle, or a stable id.

    Attributes
    ----------
    public: the id stands in a public address, so it is global even where the platform's API scopes its ids.
    """

    handle: str = ""
    user_id: str = ""
    public: bool = False


def words(text: str) -> frozenset[str]:
    """The words of a text, to write a set of them shortly."""
    return frozenset(text.split())


class Platform:
    """One network.

    Attributes
    ----------
    name, aliases: how it is called here; lower case letters and digits.
    home: the host its addresses are written with.
    hosts: the exact hosts of its profile addresses, in lower case.
    parents: domains under which the network gives a handle one label of its own (``handle.github.io``).
    forms: the forms of a profile's address; the first that fits is the one written.
    tabs: pages of a profile that may follow its address (``/with_replies``).
    reserved: words that stand where a handle could, folded.
    grammar: what a handle can look like, ``None`` where there are no public handles. It is the widest that was
        ever possible, as old handles live on. Combining marks are left out before it is asked.
    lower: the platform has handles in lower case only, so we keep them so.
    mark: what is written before a handle. prefixes: what people write before it.
    id_grammar: what a stable id looks like, ``None`` where none is known.
    bare_id: a text without prefix that looks like an id is one.
    scope: who issues the ids that its API shows.
    public_ids: an id given without a scope is the one of the public address.
    federated: its hosts cannot be listed; a handle is ``user@host``.
    federates: its own profiles are also reached as ``user@host``.
    author: where its API keeps what we read of an author.
    source: where these facts come from, and when they were read.
    """

    name: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]] = ()
    home: ClassVar[str] = ""
    hosts: ClassVar[frozenset[str]] = frozenset()
    parents: ClassVar[frozenset[str]] = frozenset()
    forms: ClassVar[tuple[Form, ...]] = ()
    tabs: ClassVar[frozenset[str]] = frozenset()
    reserved: ClassVar[frozenset[str]] = frozenset()
    grammar: ClassVar[re.Pattern[str] | None] = None
    lower: ClassVar[bool] = False
    mark: ClassVar[str] = "@"
    prefixes: ClassVar[tuple[str, ...]] = ("@",)
    id_grammar: ClassVar[re.Pattern[str] | None] = None
    bare_id: ClassVar[bool] = False
    scope: ClassVar[Scope] = Scope.GLOBAL
    public_ids: ClassVar[bool] = False
    federated: ClassVar[bool] = False
    federates: ClassVar[bool] = False
    author: ClassVar[Author] = Author()
    source: ClassVar[str] = ""

    def __repr__(self) -> str:
        return f"<platform {self.name}>"

    @property
    def schemes(self) -> frozenset[str]:
        """The schemes of its own app that its addresses can have."""
        return frozenset(form.scheme for form in self.forms) - {WEB}

    # --- handles ------------------------------------------------------------------------------

    def fold(self, handle: str) -> str:
        """The form in which two spellings of one handle are equal; any text can be folded.

        Lower case and NFC, not NFKC and casefold: those make ``ß`` and ``ss`` equal, which a network does
        not, and the folded handle is part of an unstable key (CVE-2019-19844 is that mistake).
        """
        return unicodedata.normalize("NFC", unicodedata.normalize("NFC", handle).lower())

    def spells(self, handle: str) -> bool:
        """Whether a text, without prefix, can be a handle by the grammar alone."""
        if self.grammar is None or len(handle) > _MAX_HANDLE or not is_plain(handle):
            return False
        if handle.isascii():
            return self.grammar.fullmatch(handle) is not None
        # A character that Unicode would write with another (full-width, ligature, Kelvin sign) is a look-alike.
        if any(unicodedata.normalize("NFKC", char) != char for char in handle):
            return False
        composed = unicodedata.normalize("NFC", handle)
        if unicodedata.category(composed[0])[0] == "M":
            return False
        letters = "".join(char for char in composed if unicodedata.category(char)[0] != "M")
        return self.grammar.fullmatch(letters) is not None

    def clean(self, handle: str) -> str:
        """A handle as we keep it: without prefix, in NFC, its case kept unless the platform has none.

        Raises
        ------
        HandleError: ``no_handle``, ``bad_handle``, ``reserved``, ``bad_phone``.
        """
        if self.grammar is None:
            raise refusal("no_handle")
        if not self.spells(handle):
            raise refusal("bad_handle")
        if self.forms and self.forms[0].bare:
            self._check_reserved(handle)
        handle = unicodedata.normalize("NFC", handle)
        return handle.lower() if self.lower else handle

    def _check_reserved(self, handle: str) -> None:
        if self.fold(handle) in self.reserved:
            raise refusal("reserved")

    def unprefixed(self, text: str) -> str:
        """A text without what people put before a handle."""
        for prefix in self.prefixes:
            if text.startswith(prefix):
                return text[len(prefix) :]
        return text

    def written(self, handle: str) -> str:
        """A handle as people write it; :meth:`read_text` takes it back."""
        return self.mark + handle

    def phones_of(self, handle: str) -> tuple[str, ...]:
        """The phone numbers a handle tells, in E.164."""
        return ()

    # --- ids ----------------------------------------------------------------------------------

    def clean_id(self, text: str) -> str:
        """A stable id, unchanged: ids are compared byte for byte.

        Raises
        ------
        HandleError: ``bad_id``.
        """
        if self.id_grammar is None or not self.id_grammar.fullmatch(text):
            raise refusal("bad_id")
        return text

    def clean_scope(self, scope: str, user_id: str = "") -> str:
        """The scope of an id; without an id, whether the scope given can be one at all.

        Raises
        ------
        HandleError: ``scope_unexpected``, ``scope_missing``, ``bad_scope``.
        """
        if self.scope is Scope.GLOBAL:
            if scope:
                raise refusal("scope_unexpected")
            return ""
        if not scope:
            if user_id:
                raise refusal("scope_missing")
            return ""
        if len(scope) > _MAX_SCOPE or not is_plain(scope):
            raise refusal("bad_scope")
        return scope

    # --- texts and addresses --------------------------------------------------------------------

    def compact(self, text: str) -> str:
        """A text without the separators people put inside a phone number."""
        return text

    def read_text(self, text: str) -> Reading:
        """What a text without an address names here: a handle, with or without prefix, or an id.

        Raises
        ------
        HandleError: as :meth:`clean`.
        """
        if self.bare_id and self.id_grammar is not None and self.id_grammar.fullmatch(text):
            return Reading(user_id=self.clean_id(text))
        return Reading(handle=self.clean(self.unprefixed(text)))

    def read_address(self, address: Address) -> Reading:
        """What an address on one of the hosts names.

        Raises
        ------
        HandleError: ``not_a_profile``, or why the handle or id in it is none.
        """
        if address.scheme == WEB and not self.federated and address.host not in self.hosts:
            label = address.host.partition(".")[0]
            address = Address(address.scheme, address.host, (label, *address.segments), address.query)
        last = address.segments[-1] if address.segments else ""
        failure = ""
        for drop in (0, 1) if last in self.tabs else (0,):
            for form in self.forms:
                named = form.read(address, drop=drop)
                if named is None:
                    continue
                reading = self._read_named(form, *named, host=address.host)
                if isinstance(reading, Reading):
                    return reading
                failure = failure or reading
        raise refusal(failure or "not_a_profile")

    def _read_named(self, form: Form, kind: str, text: str, *, host: str) -> Reading | str:
        """The reading, or the code of why there is none, so that the next form can be tried."""
        try:
            if kind == "id":
                return Reading(user_id=self.clean_id(text), public=True)
            handle = self.clean(self.from_path(text, host))
            if form.bare:
                self._check_reserved(handle)
        except HandleError as error:
            return error.code
        return Reading(handle=handle)

    def from_path(self, text: str, host: str) -> str:
        """The handle that a text in an address on ``host`` stands for."""
        return text

    def to_path(self, handle: str) -> str:
        """Inverse of :meth:`from_path`; empty where a handle has no address."""
        return handle

    def address_of(self, handle: str = "", user_id: str = "") -> str:
        """The profile's own address by handle, else by id; empty where neither has one."""
        for kind, text in (("handle", self.to_path(handle) if handle else ""), ("id", user_id)):
            for form in self.forms if text else ():
                written = form.write(kind, text)
                if written is not None:
                    return f"{WEB}://{self.home}{written}" if form.scheme == WEB else written
        return ""
