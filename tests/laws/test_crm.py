"""Laws of the CRM frame: no change is lost, no call goes early, nothing personal is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from socialmatch.crm import Runtime
from socialmatch.crm.limits import Budget, Gate, retry_after
from socialmatch.crm.memory import MemoryCrm
from socialmatch.crm.redact import CUT, redact
from socialmatch.models import Account
from socialmatch.testing.clock import ManualClock

LATE = MemoryCrm.overlap.total_seconds()
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.floats(0, 900)),
        st.tuples(st.just("save"), st.integers(0, 7), st.floats(0, LATE)),
        st.tuples(st.just("save ahead"), st.integers(0, 7), st.floats(0, 86_400)),
        st.tuples(st.just("read"), st.integers(0, 9)),
    ),
    max_size=30,
)


@given(STEPS)
def test_whoever_reads_from_watermark_to_watermark_ends_with_what_the_crm_has(steps):
    """Changes show up late within the overlap, or early; readers stop half way; accounts change while they are read."""
    clock = ManualClock()
    crm = MemoryCrm(page_size=2, runtime=Runtime(clock=clock, sleep=clock.sleep))
    known: dict[str, str] = {}
    mark = None
    for version, step in enumerate(steps):
        if step[0] == "wait":
            clock.advance(timedelta(seconds=step[1]))
        elif step[0] == "read":
            feed = crm.accounts(mark)
            for account, _ in zip(feed, range(step[1]), strict=False):
                known[account.account_id] = account.given_name
            mark = feed.watermark
        else:
            late = step[2] if step[0] == "save" else -step[2]
            at = clock() - timedelta(seconds=late)
            crm.save(Account(str(step[1]), given_name=str(version), updated_at=at))
    for account in crm.accounts(mark):
        known[account.account_id] = account.given_name
    assert known == {account.account_id: account.given_name for account in crm.accounts()}


@given(
    st.integers(1, 4),
    st.integers(1, 20),
    st.lists(st.tuples(st.floats(0, 30), st.floats(0, 15) | st.none()), max_size=25),
)
def test_no_call_goes_early_and_no_window_takes_more_than_its_budget(calls, seconds, history):
    clock = ManualClock()
    per = timedelta(seconds=seconds)
    gate = Gate([Budget(calls, per=per)], clock, clock.sleep, 1e9)
    allowed, went = clock(), []
    for pause, told in history:
        clock.advance(timedelta(seconds=pause))
        with gate.call():
            went.append(clock())
            assert went[-1] >= allowed
        if told is not None:
            headers = {"Retry-After": str(told)}
            gate.observe(headers)
            allowed = max(allowed, retry_after(headers, clock()))
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    windows = [(moment - epoch) // per for moment in went]
    assert all(windows.count(window) <= calls for window in windows)


WORDS = st.text(min_size=1).filter(lambda text: text.strip() and text.casefold() not in CUT)


@given(WORDS, st.sampled_from(["no account {}", "{}", "<{}> is locked", '{{"id": "{}"}}', "id={}&x=1"]))
def test_what_a_call_was_about_is_never_told(value, sentence):
    told = redact(sentence.format(value), [value]).replace(CUT, "")
    frame = " ".join(sentence.format("\0").split()).split("\0")
    value = " ".join(value.split())
    assert value not in told or any(value in part for part in frame)


@given(
    st.sampled_from(
        ["ada@example.com", "+1 202 555 0143", "//ada:pw@db.example.com/x", "Bearer abcdef123456", "token=abc"]
    ),
    st.text(alphabet="abc xyz,;.", max_size=20),
    st.text(alphabet="abc xyz,;.", max_size=20),
)
def test_what_looks_personal_or_secret_is_never_told(secret, before, after):
    core = {"//ada:pw@db.example.com/x": "ada:pw", "Bearer abcdef123456": "abcdef", "token=abc": "=abc"}.get(
        secret, secret
    )
    told = redact(f"{before} postgresql:{secret} {after}" if secret.startswith("//") else f"{before} {secret} {after}")
    assert core not in told
