"""What the public verbs add to an adapter: patience, pages, errors in our words, nothing personal in them."""

from __future__ import annotations

import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from socialmatch.crm import (
    FULL,
    Capability,
    CrmAdapter,
    CrmLink,
    Erasure,
    FindBy,
    Grade,
    Page,
    Retry,
    Runtime,
    Support,
    Watermark,
    grades,
    partial,
    unsupported,
)
from socialmatch.crm.limits import Budget, RetryAfter
from socialmatch.crm.memory import MemoryCrm
from socialmatch.errors import (
    CrmConflict,
    CrmContract,
    CrmRefused,
    CrmUnavailable,
    CrmUnsupported,
    FileError,
    UsageError,
)
from socialmatch.models import Account, Assurance, ProfileKey
from socialmatch.testing.clock import ManualClock


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def runtime(clock):
    return Runtime(name="shop", tenant="t1", clock=clock, sleep=clock.sleep)


@pytest.fixture
def crm(runtime):
    return MemoryCrm(accounts=[Account("a1", emails=("ada@example.com",))], runtime=runtime)


def link_to(crm, account_id="a1", user_id="1001"):
    profile = ProfileKey(crm.tenant, "x", "", user_id)
    return CrmLink(crm.key(account_id), profile, "ada_x", Assurance.L2, crm.runtime.clock(), "consent-1")


class Scripted(CrmAdapter):
    """Gives the pages it was handed, by cursor; an exception among them is raised."""

    api_version = 1
    capabilities = grades(incremental=FULL, deletions=partial("by reading everything"))

    def __init__(self, pages, runtime, **more):
        super().__init__(runtime, **more)
        self.pages = pages
        self.asked = []

    def _accounts(self, since, cursor):
        self.asked.append((since, cursor))
        page = self.pages[cursor]
        if isinstance(page, Exception):
            raise page
        return page

    def _get(self, account_id):
        raise self.pages[account_id]


def people(*ids):
    return [Account(account_id) for account_id in ids]


