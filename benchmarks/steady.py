"""A steady load: so many questions a second, people who withdraw meanwhile, and the nightly job beside them.

    python -m benchmarks.steady [--store URL] [--seconds 300] [--rate 200] [--revocations 20] [--json FILE]

Questions come at moments drawn beforehand, whether or not the ones before were answered, and the time of an answer
counts from the moment its question was to come: who had to wait in the queue has waited. What was not come to half a
minute after the end is counted as an error, ``never``. Half are about people who
are linked, a quarter about people who agreed and are compared with everybody, a quarter about people who said no
before. A nightly run over everybody follows the other without a pause.

An answer is stale if it names an account or a link of somebody whose withdrawal had been acknowledged before the
question was put to the store. Printed are the times of answers and of withdrawals, how many were done of those that
were to come, errors by code, and stale answers; the exit code is 1 if there is one, or an error that is none of ours.

``--store`` names a fresh database whose tables may be made; without it SQLite in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.town import CONTEXT, Person, broken, opened, settle, spread
from socialmatch import Answer
from socialmatch.errors import SocialMatchError
from socialmatch.store import migrate

GRACE = 30.0
"""Seconds after the last question was to come, at which those that still wait are given up."""


def arrivals(rate: float, seconds: float, seed: int) -> Iterator[float]:
    """Moments from 0 on at which something comes: on average so many a second, independent of each other."""
    dice, at = random.Random(seed), 0.0
    while (at := at + dice.expovariate(rate)) < seconds:
        yield at


class Clerk:
    """Does what comes when it comes, or as soon after as it can; not much later than the last was to come.

    Attributes
    ----------
    seconds: from the moment something was to come to its end. errors: by code; ``never`` is what it did not come to.
    """

    def __init__(self, until: float) -> None:
        self._until = until + GRACE
        self.seconds: list[float] = []
        self.errors: Counter[str] = Counter()

    def work(self, begin: float, moments: Iterator[float], act: Callable[[], None]) -> None:
        """``begin`` is moment 0 on the monotonic clock."""
        for moment in moments:
            time.sleep(max(0.0, begin + moment - time.monotonic()))
            if time.monotonic() > begin + self._until:
                self.errors["never"] += 1
                continue
            try:
                act()
            except SocialMatchError as error:
                self.errors[error.code] += 1
            except Exception as error:  # what must not happen is counted, and fails the run
                self.errors[f"UNHANDLED {type(error).__name__}"] += 1
            self.seconds.append(time.monotonic() - begin - moment)


def ask(url: str, shares: tuple[int, int], heard: Any, plan: tuple[float, float, int], gate: Any) -> None:
    """A process that asks who people are."""
    linked, everybody = shares
    rate, seconds, seed = plan
    clerk, dice, stale = Clerk(seconds), random.Random(seed), 0
    kinds: Counter[str] = Counter()
    with opened(url) as sm:
        sm.match(Person(linked).profile)  # so that the model is read

        def one() -> None:
            nonlocal stale
            number = dice.randrange(linked) if dice.random() < 0.5 else dice.randrange(linked, everybody)
            begun = time.monotonic()
            answer = sm.match(Person(number).profile)
            kinds[answer.kind.value] += 1
            stale += any(0.0 < heard[named] < begun for named in _named(answer))

        begin = gate.pass_()
        clerk.work(begin, arrivals(rate, seconds, seed), one)
    gate.tell(("ask", clerk.seconds, clerk.errors, {"stale": stale, **kinds}))


def _named(answer: Answer) -> set[int]:
    """The numbers of the people an answer says anything of."""
    shown = [answer.account, *(one.account for one in answer.proposals)]
    numbers = {int(account.account_id.removeprefix("A-")) for account in shown if account is not None}
    return numbers | ({int(answer.profile.user_id) - 1_000_000} if numbers else set())


def withdraw(url: str, linked: int, heard: Any, plan: tuple[float, float, int], gate: Any) -> None:
    """A process through which people who are linked withdraw, one after the other."""
    rate, seconds, seed = plan
    clerk, numbers = Clerk(seconds), iter(random.Random(seed).sample(range(linked), linked))
    with opened(url) as sm:
        sm.status()

        def one() -> None:
            number = next(numbers)
            sm.revoke(Person(number).profile)
            heard[number] = time.monotonic()

        clerk.work(gate.pass_(), arrivals(rate, seconds, seed), one)
    gate.tell(("revoke", clerk.seconds, clerk.errors, {}))


def nightly(url: str, seconds: float, gate: Any) -> None:
    """A process that runs the nightly job over everybody again and again."""
    clerk = Clerk(seconds)
    with opened(url) as sm:
        sm.status()
        end = gate.pass_() + seconds
        while (begun := time.monotonic()) < end:
            clerk.work(begun, iter([0.0]), lambda: _run_all(sm))
    gate.tell(("reconcile", clerk.seconds, clerk.errors, {}))


def _run_all(sm: Any) -> None:
    sm.reconcile(full=True)


class Gate:
    """Where processes wait for each other before they begin, and hand in what they found."""

    def __init__(self, processes: int) -> None:
        self._ready, self._open = CONTEXT.Queue(), CONTEXT.Event()
        self._begin, self._found = CONTEXT.Value("d", 0.0), CONTEXT.Queue()
        self._processes = processes

    def pass_(self) -> float:
        """Wait for the others; the moment at which all begin."""
        self._ready.put(1)
        self._open.wait()
        return float(self._begin.value)

    def open(self) -> None:
        """Let all begin, as soon as all are there."""
        for _ in range(self._processes):
            self._ready.get(timeout=300)
        self._begin.value = time.monotonic() + 0.5
        self._open.set()

    def tell(self, found: tuple[str, list[float], Counter[str], dict[str, int]]) -> None:
        """Hand in what one process found."""
        self._found.put(found)

    def collect(self, patience: float) -> list[tuple[str, list[float], Counter[str], dict[str, int]]]:
        """What all processes found."""
        return [self._found.get(timeout=patience) for _ in range(self._processes)]


def measure(
    url: str, *, seconds: float, rate: float, revocations: float, askers: int, crowd: int, seed: int
) -> dict[str, Any]:
    """Fill a fresh store and let the load come.

    Parameters
    ----------
    rate, revocations: questions and withdrawals a second, all processes together.
    crowd: people who agreed and are not linked, and as many who withdrew before it begins.
    """
    linked = int(1.5 * seconds * revocations) + 50
    people = [Person(number) for number in range(linked + 2 * crowd)]
    with opened(url) as sm:
        settle(sm, people, linked=people[:linked], agreed=people[linked : linked + crowd])
        for one in people[linked + crowd :]:
            sm.revoke(one.profile)
        sm.reconcile()
    heard = CONTEXT.Array("d", len(people), lock=False)
    gate = Gate(askers + 2)
    shares = (linked, len(people))
    workers: list[multiprocessing.process.BaseProcess] = [
        CONTEXT.Process(target=ask, args=(url, shares, heard, (rate / askers, seconds, seed + n), gate))
        for n in range(askers)
    ]
    workers.append(CONTEXT.Process(target=withdraw, args=(url, linked, heard, (revocations, seconds, seed - 1), gate)))
    workers.append(CONTEXT.Process(target=nightly, args=(url, seconds, gate)))
    for worker in workers:
        worker.start()
    gate.open()
    told = gate.collect(seconds + GRACE + 300)
    for worker in workers:
        worker.join()
    asked = [took for verb, each, _, _ in told if verb == "ask" for took in each]
    revoked = [took for verb, each, _, _ in told if verb == "revoke" for took in each]
    runs = [took for verb, each, _, _ in told if verb == "reconcile" for took in each]
    kinds = sum((Counter(more) for *_, more in told), Counter[str]())
    errors = sum((_of_verb(verb, codes) for verb, _, codes, _ in told), Counter[str]())
    with opened(url) as sm:
        wrong = broken(sm, [])
    return {
        "store": url.partition(":")[0],
        "seconds": seconds,
        "questions_per_second": rate,
        "revocations_per_second": revocations,
        "answer_ms": spread(asked),
        "revoke_ms": spread(revoked),
        "nightly_runs_ms": spread(runs),
        "late_at_the_end_s": round(max(0.0, max(asked[-100:], default=0.0)), 2),
        "answers": {kind: n for kind, n in sorted(kinds.items()) if kind != "stale"},
        "errors": dict(errors),
        "stale": kinds["stale"],
        "broken": dict(wrong),
    }


def _of_verb(verb: str, codes: Counter[str]) -> Counter[str]:
    return Counter({f"{verb}: {code}": number for code, number in codes.items()})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it and say what came out."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.steady", description="A steady load.")
    parser.add_argument("--store", metavar="URL", help="a fresh database; default SQLite in a temporary folder")
    parser.add_argument("--seconds", type=float, default=300, metavar="S")
    parser.add_argument("--rate", type=float, default=200, metavar="N", help="questions a second")
    parser.add_argument("--revocations", type=float, default=20, metavar="N", help="withdrawals a second")
    parser.add_argument("--askers", type=int, default=2, metavar="N", help="processes that ask")
    parser.add_argument("--crowd", type=int, default=400, metavar="N", help="people to be compared")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = options.store or f"sqlite:///{folder}/store.db"
        migrate(url)
        found = measure(
            url,
            seconds=options.seconds,
            rate=options.rate,
            revocations=options.revocations,
            askers=options.askers,
            crowd=options.crowd,
            seed=options.seed,
        )
    text = json.dumps(found, indent=2)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    unhandled = any("UNHANDLED" in code for code in found["errors"])
    return 1 if found["stale"] or found["broken"] or unhandled else 0


if __name__ == "__main__":
    raise SystemExit(main())
