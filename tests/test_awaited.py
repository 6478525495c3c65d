"""SocialMatch in an event loop, and shared by threads."""

from __future__ import annotations

import asyncio
import inspect
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import people
from linking import SECRETS
from processes import OFFICER
from socialmatch import Account, AnswerKind, AsyncSocialMatch, SocialMatch, lookup
from socialmatch.config import Config, Policy
from socialmatch.errors import UsageError
from socialmatch.models import Assurance, Link
from socialmatch.store import accounts, consents, links

NAMES = ("Valasek", "Brandauer", "Okonkwo", "Lindqvist")
PROFILES = [
    people.x_profile(f"jane{name.lower()}", user_id=str(n), display_name=f"Jane {name}") for n, name in enumerate(NAMES)
]
JANES = [Account(f"J-{n}", given_name="Jane", family_name=name) for n, name in enumerate(NAMES)]


@pytest.fixture
def sm(store_url, clock):
    """A crowd, four Janes who agreed with their profiles, and the last profile linked."""
    with SocialMatch(store_url, config=Config(policy=Policy()), secrets=SECRETS, clock=clock) as opened:
        subjects = [one.key for one in (*JANES, *PROFILES)]
        with opened.store.write("default", OFFICER, "import") as session:
            accounts.put(session, [*JANES, *people.crowd()])
            consents.record_many(session, [(people.grant(one), consents.NO_TERMS) for one in subjects])
            lookup.refresh(session, [one.key for one in JANES], Policy())
            links.start(session, Link(PROFILES[-1].key, JANES[-1].key, Assurance.L2, "code", 0, session.now))
        lookup.recount(opened.store, "default", OFFICER, Policy())
        yield opened


def said(answer) -> tuple:
    """An answer without its place in the log."""
    return answer.kind, answer.link, answer.proposals


def test_it_has_every_verb_and_its_parameters():
    verbs = [name for name, one in vars(SocialMatch).items() if inspect.isfunction(one) and name[0] != "_"]
    for name in verbs:
        assert inspect.iscoroutinefunction(getattr(AsyncSocialMatch, name)), name
        ours, theirs = (inspect.signature(getattr(one, name)).parameters for one in (AsyncSocialMatch, SocialMatch))
        assert ours == theirs, name


def test_threads_that_share_one_get_the_answers_that_one_would(sm):
    one_by_one = [said(sm.match(profile)) for profile in PROFILES]
    assert [kind for kind, *_ in one_by_one] == [AnswerKind.PROPOSALS] * 3 + [AnswerKind.LINK]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(sm.match, PROFILES * 6))
    assert [said(answer) for answer in answers] == one_by_one * 6
    assert len({answer.ledger_index for answer in answers}) == len(answers)


def test_what_is_awaited_is_what_would_be_said(sm):
    one_by_one = [said(sm.match(profile)) for profile in PROFILES]

    async def use():
        async with AsyncSocialMatch(sm, threads=4) as there:
            answers = await asyncio.gather(*(there.match(profile) for profile in PROFILES * 3))
            with pytest.raises(UsageError):
                await there.match(PROFILES[0], "no such purpose")
            return [said(answer) for answer in answers], await there.run(lambda sm: sm.tenant)

    assert asyncio.run(use()) == (one_by_one * 3, "default")


def test_a_task_that_is_cancelled_leaves_nothing_half_done(sm):
    """One call is under way and one waits for its turn; both tasks are cancelled, and the store goes on."""
    begun, let_go = threading.Event(), threading.Event()
    made = []

    def slow(sm: SocialMatch) -> None:
        begun.set()
        let_go.wait(30)
        made.append(sm.match(PROFILES[-1]).ledger_index)

    async def use():
        there = AsyncSocialMatch(sm, threads=1)
        tasks = [asyncio.create_task(there.run(slow)), asyncio.create_task(there.run(slow))]
        await asyncio.to_thread(begun.wait, 30)
        for task in tasks:
            task.cancel()
        let_go.set()
        cancelled = await asyncio.gather(*tasks, return_exceptions=True)
        await there.close()
        return [type(one) for one in cancelled]

    assert asyncio.run(use()) == [asyncio.CancelledError] * 2
    assert len(made) == 1
    with sm.store.read("default") as session:
        assert session.size == made[0] + 1
