"""Laws of codes and their states: what must hold for every text, every mistake and every history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from socialmatch.consent.bindings import Binding, Flow, session_hash
from socialmatch.consent.codes import (
    ALPHABET,
    Code,
    InvitationCode,
    check_symbol,
    find_codes,
    read_code,
    read_invitation,
    redact_codes,
)
from socialmatch.consent.folding import INVISIBLE, PLAIN
from socialmatch.consent.limits import Limit
from socialmatch.consent.peppers import Peppers
from socialmatch.consent.templates import escape
from socialmatch.consent.tokens import Act, Kind, TokenState, open_states, step
from socialmatch.consent.withdraw import LANGUAGES, is_withdrawal
from socialmatch.errors import CodeError
from socialmatch.models import AccountKey, ProfileKey
from strategies import T0

REFUSALS: dict[str, str] = {}
LAW = settings(deadline=None, max_examples=200)
DASHES = sorted(chr(number) for number, plain in PLAIN.items() if plain == "-")
SPACES = [*sorted(chr(number) for number, plain in PLAIN.items() if plain == " "), " ", "\t", "\n"]
ALIKE = {"0": "0Oo", "1": "1IiLl"}


def with_check(symbols: str) -> str:
    return symbols + check_symbol(symbols)


codes = st.text(ALPHABET, min_size=13, max_size=13).map(with_check).map(Code)
invitations = st.text(ALPHABET, min_size=26, max_size=26).map(with_check).map(InvitationCode)


@st.composite
def noise(draw: st.DrawFn, text: str) -> str:
    """The text as it may arrive; every symbol is still what it was."""
    pieces = []
    for symbol in text:
        shown = draw(st.sampled_from(ALIKE.get(symbol, symbol + symbol.lower())))
        if draw(st.booleans()) and shown.isascii() and shown.isalnum():
            shown = chr(ord(shown) + 0xFEE0)
        gaps = draw(st.lists(st.sampled_from(DASHES + SPACES + sorted(INVISIBLE)), max_size=2))
        pieces += [shown, *gaps]
    return "".join(pieces)


# --- texts -----------------------------------------------------------------------------------------


@LAW
@given(codes, invitations)
def test_what_is_written_is_read_back(code, invitation):
    assert read_code(code.reveal()) == code
    assert read_code(code.reveal()).reveal() == code.reveal()
    assert read_invitation(invitation.reveal()) == invitation


@LAW
@given(st.data(), codes)
def test_what_arrives_is_read_as_it_was_sent(data, code):
    assert read_code(data.draw(noise(code.reveal()))) == code


@LAW
@given(codes, st.integers(0, 13), st.sampled_from(ALPHABET))
def test_every_substitution_is_noticed(code, at, other):
    symbols = code.reveal().replace("-", "")[2:]
    changed = symbols[:at] + other + symbols[at + 1 :]
    assert (check_symbol(changed[:-1]) == changed[-1]) == (changed == symbols)


@LAW
@given(invitations | codes, st.data())
def test_every_exchange_is_noticed(token, data):
    symbols = list(token.reveal().replace("-", "")[len(token.prefix) :])
    first, second = data.draw(st.lists(st.integers(0, len(symbols) - 1), min_size=2, max_size=2, unique=True))
    changed = [*symbols]
    changed[first], changed[second] = symbols[second], symbols[first]
    assert (check_symbol("".join(changed[:-1])) == changed[-1]) == (changed == symbols)


@LAW
@given(st.text(max_size=250))
def test_no_text_is_read_in_any_other_way_than_a_code_or_a_typed_refusal(text):
    try:
        code = read_code(text)
    except CodeError as error:
        # What a refusal says depends on its code alone, so it repeats nothing of the text.
        assert REFUSALS.setdefault(error.code, str(error)) == str(error)
        return
    assert code.reveal().replace("-", "") in text.translate(PLAIN).replace("-", "").upper().replace("O", "0").replace(
        "I", "1"
    ).replace("L", "1")


@LAW
@given(st.lists(codes, max_size=4, unique=True), st.lists(st.text(max_size=40), min_size=5, max_size=5))
def test_every_code_in_a_text_is_found(hidden, words):
    text = "".join(f"{word} |{code.reveal()}| " for word, code in zip(words, hidden, strict=False))
    found = find_codes(text)
    assert [code for code in found if code in hidden] == hidden
    for code in hidden:
        assert code.reveal() not in redact_codes(text)


@LAW
@given(st.text(max_size=300))
def test_a_text_without_codes_is_logged_as_it_is(text):
    if redact_codes(text) != text:
        assert "[code]" in redact_codes(text)
    else:
        assert find_codes(text) == []


@LAW
@given(codes, invitations, st.text(st.characters(exclude_categories=("Cs",)), max_size=8))
def test_no_two_tokens_or_tenants_share_a_digest(code, invitation, tenant):
    peppers = Peppers(b"p" * 32)
    values = [
        peppers.digest(code, tenant),
        peppers.digest(invitation, tenant),
        peppers.digest(code, tenant + "x"),
        Peppers(b"q" * 32).digest(code, tenant),
    ]
    assert len({digest.value for digest in values}) == 4
    assert Peppers(b"q" * 32, [b"p" * 32]).digests(code, tenant)[1] == values[0]


# --- states ----------------------------------------------------------------------------------------


@LAW
@given(
    st.sampled_from(Kind),
    st.lists(st.tuples(st.sampled_from(Act), st.integers(-3, 20)), max_size=12),
)
def test_after_the_first_final_state_nothing_happens_any_more(kind, acts):
    """Any acts at any moments, with a clock that also runs backwards; a code is confirmed at most once."""
    state, ended, confirmed = TokenState.ISSUED, None, 0
    end = T0 + timedelta(minutes=10)
    for act, minutes in acts:
        now = T0 + timedelta(minutes=minutes)
        found = step(kind, state, act, expires_at=end, now=now)
        if ended is not None:
            assert found.state is ended
            assert act is Act.LAPSE or found.refusal is not None
        if (
            found.refusal is None
            and found.state is not state
            and found.state in (TokenState.CONFIRMED, TokenState.SPENT)
        ):
            confirmed += 1
            assert state is (TokenState.CLAIMED if kind is Kind.CODE else TokenState.OPENED)
            assert now < end
        state = found.state
        if state not in open_states(kind):
            ended = ended or state
    assert confirmed <= 1


# --- bindings --------------------------------------------------------------------------------------

names = st.text("ab", min_size=1, max_size=2)  # few, so that fields run into each other
bindings = st.builds(
    Binding,
    tenant=names,
    kind=st.just(Kind.CODE),
    flow=st.sampled_from(Flow),
    purposes=st.lists(names, min_size=1, max_size=3).map(tuple),
    notice_version=names,
    language=names,
    account=st.builds(AccountKey, names, names, names),
    profile=st.builds(ProfileKey, names, names, names, names),
    session_hash=st.sampled_from([session_hash(letter * 16) for letter in "ab"]),
)


@LAW
@given(bindings, bindings)
def test_two_bindings_fit_only_if_they_are_the_same(one, other):
    assert (one.refusal(other) is None) == (one == other)
    assert one.refusal(replace(one)) is None
    assert one.refusal(replace(one, session_hash=None)) is not None


# --- limits ----------------------------------------------------------------------------------------


@LAW
@given(
    st.integers(1, 6),
    st.integers(1, 100).map(lambda seconds: timedelta(seconds=seconds)),
    st.lists(st.integers(0, 60_000), max_size=60),
)
def test_a_limit_holds_in_every_stretch(count, window, offsets):
    limit, counted, through = Limit(count, window), {}, []
    for offset in sorted(offsets):
        now = T0 + timedelta(milliseconds=offset * 7)
        if sum(hits for start, hits in counted.items() if start >= limit.since(now)) < count:
            start = limit.slice_start(now)
            assert start <= now < start + window / 10 + timedelta(milliseconds=1)
            counted[start] = counted.get(start, 0) + 1
            through.append(now)
    for first, later in zip(through, through[count:], strict=False):
        assert later - first >= window


# --- showing and withdrawing -----------------------------------------------------------------------


@LAW
@given(st.text(max_size=60))
def test_what_is_escaped_stays_on_its_line_and_hides_nothing(text):
    shown = escape(text)
    assert not set(shown) & (INVISIBLE - {"\u2068", "\u2069"})
    assert len(shown.splitlines()) <= 1
    assert shown.count("\u2068") == shown.count("\u2069") <= 1
    if "\u2068" in shown:
        assert shown[0] == "\u2068" and shown[-1] == "\u2069"


@LAW
@given(
    st.sampled_from(["unlink", "STOP", "abmelden", "退订", "수신거부"]),
    st.text(" .!\n\u200b🛑", max_size=5),
    st.text(" !.", max_size=5),
)
def test_what_stands_around_a_word_does_not_silence_it(word, before, after):
    assert is_withdrawal(before + word + after, LANGUAGES)


@LAW
@given(st.text(max_size=100))
def test_any_message_is_answered(text):
    assert is_withdrawal(text, LANGUAGES) in (True, False)
