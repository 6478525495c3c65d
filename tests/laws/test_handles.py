"""Laws of reading handles: formatting and parsing are inverse, any text ends in a profile or in our own error,
and a platform is named only for a host it is listed with, letter by letter."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from socialmatch.errors import HandleError
from socialmatch.handles.author import from_author
from socialmatch.handles.brand import BrandHandles
from socialmatch.handles.parse import fold, format_address, format_handle, parse, unstable_id
from socialmatch.handles.platform import Platform, Scope
from socialmatch.handles.registry import platforms
from socialmatch.models import UNSTABLE_PREFIX, Profile

ALL = platforms()
NAMES = [platform.name for platform in ALL]
HOSTS = sorted(
    host for platform in ALL for host in platform.hosts if not re.fullmatch(r"[a-z]{2}\.linkedin\.com", host)
)
every_platform = pytest.mark.parametrize("known", ALL, ids=NAMES)
with_handles = pytest.mark.parametrize("known", [known for known in ALL if known.grammar], ids=lambda known: known.name)
with_ids = pytest.mark.parametrize("known", [known for known in ALL if known.id_grammar], ids=lambda known: known.name)


def scope_of(known: Platform) -> str:
    """Some scope this platform can have."""
    return {Scope.GLOBAL: "", Scope.HOST: "social.example.org"}.get(known.scope, "issuer-1")


domains = st.builds(
    "{}.{}".format,
    st.lists(st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9-]{0,6}[A-Za-z0-9])?", fullmatch=True), min_size=1, max_size=3).map(
        ".".join
    ),
    st.sampled_from(["example.com", "example.net", "xn--p1ai"]),  # none is a platform's own
)


def handles(known: Platform) -> st.SearchStrategy[str]:
    """Handles the grammar allows, without prefix; for some platforms in several scripts."""
    assert known.grammar is not None
    if known.name == "bluesky":
        return domains
    if known.name == "mastodon":
        return st.builds(
            "{}@{}".format, st.from_regex(r"[A-Za-z0-9_]{1,9}([.-][A-Za-z0-9_]{1,9})?", fullmatch=True), domains
        )
    if known.name == "github":
        return st.from_regex(r"[A-Za-z0-9]{1,12}(-[A-Za-z0-9]{1,9}){0,2}(_[a-z0-9]{3,6})?", fullmatch=True)
    if known.name == "whatsapp":
        numbers = st.from_regex(r"\+1202555[0-9]{4}|\+4420794600[0-9]{2}|\+[1-9][0-9]{6,14}", fullmatch=True)
        return st.one_of(numbers, st.from_regex(r"[a-z][a-z0-9_]{2,10}(\.[a-z0-9_]{1,10})?", fullmatch=True))
    several_scripts = known.name in ("linkedin", "youtube")
    alphabet = (
        st.characters(min_codepoint=45, max_codepoint=0x1FFF) if several_scripts else st.characters(codec="ascii")
    )
    return st.from_regex(known.grammar, fullmatch=True, alphabet=alphabet)


def cleaned(known: Platform, handle: str) -> str:
    """The handle as it is kept; the few that are a page, or no number in use, are not looked at."""
    try:
        return known.clean(handle)
    except HandleError:
        assume(False)
        raise


def outcome(text: str) -> Profile | str:
    """The profile, or the code of our error; any other exception fails the test."""
    try:
        return parse(text)
    except HandleError as error:
        return error.code


@with_handles
@given(data=st.data())
def test_a_handle_survives_being_written(known: Platform, data: st.DataObject) -> None:
    handle = cleaned(known, data.draw(handles(known)))
    profile = parse(known.written(handle), platform=known.name)
    assert profile.handle == handle
    assert profile.user_id == UNSTABLE_PREFIX + fold(known.name, handle)
    assert parse(format_handle(profile), platform=known.name) == profile
    assert unstable_id(known.name, fold(known.name, handle)) == profile.user_id
    assert profile.url == format_address(profile)
    if profile.url:
        assert parse(profile.url, platform=known.name) == profile
        assert known.federated or parse(profile.url) == profile


@given(st.sampled_from(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)), st.from_regex(r"[0-9]{4,12}", fullmatch=True))
def test_a_phone_number_has_one_form(country: int, digits: str) -> None:
    whatsapp = ALL[NAMES.index("whatsapp")]
    number = cleaned(whatsapp, f"+{country}{digits}")
    assert whatsapp.clean(number) == number
    assert parse(f"https://wa.me/{number}").handle == number


@with_ids
@given(data=st.data())
def test_an_id_survives_being_written(known: Platform, data: st.DataObject) -> None:
    assert known.id_grammar is not None
    user_id = data.draw(st.from_regex(known.id_grammar, fullmatch=True, alphabet=st.characters(codec="ascii")))
    try:
        known.clean_id(user_id)
    except HandleError:
        assume(False)
    raw: Any = user_id
    for name in reversed(known.author.id[0].split(".")):
        raw = {name: raw}
    profile = from_author(known.name, raw, scope=scope_of(known))
    assert profile.user_id == user_id
    assert profile.key.stable
    if profile.url:
        assert parse(profile.url).key == profile.key
    if known.bare_id:
        assert parse(format_handle(profile), platform=known.name, scope=profile.scope) == profile


@every_platform
@given(text=st.text())
def test_folding_is_idempotent_on_any_text(known: Platform, text: str) -> None:
    assert fold(known.name, fold(known.name, text)) == fold(known.name, text)


@with_handles
@given(data=st.data())
def test_spellings_that_fold_alike_are_one_key(known: Platform, data: st.DataObject) -> None:
    handle = cleaned(known, data.draw(handles(known)))
    for spelling in (handle.upper(), handle.lower(), handle.swapcase()):
        if known.spells(spelling) and fold(known.name, spelling) == fold(known.name, handle):
            one, other = (parse(known.written(text), platform=known.name) for text in (spelling, handle))
            assert one.key == other.key
            assert BrandHandles(entries=(("ours", other),)).is_ours(one)


# --- any text -------------------------------------------------------------------------------------

pieces = st.one_of(
    st.sampled_from(HOSTS),
    st.sampled_from(
        ["https://", "http://", "//", "acct:", "x:", "tg://", "@", ":", "/", "\\", "?", "#", "#!/", ".", ".."]
    ),
    st.sampled_from(
        ["%00", "%2f", "%", "%40", "%E2%80%AE", "\u202e", "\u200b", "\u0430", "\u212a", "\uff0e", "\u3002", "\t", "\n"]
    ),
    st.sampled_from(
        ["somebody", "profile.php", "id=12", "in", "user", "status", "1", "evil.example", "www.", ":443", "xn--"]
    ),
    st.sampled_from([form.template for platform in ALL for form in platform.forms]),
    st.text(max_size=3),
)
addresses = st.lists(pieces, max_size=8).map("".join)
texts = st.one_of(st.text(), addresses, st.builds("https://{}/{}".format, st.sampled_from(HOSTS), addresses))


@settings(max_examples=500)
@given(texts, st.sampled_from([None, *NAMES]), st.sampled_from(["", "issuer-1", "social.example.org"]))
def test_any_text_is_a_profile_or_our_own_error(text: str, platform: str | None, scope: str) -> None:
    try:
        profile = parse(text, platform=platform, scope=scope)
    except HandleError:
        return
    assert profile.handle or profile.key.stable
    assert platform is None or profile.platform == platform
    assert parse(format_handle(profile), platform=profile.platform, scope=profile.scope) == profile


def listed(host: str, platform: Platform) -> bool:
    """The rule itself, written without the code under test."""
    return host in platform.hosts or host.split(".", 1)[-1] in platform.parents


@settings(max_examples=500)
@given(texts)
def test_a_platform_only_for_a_host_it_is_listed_with(text: str) -> None:
    profile = outcome(text)
    if isinstance(profile, str) or "://" not in text or not text.strip().lower().startswith("http"):
        return
    seen = urlsplit(text.strip())
    platform = ALL[NAMES.index(profile.platform)]
    assert not platform.federated
    assert seen.hostname is not None
    assert seen.netloc.lower() == seen.hostname
    assert listed(seen.hostname, platform)


@settings(max_examples=300)
@given(
    st.sampled_from(HOSTS),
    st.integers(0, 40),
    st.one_of(st.characters(), st.sampled_from([".evil.example", "@", "%2e", ":1"])),
)
def test_a_host_changed_anywhere_is_another_host(host: str, place: int, change: str) -> None:
    place %= len(host) + 1
    changed = host[:place] + change + host[place:]
    for text in (f"https://{changed}/@somebody", f"https://{changed}/somebody"):
        profile = outcome(text)
        if isinstance(profile, Profile):
            seen = urlsplit(text).hostname
            assert seen is not None
            assert listed(seen, ALL[NAMES.index(profile.platform)])
            # What is left are a path or query that begins early, and hosts that are listed as well.
            assert changed.isascii()


@given(st.sampled_from(HOSTS))
def test_a_listed_host_inside_another_address_counts_for_nothing(host: str) -> None:
    for text in (
        f"https://{host}.evil.example/somebody",
        f"https://evil.example/?u=https://{host}/somebody",
        f"https://evil.example/{host}/somebody",
        f"https://evil.example/#https://{host}/somebody",
        f"https://{host}@evil.example/somebody",
        f"https://evil.example@{host}/somebody",
        f"https://{host}:8443/somebody",
        f"https://{host}./somebody",
        f"https://{host}\\.evil.example/somebody",
        f"https://{host}%00.evil.example/somebody",
        f"https://{host}\u3002evil.example/somebody",
        f"\u202ehttps://{host}/somebody",
    ):
        assert isinstance(outcome(text), str)


raw_values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.lists(st.text(), max_size=2)
)


@every_platform
@given(data=st.data())
def test_any_author_is_a_profile_or_our_own_error(known: Platform, data: st.DataObject) -> None:
    author = known.author
    places = [*author.id, *author.handle, *author.name, *author.phone, "id", "name", "url"]
    names = sorted({path.removeprefix("@").split(".")[0] for place in places for path in place.split()})
    raw = data.draw(
        st.dictionaries(st.sampled_from(names), st.one_of(raw_values, st.dictionaries(st.just("value"), raw_values)))
    )
    try:
        profile = from_author(known.name, raw, scope=scope_of(known))
    except HandleError:
        return
    assert profile.handle or profile.key.stable