class TestPatience:
    def test_trouble_that_passes_is_not_seen(self, crm, clock):
        crm.fail_next("timeout", times=3)
        assert crm.get("a1").account_id == "a1"
        assert clock.slept == [0.5, 1.0, 2.0]

    def test_attempts_are_bounded(self, crm, clock):
        crm.fail_next("timeout", times=10)
        with pytest.raises(CrmUnavailable) as caught:
            crm.get("a1")
        assert caught.value.code == "timeout"
        assert crm.calls == ["get"] * 4

    def test_patience_can_be_chosen(self, runtime, clock):
        crm = MemoryCrm(runtime=replace(runtime, retry=Retry(attempts=1)))
        crm.fail_next("timeout")
        with pytest.raises(CrmUnavailable):
            crm.get("a1")
        assert clock.slept == []

    def test_waits_grow_up_to_a_bound(self):
        retry = Retry(first_wait=1, longest_wait=5)
        assert [retry.wait(failed) for failed in range(1, 6)] == [1, 2, 4, 5, 5]

    def test_no_call_before_the_crm_allows_it(self, crm, clock):
        begin = clock()
        crm.fail_next("busy")
        crm.get("a1")
        assert clock() - begin >= timedelta(seconds=30)

    def test_other_verbs_wait_too(self, crm, clock):
        crm.fail_next("busy", times=4)
        with pytest.raises(CrmUnavailable) as caught:
            crm.get("a1")
        crm.find(FindBy.EMAIL, "ada@example.com")
        assert clock() >= caught.value.retry_after

    def test_a_crm_that_asks_for_hours_is_left_alone(self, runtime, clock):
        again = clock() + timedelta(hours=3)
        crm = Scripted({"a1": CrmUnavailable("budget spent", retry_after=again)}, runtime)
        for _ in range(2):
            with pytest.raises(CrmUnavailable) as caught:
                crm.get("a1")
            assert caught.value.retry_after == again
        assert clock.slept == []

    def test_what_was_refused_is_not_tried_again(self, crm):
        crm.fail_next("refused")
        with pytest.raises(CrmRefused):
            crm.get("a1")
        assert crm.calls == ["get"]

    def test_a_write_whose_answer_was_lost_happens_once(self, crm):
        crm.fail_next("lost", verb="put_link")
        link = link_to(crm)
        crm.put_link(link, "k1")
        assert crm.calls == ["put_link", "put_link"]
        assert crm.links == (link,)

    def test_a_removal_whose_answer_was_lost_succeeds(self, crm):
        crm.put_link(link_to(crm), "k1")
        crm.fail_next("lost", verb="remove_link")
        crm.remove_link(link_to(crm))
        assert crm.links == ()

    def test_a_late_repetition_does_not_bring_back_what_was_removed(self, crm):
        link = link_to(crm)
        crm.put_link(link, "k1")
        crm.remove_link(link)
        crm.put_link(link, "k1")
        assert crm.links == ()

    def test_limits_hold_calls_back(self, runtime, clock):
        crm = Scripted({None: Page([])}, runtime, limits=[Budget(2, per=timedelta(seconds=10))])
        for _ in range(5):
            list(crm.accounts())
        assert clock.slept == [10.0, 10.0]

    def test_a_verb_of_two_requests_takes_two_turns(self, runtime, clock):
        class Twice(Scripted):
            def _get(self, account_id):
                self.next_request()

        crm = Twice({}, runtime, limits=[Budget(2, per=timedelta(seconds=10))])
        crm.get("a1")
        assert crm.get("a1") is None
        assert clock.slept == [10.0]

    def test_header_lines_are_heard(self, runtime, clock):
        crm = Scripted({None: Page([])}, runtime)
        crm.observe({"retry-after": "7"})
        list(crm.accounts())
        assert clock.slept == [7.0]

    def test_delays_are_taken_by_the_clock(self, crm, clock):
        crm.delay_next(1.5)
        crm.get("a1")
        assert clock.slept == [1.5]


class TestPages:
    def test_what_slid_to_the_next_page_comes_once(self, runtime):
        pages = {None: Page(people("1", "2"), "p2"), "p2": Page(people("2", "3"), "p3"), "p3": Page(people("3"))}
        assert [account.account_id for account in Scripted(pages, runtime).accounts()] == ["1", "2", "3"]

    def test_a_changed_record_comes_again(self, runtime):
        pages = {None: Page(people("1"), "p2"), "p2": Page([Account("1", given_name="Ada")])}
        assert [account.given_name for account in Scripted(pages, runtime).accounts()] == ["", "Ada"]

    def test_a_cursor_that_comes_again_stops(self, runtime):
        pages = {None: Page(people("1"), "p2"), "p2": Page(people("2"), "p3"), "p3": Page([], "p2")}
        feed = Scripted(pages, runtime).accounts()
        with pytest.raises(CrmContract) as caught:
            list(feed)
        assert caught.value.code == "cursor_repeats"

    def test_the_memory_crm_can_be_stuck(self, runtime):
        crm = MemoryCrm(accounts=people("1", "2", "3"), page_size=1, runtime=runtime)
        crm.repeat_next()
        with pytest.raises(CrmContract):
            list(crm.accounts())

    def test_an_empty_page_may_have_a_next(self, runtime):
        pages = {None: Page([], "p2"), "p2": Page(people("1"), "")}
        assert [account.account_id for account in Scripted(pages, runtime).accounts()] == ["1"]

    def test_pages_are_fetched_as_they_are_read(self, runtime):
        crm = Scripted({None: Page(people("1"), "p2"), "p2": Page(people("2"))}, runtime)
        next(crm.accounts())
        assert len(crm.asked) == 1

    def test_a_page_may_stream(self, runtime):
        pages = {None: Page(iter(people("1", "2")), "p2"), "p2": Page(iter(people("2", "3")))}
        assert [account.account_id for account in Scripted(pages, runtime).accounts()] == ["1", "2", "3"]

    def test_trouble_while_streaming_is_ours_too(self, runtime):
        def stream():
            yield Account("1")
            raise ValueError("ada@example.com")

        feed = Scripted({None: Page(stream())}, runtime).accounts()
        assert next(feed).account_id == "1"
        with pytest.raises(CrmContract) as caught:
            next(feed)
        assert "ada@" not in str(caught.value)

    @pytest.mark.parametrize("page", [None, [Account("1")], Page([Account("")]), Page(["1"])])
    def test_what_is_not_a_page_of_accounts_is_a_breach(self, runtime, page):
        with pytest.raises(CrmContract):
            list(Scripted({None: page}, runtime).accounts())

    def test_a_moment_without_a_zone_is_a_breach(self, runtime):
        naive = datetime(2026, 1, 1)
        with pytest.raises(CrmContract) as caught:
            list(Scripted({None: Page([Account("1", updated_at=naive)])}, runtime).accounts())
        assert caught.value.code == "naive_moment"


