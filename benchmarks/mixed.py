"""Many processes at everything at once, and whether what must be true still is.

    python -m benchmarks.mixed [--store URL] [--processes 8] [--seconds 60] [--people 300] [--seed 1] [--json FILE]

Each process invites, redeems, confirms, asks, withdraws, corrects, runs the nightly job and tells a CRM that fails one
call in ten, all of the same invented people, in an order of its own. At the end the log is read from its beginning:
no update that was acknowledged is lost, no profile has two links, nobody is linked who did not agree, nothing of
who withdrew stands, and the CRM shows what stands. Printed are calls a second, how long each verb took, and what was
refused or failed, by its code; the exit code is 1 if anything is broken or an error came that is none of ours.

``--store`` names a fresh database whose tables may be made; without it SQLite in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.town import CONTEXT, Person, broken, opened, settle, spread, standing_links
from socialmatch import AnswerKind, SocialMatch
from socialmatch.crm import CrmLink, Retry, Runtime
from socialmatch.crm.sqltable import SqlCrm
from socialmatch.errors import SocialMatchError
from socialmatch.models import Receipt
from socialmatch.moments import system_clock
from socialmatch.store import migrate
from socialmatch.sync import Patience, deliver

HASTY = Patience(first=timedelta(milliseconds=50), longest=timedelta(seconds=1), attempts=10_000)
FAULTS = 0.1
WEIGHTS = {"link": 30, "match": 40, "revoke": 14, "unlink": 4, "status": 6, "sync": 4, "reconcile": 2}


class UnreliableCrm(SqlCrm):
    """A table of links that fails now and then, before or after it was written."""

    dice: random.Random | None = None

    def _put_link(self, link: CrmLink, idempotency_key: str) -> None:
        self._maybe(lambda: super(UnreliableCrm, self)._put_link(link, idempotency_key))

    def _remove_link(self, link: CrmLink) -> None:
        self._maybe(lambda: super(UnreliableCrm, self)._remove_link(link))

    def _maybe(self, act: Callable[[], None]) -> None:
        fate = 1.0 if self.dice is None else self.dice.random()
        if fate < FAULTS / 2:
            raise TimeoutError
        act()
        if fate < FAULTS:
            raise TimeoutError


def open_crm(url: str, seed: int | None) -> UnreliableCrm:
    """The CRM; ``seed`` of its faults, ``None`` for none."""
    runtime = Runtime(retry=Retry(attempts=1))
    crm = UnreliableCrm(url, columns={"account_id": "id"}, create_links=True, runtime=runtime)
    crm.dice = None if seed is None else random.Random(seed)
    return crm


class Worker:
    """One process: what it does, how long that took, and what it was told."""

    def __init__(self, sm: SocialMatch, crm: UnreliableCrm, people: Sequence[Person], seed: int) -> None:
        self._sm, self._crm, self._people, self._dice = sm, crm, people, random.Random(seed)
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()
        self.acknowledged: list[tuple[str, int]] = []
        self.stale = 0

    def run(self, until: float) -> None:
        """Work until a moment of the monotonic clock."""
        verbs, weights = zip(*WEIGHTS.items(), strict=True)
        while time.monotonic() < until:
            (verb,) = self._dice.choices(verbs, weights)
            getattr(self, verb)(self._dice.choice(self._people))

    def link(self, one: Person) -> None:
        """A customer proves their profile, step by step; another process may do the same, or take it back."""
        sm, account, who, secret = self._sm, one.account, one.profile, one.secret
        code = self._call("invite", lambda: sm.invite(account, session=secret, signed_in_at=system_clock()))
        if code is None:
            return
        text = code.code.reveal()
        if self._call("redeem", lambda: sm.redeem(text, who)) is None:
            return
        self._call("show", lambda: sm.show(text, account, session=secret))
        done = self._call("confirm", lambda: sm.confirm(text, account, who, session=secret))
        if done is not None:
            self.acknowledged.append(("started", done.ledger_index))

    def match(self, one: Person) -> None:
        """An agent asks."""
        self._call("match", lambda: self._sm.match(one.profile))

    def revoke(self, one: Person) -> None:
        """Either side takes it back, and is not recognised any more, unless by a link that is younger than the no."""
        side = one.profile if self._dice.random() < 0.5 else one.account
        done: Receipt | None = self._call("revoke", lambda: self._sm.revoke(side))
        if done is None or done.ledger_index is None:
            return
        self.acknowledged.append(("withdrawn", done.ledger_index))
        answer = self._call("match", lambda: self._sm.match(one.profile))
        if answer is not None and answer.kind is AnswerKind.LINK:
            self.stale += answer.link.ledger_index < done.ledger_index

    def unlink(self, one: Person) -> None:
        """An officer corrects a link."""
        done = self._call("unlink", lambda: self._sm.unlink(one.profile, why="mistake"))
        if done is not None:
            self.acknowledged.append(("ended", done.ledger_index))

    def status(self, _: Person) -> None:
        """Somebody looks how much there is."""
        self._call("status", self._sm.status)

    def sync(self, _: Person) -> None:
        """The CRM is told."""
        told = {"crm": self._crm}
        self._call("sync", lambda: deliver(self._sm.store, self._sm.tenant, told, patience=HASTY, limit=50))

    def reconcile(self, _: Person) -> None:
        """The nightly run; of several at once one runs."""
        self._call("reconcile", self._sm.reconcile)

    def _call(self, verb: str, act: Callable[[], Any]) -> Any:
        begun = time.monotonic()
        try:
            return act()
        except SocialMatchError as error:
            self.errors[f"{verb}: {error.code}"] += 1
        except Exception as error:  # what must not happen is counted, and fails the run
            self.errors[f"UNHANDLED {verb}: {type(error).__name__}"] += 1
        finally:
            self.seconds[verb].append(time.monotonic() - begun)
        return None


def work(url: str, crm_url: str, people: int, seconds: float, seed: int, ready: Any, begin: Any, done: Any) -> None:
    """What each process runs."""
    with opened(url) as sm:
        worker = Worker(sm, open_crm(crm_url, seed), [Person(number) for number in range(people)], seed)
        sm.status()
        ready.put(seed)
        begin.wait()
        worker.run(time.monotonic() + seconds)
    done.put((dict(worker.seconds), worker.errors, worker.acknowledged, worker.stale))


def measure(url: str, folder: Path, *, processes: int, seconds: float, people: int, seed: int) -> dict[str, Any]:
    """Fill a fresh store, let everybody work, and look at what is left.

    Parameters
    ----------
    url: of a store whose tables are there. folder: for the CRM. people: those all processes work with; as many again
        agreed and are there to be compared. seed: of what each process does.
    """
    crm_url = f"sqlite:///{folder}/crm.db"
    crowd = [Person(number) for number in range(2 * people)]
    _make_crm(crm_url, crowd)
    with opened(url) as sm:
        settle(sm, crowd, agreed=crowd[people:])
    ready, begin, done = CONTEXT.Queue(), CONTEXT.Event(), CONTEXT.Queue()
    workers = [
        CONTEXT.Process(target=work, args=(url, crm_url, people, seconds, seed + n, ready, begin, done))
        for n in range(processes)
    ]
    for worker in workers:
        worker.start()
    for _ in workers:
        ready.get(timeout=300)
    begin.set()
    told = [done.get(timeout=seconds + 300) for _ in workers]
    for worker in workers:
        worker.join()
    verbs: dict[str, list[float]] = defaultdict(list)
    for took, *_ in told:
        for verb, each in took.items():
            verbs[verb] += each
    with opened(url) as sm:
        wrong = broken(sm, [one for _, _, acknowledged, _ in told for one in acknowledged])
        wrong["stale answer"] += sum(stale for *_, stale in told)
        wrong["CRM shows something else"] += not _crm_agrees(sm, crm_url)
        size = sm.status()
    errors = sum((one for _, one, _, _ in told), Counter[str]())
    wrong["unhandled"] += sum(number for code, number in errors.items() if code.startswith("UNHANDLED"))
    calls = sum(map(len, verbs.values()))
    return {
        "store": url.partition(":")[0],
        "processes": processes,
        "seconds": seconds,
        "calls": calls,
        "calls_per_second": round(calls / seconds, 1),
        "verbs_ms": {verb: spread(each) for verb, each in sorted(verbs.items())},
        "refused": dict(errors.most_common()),
        "events": size.get("events", 0),
        "broken": dict(+wrong),
    }


def _make_crm(url: str, people: Sequence[Person]) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE accounts (id TEXT PRIMARY KEY)")
        connection.exec_driver_sql("INSERT INTO accounts VALUES (?)", [(one.account.account_id,) for one in people])
    engine.dispose()


def _crm_agrees(sm: SocialMatch, crm_url: str) -> bool:
    """Tell what is left, the CRM being well again, and compare."""
    with open_crm(crm_url, None) as crm:
        for _ in range(100):
            left = deliver(sm.store, sm.tenant, {"crm": crm}, patience=HASTY)
            if not left.pending:
                break
            time.sleep(0.1)
        accounts = {account for account, _ in standing_links(sm)} | {one.key for one in crm.accounts()}
        shown = {link.key for key in accounts for link in crm.list_links(key.account_id)}
    return not left.pending and not left.dead and shown == standing_links(sm)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it and say what came out."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mixed", description="Everything at once.")
    parser.add_argument("--store", metavar="URL", help="a fresh database; default SQLite in a temporary folder")
    parser.add_argument("--processes", type=int, default=8, metavar="N")
    parser.add_argument("--seconds", type=float, default=60, metavar="S")
    parser.add_argument("--people", type=int, default=300, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = options.store or f"sqlite:///{folder}/store.db"
        migrate(url)
        found = measure(
            url,
            Path(folder),
            processes=options.processes,
            seconds=options.seconds,
            people=options.people,
            seed=options.seed,
        )
    text = json.dumps(found, indent=2)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    return 1 if found["broken"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
