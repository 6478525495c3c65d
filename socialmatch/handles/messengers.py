"""The networks made for private messages. Their ids matter more than their handles, and some show no handle at all."""

from __future__ import annotations

import re

from socialmatch.handles.address import forms
from socialmatch.handles.platform import NUMBER, Author, Platform, Reading, Scope, words
from socialmatch.handles.refusals import refusal

_SEPARATORS = str.maketrans("", "", " ().-\u00a0\u2011")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def e164(text: str) -> str:
    """An international phone number in the form of E.164, ``+`` and up to 15 digits.

    It need not be in use: numbers of any length its country has are taken (``is_possible_number`` of phonenumbers).
    A national prefix after the country code, as the zero in ``+44 (0)20``, is dropped once.

    Raises
    ------
    HandleError: ``bad_phone``.
    """
    number = _written(text)
    # A second zero would be dropped the next time: a number whose form is not final is none.
    if not number or _written(number) != number:
        raise refusal("bad_phone")
    return number


def _written(text: str) -> str:
    """The number as phonenumbers writes it, or ``""``."""
    if not _E164.fullmatch(text):
        return ""
    import phonenumbers  # its import takes longer than all of ours

    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class WhatsApp(Platform):
    """The stable id is the business-scoped user id (BSUID). It is not the phone number and changes with it.

    A phone number is a handle here: it can pass to somebody else, so the key made from it is unstable.
    """

    name = "whatsapp"
    home = "wa.me"
    hosts = frozenset({"wa.me", "www.wa.me", "api.whatsapp.com", "web.whatsapp.com"})
    forms = forms("/{handle}", "/send?phone={handle}", "whatsapp://send?phone={handle}")
    # A phone number, or a user name: a letter in it, no dot at its ends or doubled, not the look of a web site.
    grammar = re.compile(
        r"\+[1-9][0-9]{6,14}"
        r"|(?=.*[A-Za-z])(?!www\.)(?!.*\.\.)(?!\.)(?!.*\.\Z)[A-Za-z0-9._]{3,35}"
    )
    lower = True
    id_grammar = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
    bare_id = True
    scope = Scope.PORTFOLIO
    author = Author(
        id=("user_id", "from_user_id"),
        handle=("profile.username", "username"),
        name=("profile.name",),
        phone=("wa_id", "from"),
    )
    source = "vendor: business-scoped user ids, updated 2026-05-28; secondary: grammar of user names"

    def clean(self, handle: str) -> str:
        return e164(handle) if handle.startswith("+") else super().clean(handle)

    def written(self, handle: str) -> str:
        return handle if handle.startswith("+") else super().written(handle)

    def phones_of(self, handle: str) -> tuple[str, ...]:
        return (handle,) if handle.startswith("+") else ()

    def compact(self, text: str) -> str:
        return text.translate(_SEPARATORS) if text.startswith("+") else text

    def read_text(self, text: str) -> Reading:
        if text.isdecimal():  # a national number, or one without its plus: which country?
            raise refusal("bad_phone")
        return super().read_text(text)

    def from_path(self, text: str, host: str) -> str:
        """Addresses hold the digits alone; a user name has no address that we know of."""
        digits = text.removeprefix("+")
        if not digits.isdecimal():
            raise refusal("not_a_profile")
        return f"+{digits}"

    def to_path(self, handle: str) -> str:
        return handle.removeprefix("+") if handle.startswith("+") else ""


class Telegram(Platform):
    name = "telegram"
    home = "t.me"
    hosts = frozenset({"t.me", "telegram.me", "telegram.dog"})
    parents = frozenset({"t.me"})
    forms = forms("/{handle}", "/s/{handle}", "tg://resolve?domain={handle}", "tg://user?id={id}")
    reserved = words(
        "addemoji addlist addstickers addstyle addtheme auction auth boost call confirmphone contact giftcode invoice "
        "joinchat login proxy setlanguage share socks resolve"
    )
    grammar = re.compile(r"[A-Za-z](?!.*_\Z)[A-Za-z0-9_]{3,31}")  # 5 or more by sign-up, 4 where the name was bought
    id_grammar = NUMBER
    author = Author(name=("first_name last_name",))
    source = "vendor: API documentation on links and user names (names can be sold); secondary: grammar"


class Discord(Platform):
    name = "discord"
    home = "discord.com"
    hosts = frozenset({"discord.com", "www.discord.com", "ptb.discord.com", "canary.discord.com", "discordapp.com"})
    forms = forms("/users/{id}")  # a handle has no address
    grammar = re.compile(r"(?!.*\.\.)[A-Za-z0-9_.]{2,32}")
    lower = True
    id_grammar = NUMBER
    author = Author(name=("global_name",))
    source = "vendor: user object; secondary: grammar since 2023 (names with a number are left to bots)"


class Line(Platform):
    name = "line"
    mark = ""
    id_grammar = re.compile(r"U[0-9a-f]{32}")
    bare_id = True
    scope = Scope.PROVIDER
    author = Author(id=("userId",), handle=(), name=("displayName",), bio=("statusMessage",))
    source = "vendor: developer documentation (the userId is not the LINE ID, which is not public)"


class WeChat(Platform):
    name = "wechat"
    aliases = ("weixin",)
    mark = ""
    id_grammar = re.compile(r"[A-Za-z0-9_-]{16,64}")
    bare_id = True
    scope = Scope.APP
    author = Author(id=("openid", "FromUserName"), handle=(), name=("nickname",))
    source = "unconfirmed: an openid per official account, compared with its case"