class TestWatermarks:
    def test_it_is_the_latest_change_that_was_seen(self, runtime, clock):
        at = clock() - timedelta(hours=2)
        feed = Scripted({None: Page([Account("1", updated_at=at), Account("2")])}, runtime).accounts()
        list(feed)
        assert feed.watermark == Watermark(at)

    def test_it_is_never_ahead_of_our_clock(self, runtime, clock):
        begin, later = clock(), clock() + timedelta(days=9)
        feed = Scripted({None: Page([Account("1", updated_at=later)])}, runtime).accounts()
        clock.advance(timedelta(days=1))
        list(feed)
        assert feed.watermark == Watermark(begin)

    def test_nothing_new_leaves_it(self, runtime, clock):
        since = Watermark(clock())
        feed = Scripted({None: Page([])}, runtime).accounts(since)
        list(feed)
        assert feed.watermark == since

    def test_what_is_read_again_does_not_move_it_back(self, runtime, clock):
        since = Watermark(clock())
        feed = Scripted({None: Page([Account("1", updated_at=clock() - timedelta(days=1))])}, runtime).accounts(since)
        list(feed)
        assert feed.watermark == since

    def test_an_error_leaves_it_even_for_who_reads_on(self, runtime, clock):
        pages = {None: Page([Account("1", updated_at=clock())], "p2"), "p2": CrmRefused("no")}
        feed = Scripted(pages, runtime).accounts()
        next(feed)
        with pytest.raises(CrmRefused):
            next(feed)
        assert list(feed) == []
        assert feed.watermark is None

    def test_reading_begins_before_it_in_the_precision_of_the_crm(self, runtime):
        class Seconds(Scripted):
            overlap = timedelta(seconds=90)
            resolution = timedelta(seconds=1)

        crm = Seconds({None: Page([])}, runtime)
        list(crm.accounts(Watermark(datetime(2026, 1, 1, 12, 0, 0, 999_000, tzinfo=UTC))))
        assert crm.asked == [(datetime(2026, 1, 1, 11, 58, 30, tzinfo=UTC), None)]

    def test_its_text_comes_back(self):
        mark = Watermark(datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC))
        assert Watermark.parse(str(mark)) == mark == Watermark.parse("2026-01-02T03:04:05.678Z")

    def test_without_the_power_it_is_refused_before_anything_is_read(self, runtime, clock):
        class Whole(Scripted):
            capabilities = grades(incremental=unsupported("it only exports everything"))

        with pytest.raises(CrmUnsupported) as caught:
            Whole({}, runtime).accounts(Watermark(clock()))
        assert caught.value.hint == "it only exports everything"


