"""Links as a text in somebody else's field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmatch.crm import CrmLink, linktext
from socialmatch.errors import CrmConflict, CrmContract
from socialmatch.models import AccountKey, Assurance, ProfileKey
from socialmatch.moments import from_epoch_ms

ACCOUNT = AccountKey("t", "shop", "1")
texts = st.text(max_size=30)
links = st.builds(
    CrmLink,
    st.just(ACCOUNT),
    st.builds(ProfileKey, st.just("t"), st.sampled_from(["x", "github"]), texts, texts),
    texts,
    st.sampled_from([Assurance.L2, Assurance.L3]),
    st.integers(0, 4_000_000_000_000).map(from_epoch_ms),
    texts,
)


@given(st.lists(links, max_size=5))
def test_what_was_written_is_read(given_links):
    entries = [linktext.entry(link, "k") for link in given_links]
    text = linktext.write(entries)
    assert text.isascii() and not set("<>&\n") & set(text)
    assert linktext.parse(text) == entries
    assert [linktext.link_of(one, ACCOUNT) for one in linktext.parse(text)] == given_links
    assert (text == "") is (given_links == [])


@given(links, links)
def test_the_same_link_is_the_same_profile_byte_for_byte(one, other):
    assert linktext.same(linktext.entry(one, "k"), other) is (one.profile == other.profile)


@pytest.mark.parametrize("text", ["canary", "[1]", "{}", '[{"tenant": "canary"}]', "[" * 100_000, "7"])
def test_what_we_did_not_write_is_refused_and_not_repeated(text):
    with pytest.raises(CrmContract) as refused:
        linktext.parse(text)
    assert refused.value.code == "bad_links"
    assert "canary" not in str(refused.value) + refused.value.hint


def test_a_moment_or_an_assurance_we_never_wrote_is_refused():
    link = CrmLink(ACCOUNT, ProfileKey("t", "x", "", "7"), "h", Assurance.L2, from_epoch_ms(0), "c")
    for broken in ({"assurance": "canary"}, {"linked_at": "canary"}):
        with pytest.raises(CrmContract) as refused:
            linktext.link_of(linktext.entry(link, "k") | broken, ACCOUNT)
        assert "canary" not in str(refused.value)


def test_a_key_stands_for_one_link_of_one_tenant():
    link = CrmLink(ACCOUNT, ProfileKey("t", "x", "", "7"), "h", Assurance.L2, from_epoch_ms(0), "c")
    entry = linktext.entry(link, "k")
    linktext.check_key([entry], entry)
    linktext.check_key([entry | {"tenant": "u", "user_id": "8"}], entry)
    with pytest.raises(CrmConflict):
        linktext.check_key([entry | {"user_id": "8"}], entry)


def test_a_handle_no_platform_could_have_is_left_out():
    link = CrmLink(ACCOUNT, ProfileKey("t", "x", "", "7"), "h" * 400, Assurance.L2, from_epoch_ms(0), "c")
    assert linktext.entry(link, "k")["handle"] == ""
