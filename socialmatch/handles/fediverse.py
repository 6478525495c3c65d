"""The networks whose handles are domain names or end in one: Mastodon (ActivityPub) and Bluesky (AT Protocol)."""

from __future__ import annotations

import re

from socialmatch.handles.address import forms, is_dns_name
from socialmatch.handles.platform import Author, Platform, Scope
from socialmatch.handles.refusals import refusal

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"


class Mastodon(Platform):
    """Any ActivityPub server. Its hosts cannot be listed, so an address counts only where the caller names us.

    A handle carries its host, so a key made from it has no scope. An id that is an actor's address is global.
    Any other id is what one server calls an account, its own or another server's, so that server is its scope.
    """

    name = "mastodon"
    aliases = ("fediverse", "activitypub")
    forms = forms("/@{handle}", "/users/{handle}", "/web/@{handle}")
    tabs = frozenset({"with_replies", "media", "followers", "following"})
    # Mastodon's own names are [a-z0-9_]{1,30}; other servers' have inner dots and hyphens.
    grammar = re.compile(
        r"(?=[^@]{1,64}@.{4,253}\Z)[A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*"
        rf"@(?:{_LABEL}\.)+(?![0-9]+\Z){_LABEL}"
    )
    id_grammar = re.compile(r"[A-Za-z0-9]{1,64}|https://[a-z0-9.-]+/[A-Za-z0-9@%._~!$&'()*+,;:=/-]{1,400}")
    scope = Scope.HOST
    federated = True
    author = Author(id=("uri", "id"), handle=("acct", "webfinger"), bio=("note", "summary"))
    source = "vendor: account and WebFinger documentation, RFC 7033 and 7565; issues 984, 6830 and 10453"

    def clean(self, handle: str) -> str:
        user, _, host = super().clean(handle).rpartition("@")
        return f"{user}@{host.lower()}"

    def clean_id(self, text: str) -> str:
        host = super().clean_id(text).removeprefix("https://").partition("/")[0]
        if text.startswith("https://") and not is_dns_name(host):
            raise refusal("bad_id")
        return text

    def clean_scope(self, scope: str, user_id: str = "") -> str:
        if scope and not is_dns_name(scope):
            raise refusal("bad_scope")
        if user_id.startswith("https://"):
            return ""
        return super().clean_scope(scope, user_id)

    def from_path(self, text: str, host: str) -> str:
        return text if "@" in text else f"{text}@{host}"

    def address_of(self, handle: str = "", user_id: str = "") -> str:
        user, _, host = handle.rpartition("@")
        return f"https://{host}/@{user}" if host else ""


class Bluesky(Platform):
    """A handle is a domain name whoever controls it can point elsewhere; the DID is the person."""

    name = "bluesky"
    aliases = ("bsky",)
    home = "bsky.app"
    hosts = frozenset({"bsky.app", "www.bsky.app", "staging.bsky.app"})
    forms = forms("/profile/{id}", "/profile/{handle}")
    # The top-level domains that the specification leaves out; handle.invalid is what a broken one shows as.
    grammar = re.compile(
        r"(?=.{4,253}\Z)(?!.*\.(?:alt|arpa|example|internal|invalid|local|localhost|onion)\Z)"
        rf"(?:{_LABEL}\.)+(?![0-9]){_LABEL}"
    )
    lower = True
    id_grammar = re.compile(r"did:plc:[a-z2-7]{24}|did:web:[a-z0-9.-]{3,253}")
    bare_id = True
    author = Author(id=("did",), handle=("handle",), name=("displayName",))
    source = "vendor: atproto.com specifications of handles and DIDs"