class TestSweep:
    def test_deletions_are_found_by_reading_everything(self, runtime):
        crm = Scripted({None: Page(people("1", "3"))}, runtime)
        assert [gone.account_id for gone in crm.deletions(known=["3", "2", "1", "0"])] == ["0", "2"]

    def test_it_needs_the_known_ids(self, runtime):
        with pytest.raises(UsageError) as caught:
            Scripted({}, runtime).deletions()
        assert caught.value.code == "known_ids"

    def test_a_sweep_that_fails_half_way_names_nobody_as_deleted(self, runtime):
        crm = Scripted({None: Page(people("1"), "p2"), "p2": CrmRefused("no")}, runtime)
        with pytest.raises(CrmRefused):
            next(crm.deletions(known=["1", "2"]))


class TestErasure:
    def test_confirmed_by_a_read_back(self, crm):
        crm.put_link(link_to(crm), "k1")
        assert crm.erase("a1") is Erasure.CONFIRMED
        assert crm.links == ()

    def test_the_word_of_the_crm_is_not_enough(self, runtime):
        class Slow(MemoryCrm):
            def _erase(self, account_id):
                self.calls.append("erase")

        assert Slow(accounts=people("a1"), runtime=runtime).erase("a1") is Erasure.ACCEPTED

    def test_not_there_is_said_and_nothing_is_done(self, runtime):
        assert Scripted({}, runtime).erase("a1") is Erasure.UNSUPPORTED


class TestErrors:
    def test_nobody_is_named(self, crm):
        crm.fail_next("broken")
        with pytest.raises(CrmContract) as caught:
            crm.get("a1")
        told = "".join(traceback.format_exception(caught.value))
        assert "ada@" not in told
        assert "a1" not in told.replace('crm.get("a1")', "")
        assert "ValueError" in str(caught.value)
        assert "socialmatch.crm.memory, line" in str(caught.value)

    def test_what_the_call_was_about_is_cut_out(self, runtime):
        error = CrmRefused("no account C/1709 (c%2f1709), ask ada@example.com", code="C/1709", hint="see C/1709")
        error.add_note("C/1709")
        with pytest.raises(CrmRefused) as caught:
            Scripted({"C/1709": error}, runtime).get("C/1709")
        told = "".join(traceback.format_exception_only(caught.value)) + caught.value.hint + caught.value.code
        assert "1709" not in told
        assert "ada@" not in told

    def test_secrets_are_cut_out(self, runtime):
        crm = Scripted({"a1": CrmRefused("the key s3cr3t-k3y is not valid")}, runtime, secrets=["s3cr3t-k3y"])
        with pytest.raises(CrmRefused) as caught:
            crm.get("a1")
        assert str(caught.value) == "the key [redacted] is not valid"

    def test_the_cause_is_not_carried_along(self, runtime):
        class Chained(Scripted):
            def _get(self, account_id):
                try:
                    raise KeyError("ada@example.com")
                except KeyError as error:
                    raise CrmRefused("no") from error

        with pytest.raises(CrmRefused) as caught:
            Chained({}, runtime).get("a1")
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None

    @pytest.mark.parametrize(
        ("raised", "code"),
        [(TimeoutError(), "timeout"), (ConnectionResetError(), "connection"), (KeyError(), "escaped")],
    )
    def test_foreign_exceptions_become_ours(self, runtime, raised, code):
        crm = Scripted({"a1": raised}, replace(runtime, retry=Retry(attempts=1)))
        with pytest.raises((CrmUnavailable, CrmContract)) as caught:
            crm.get("a1")
        assert caught.value.code == code

    def test_an_adapter_may_translate_them_itself(self, runtime):
        class Translating(Scripted):
            def _translate(self, error):
                return CrmConflict("changed meanwhile") if isinstance(error, KeyError) else None

        with pytest.raises(CrmConflict):
            Translating({"a1": KeyError()}, runtime).get("a1")

    def test_errors_about_the_setup_stay_what_they_are(self, runtime):
        with pytest.raises(FileError):
            Scripted({"a1": FileError("customers.csv: no such file")}, runtime).get("a1")

    def test_repr_holds_only_the_name(self, crm):
        assert repr(crm) == "<MemoryCrm 'shop'>"


