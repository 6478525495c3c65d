"""Many processes on one store: a code works once for all of them together, and a "no" is heard by all at once."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

from linkers import PROVIDER, look_on, opened, person, send_and_agree
from linking import CUSTOMER, TICK, WEBHOOK, installation
from notice_fields import NOTICE
from processes import CONTEXT
from socialmatch.consent.bindings import Flow, session_hash
from socialmatch.journeys import ASK_STEPS, INVITE_STEPS, SIGN_IN_ASK_STEPS, verbs
from socialmatch.journeys.invite import Asking
from socialmatch.journeys.inviting import Inviting
from socialmatch.journeys.sign_in import issue_state_for
from socialmatch.journeys.steps import run
from socialmatch.models import Account, Actor, ActorKind, Assurance
from socialmatch.store import accounts, links, outbox, profiles
from socialmatch.store.outbox import OutboxState
from socialmatch.store.profiles import KnownProfile

PROCESSES = 8
PATIENCE = 120


def with_customers(store, number: int):
    at = installation(store)
    at = replace(at, config=at.config.model_copy(update={"sign_in": {"x": PROVIDER}}))
    with store.write("default", CUSTOMER, "import") as session:
        accounts.put(session, [Account(person(one)[1].account_id) for one in range(number)])
    return at


def begun(at, people: range, flow: Flow) -> list[tuple[str, str, int]]:
    """Customers who began a flow, all in one commit: a secret, the nonce of a sign-in, and who."""
    found = []
    with at.store.write("default", CUSTOMER, "asked") as session:
        tools = at.tools(session)
        for one in people:
            profile, account, secret = person(one)
            hashed = session_hash(secret)
            asking = Asking(
                account=account, session_hash=hashed, notice=NOTICE, purposes=("support",), signed_in_at=session.now
            )
            if flow is Flow.SIGN_IN:
                request = issue_state_for(run(SIGN_IN_ASK_STEPS, asking, tools), tools, "x")
                found.append((request.state.reveal(), request.nonce, one))
                continue
            if flow is Flow.HANDLE_FIRST:
                inviting = Inviting(profile=profile, wrote_at=session.now, notice=NOTICE, purposes=("support",))
                invitation = run(INVITE_STEPS, inviting, tools).given.invitation
                profiles.put(session, [KnownProfile(profile, profile.handle)])
                asking = replace(asking, invitation=invitation, named=profile.handle)
            found.append((run(ASK_STEPS, asking, tools).given.code.reveal(), "", one))
    return found


@pytest.mark.parametrize("number", [20, pytest.param(400, marks=pytest.mark.slow)])
def test_eight_processes_make_exactly_one_link_of_each_secret_of_every_flow(store, store_url, number):
    """Twenty of each flow in the ordinary run, four hundred with ``-m slow``."""
    everybody = range(number * len(Flow))
    at = with_customers(store, len(everybody))
    secrets = []
    for before, flow in enumerate(Flow):
        secrets += begun(at, everybody[before * number : (before + 1) * number], flow)
    done, start = CONTEXT.Queue(), CONTEXT.Event()
    workers = []
    for process in range(PROCESSES):
        # Each is tried by two processes, each in an order of its own.
        mine = [one for one in secrets if one[-1] % (PROCESSES // 2) == process % (PROCESSES // 2)]
        random.Random(process).shuffle(mine)
        workers.append(CONTEXT.Process(target=send_and_agree, args=(store_url, mine, done, start)))
    for worker in workers:
        worker.start()
    start.set()
    counts = [done.get(timeout=PATIENCE) for _ in workers]
    for worker in workers:
        worker.join(PATIENCE)
        assert worker.exitcode == 0

    assert sum(claimed for claimed, _ in counts) == 2 * number  # a sign-in is claimed and linked in one commit
    assert sum(linked for _, linked in counts) == len(everybody)
    with store.read("default") as session:
        found = list(links.walk(session))
        pairs = {(link.profile, link.account) for link in found}
        assert pairs == {(person(one)[0].key, person(one)[1]) for one in everybody}
        assert len(found) == len(everybody)
        assert Counter((link.method, link.assurance) for link in found) == {
            (Flow.ACCOUNT_FIRST, Assurance.L2): number,
            (Flow.HANDLE_FIRST, Assurance.L2): number,
            (Flow.SIGN_IN, Assurance.L3): number,
        }
        assert outbox.counts(session) == {OutboxState.PENDING: len(everybody)}


@pytest.mark.parametrize("side", [0, 1], ids=["profile", "account"])
def test_a_withdrawal_in_one_process_is_seen_by_the_next_read_of_all_others(store, store_url, clock, side):
    at = with_customers(store, 1)
    ((code, _, _),) = begun(at, range(1), Flow.ACCOUNT_FIRST)
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
