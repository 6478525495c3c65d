"""Many processes on one store: a code works once for all of them together, and a "no" is heard by all at once."""

from __future__ import annotations

import random

import pytest

from linkers import look_on, opened, person, send_and_agree
from linking import CUSTOMER, TICK, WEBHOOK, installation
from notice_fields import NOTICE
from processes import CONTEXT
from socialmatch.consent.bindings import session_hash
from socialmatch.journeys import ASK_STEPS, verbs
from socialmatch.journeys.invite import Asking
from socialmatch.journeys.steps import run
from socialmatch.models import Account, Actor, ActorKind, Assurance
from socialmatch.store import accounts, links, outbox
from socialmatch.store.outbox import OutboxState

PROCESSES, CODES = 8, 400
PATIENCE = 120


def with_customers(store, number: int):
    at = installation(store)
    with store.write("default", CUSTOMER, "import") as session:
        accounts.put(session, [Account(person(one)[1].account_id) for one in range(number)])
    return at


def asked_for(at, number: int) -> list[tuple[str, int]]:
    """Codes of so many customers, all in one commit."""
    codes = []
    with at.store.write("default", CUSTOMER, "asked") as session:
        for one in range(number):
            _, account, secret = person(one)
            hashed = session_hash(secret)
            asking = Asking(
                account=account,
                session_hash=hashed,
                notice=NOTICE,
                purposes=("support",),
                signed_in_at=session.now,
            )
            codes.append((run(ASK_STEPS, asking, at.tools(session)).given.code.reveal(), one))
    return codes


def test_eight_processes_make_exactly_one_link_of_each_code(store, store_url):
    codes = asked_for(with_customers(store, CODES), CODES)
    done, start = CONTEXT.Queue(), CONTEXT.Event()
    workers = []
    for process in range(PROCESSES):
        # Every code is tried by two processes, each in an order of its own.
        mine = [code for code in codes if code[1] % (PROCESSES // 2) == process % (PROCESSES // 2)]
        random.Random(process).shuffle(mine)
        workers.append(CONTEXT.Process(target=send_and_agree, args=(store_url, mine, done, start)))
    for worker in workers:
        worker.start()
    start.set()
    counts = [done.get(timeout=PATIENCE) for _ in workers]
    for worker in workers:
        worker.join(PATIENCE)
        assert worker.exitcode == 0

    assert sum(claimed for claimed, _ in counts) == CODES
    assert sum(linked for _, linked in counts) == CODES
    with store.read("default") as session:
        found = list(links.walk(session))
        pairs = {(link.profile, link.account) for link in found}
        assert pairs == {(person(one)[0].key, person(one)[1]) for one in range(CODES)}
        assert len(found) == CODES
        assert {link.assurance for link in found} == {Assurance.L2}
        assert outbox.counts(session) == {OutboxState.PENDING: CODES}


@pytest.mark.parametrize("side", [0, 1], ids=["profile", "account"])
def test_a_withdrawal_in_one_process_is_seen_by_the_next_read_of_all_others(store, store_url, clock, side):
    at = with_customers(store, 1)
    ((code, _),) = asked_for(at, 1)
    profile, account, session = person(0)
    actor = Actor(ActorKind.CUSTOMER, account.account_id)
    verbs.redeem(at, code, profile, actor=WEBHOOK, reason="message")
    verbs.show(at, code, account=account, session=session, actor=actor, reason="page")
    verbs.confirm(at, code, account=account, profile=profile.key, session=session, actor=actor, reason="agreed")

    others = [(CONTEXT.Queue(), CONTEXT.Queue()) for _ in range(3)]
    workers = [CONTEXT.Process(target=look_on, args=(store_url, 0, seen, asked)) for seen, asked in others]
    for worker in workers:
        worker.start()
    for seen, asked in others:
        asked.put("now")
        assert seen.get(timeout=PATIENCE)[0] == "link"

    clock.advance(TICK)
    verbs.revoke(at, (profile.key, account)[side], actor=WEBHOOK, reason="STOP")
    for seen, asked in others:
        asked.put("now")
        assert seen.get(timeout=PATIENCE)[0] == "refusal"
        asked.put(None)
    for worker in workers:
        worker.join(PATIENCE)
        assert worker.exitcode == 0


def test_a_store_opened_elsewhere_holds_the_same(store, store_url):
    with_customers(store, 1)
    other = opened(store_url)
    with other.store.read("default") as session:
        assert accounts.get(session, person(0)[1]) is not None
    other.store.close()