class TestArguments:
    @pytest.mark.parametrize("account_id", ["", None, 7])
    def test_an_id_is_a_text(self, crm, account_id):
        for verb in (crm.get, crm.erase, crm.list_links):
            with pytest.raises(UsageError):
                verb(account_id)
        assert crm.calls == []

    @pytest.mark.parametrize("key", ["", "a b", "k\n", "ü", "k" * 201])
    def test_an_idempotency_key_fits_a_header_line(self, crm, key):
        with pytest.raises(UsageError):
            crm.put_link(link_to(crm), key)
        assert crm.calls == []

    def test_nothing_but_links_of_this_crm(self, crm):
        link = link_to(crm)
        other = replace(link, account=replace(link.account, tenant="t2"))
        for wrong in (other, "a link", None):
            with pytest.raises(UsageError):
                crm.put_link(wrong, "k1")
            with pytest.raises(UsageError):
                crm.remove_link(wrong)
        assert crm.calls == []

    def test_find_is_bounded_and_knows_its_fields(self, runtime):
        crm = MemoryCrm(accounts=[Account(str(n), phones=("555-0100",)) for n in range(9)], runtime=runtime)
        assert len(crm.find(FindBy.PHONE, "555-0100", limit=4)) == 4
        assert crm.find(FindBy.PHONE, "  ") == ()
        crm.findable = frozenset({FindBy.EMAIL})
        with pytest.raises(CrmUnsupported):
            crm.find(FindBy.PHONE, "555-0100")

    def test_accounts_come_under_our_name_and_precision(self, runtime):
        at = datetime(2026, 1, 1, 12, 0, 0, 123_456, tzinfo=UTC)
        (account,) = Scripted({None: Page([Account("1", "else", "else", updated_at=at)])}, runtime).accounts()
        assert (account.tenant, account.crm) == ("t1", "shop")
        assert account.updated_at == at.replace(microsecond=123_000)


class TestCapabilities:
    def test_who_cannot_remove_may_not_write(self):
        with pytest.raises(CrmContract) as caught:

            class OneWay(Scripted):
                def _put_link(self, link, idempotency_key):
                    """Writes."""

        assert caught.value.code == "cannot_remove"

    def test_what_is_not_stated_cannot_be_used(self, runtime):
        crm = Scripted({}, runtime)
        assert crm.grade(Capability.FIND) == Grade(Support.UNKNOWN)
        for verb in (lambda: crm.find(FindBy.EMAIL, "x"), crm.merges, lambda: crm.list_links("1")):
            with pytest.raises(CrmUnsupported):
                verb()

    @pytest.mark.parametrize("support", [Support.UNSUPPORTED, Support.NOT_IMPLEMENTED, Support.PARTIAL])
    def test_what_falls_short_says_why(self, support):
        with pytest.raises(ValueError, match="note"):
            Grade(support)

    def test_support_has_an_order(self):
        assert [level.name for level in sorted(Support)] == [
            "UNKNOWN",
            "UNSUPPORTED",
            "NOT_IMPLEMENTED",
            "PARTIAL",
            "FULL",
        ]
        assert [Grade(level, "why").usable for level in Support] == [False, False, False, True, True]


def test_check_reads_something_cheap(runtime):
    crm = Scripted({None: Page(people("1"), "p2")}, runtime)
    crm.check()
    assert crm.asked == [(None, None)]
    with pytest.raises(CrmRefused):
        Scripted({None: CrmRefused("no")}, runtime).check()


def test_books_of_one_name_are_shared_within_the_process():
    one, two, alone = MemoryCrm("test-shared"), MemoryCrm("test-shared"), MemoryCrm()
    one.save(Account("a1"))
    assert two.get("a1") is not None
    assert alone.get("a1") is None


def test_retry_after_is_among_the_limits():
    held = RetryAfter()
    now = datetime(2026, 1, 1, tzinfo=UTC)
    held.hold(now + timedelta(seconds=5))
    held.hold(now)
    assert held.ready(now) == now + timedelta(seconds=5)
