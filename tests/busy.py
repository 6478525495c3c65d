"""Mixed work on a store, one act after the other, each noted before and after: by that, what a kill leaves is judged.

People are independent of each other: of each there is one profile and one account, and what may be found of them
follows from the acts that were acknowledged and the one that was not.
"""

from __future__ import annotations

import json
import os
import random
import resource
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sqlalchemy import make_url

from linkers import person
from linking import OFFICER, SECRETS, WEBHOOK, link, match
from notice_fields import NOTICE
from processes import KEYS
from socialmatch.accounts.customers import take_accounts
from socialmatch.backup import backup, restore
from socialmatch.backup.again import missing
from socialmatch.backup.restoring import Restoring
from socialmatch.config import Config, Rates
from socialmatch.errors import ConsentError, InputError, LinkError, StoreError
from socialmatch.journeys import verbs
from socialmatch.journeys.steps import Installation
from socialmatch.ledger import log
from socialmatch.models import Account
from socialmatch.moments import Clock, system_clock
from socialmatch.review import unlink
from socialmatch.store import Journals, Store, consents, events, links, notices, permits, suppressions
from socialmatch.store.schema import consents as consents_table
from socialmatch.store.statements import pick

SEED = int(os.environ.get("SOCIALMATCH_TEST_SEED", "20261122"))
"""Set SOCIALMATCH_TEST_SEED for other moments and other work."""
PEOPLE = 12
_OFTEN = Rates(sender=1000, account=1000, tenant=1_000_000, everywhere=1_000_000)


def opened(url: str, journal: str, *, clock: Clock = system_clock, **options) -> Installation:
    """An installation with its journal, as a process opens it."""
    journals = Journals(Path(journal), KEYS.refs)
    store = Store(url, KEYS, clock=clock, before_commit=log.grow, journals=journals, **options)
    return Installation(store, "default", Config(limits=_OFTEN), SECRETS)


def begin(at: Installation) -> None:
    """The notice, and everybody's account."""
    with at.store.write("default", OFFICER, "begin") as session:
        notices.register(session, NOTICE)
    for number in range(PEOPLE):
        come(at, number)


# --- the acts ------------------------------------------------------------------------------------


def come(at: Installation, number: int) -> None:
    with at.store.write("default", OFFICER, "import") as session:
        take_accounts(session, [Account(person(number)[1].account_id, given_name="Ann")], 0, at.policy)


def prove(at: Installation, number: int) -> None:
    profile, account, secret = person(number)
    link(at, profile, account, secret)


def withdraw(side: int, at: Installation, number: int) -> None:
    profile, account, _ = person(number)
    verbs.revoke(at, (profile.key, account)[side], actor=WEBHOOK, reason="STOP")


def erase(at: Installation, number: int) -> None:
    verbs.erase(at, person(number)[1], actor=OFFICER, reason="asked")


def correct(at: Installation, number: int) -> None:
    unlink(at, person(number)[0].key, actor=OFFICER, reason="wrong")


def ask(at: Installation, number: int) -> None:
    match(at, person(number)[0])


ACTS: dict[str, Callable[[Installation, int], None]] = {
    "come": come,
    "prove": prove,
    "withdraw_profile": partial(withdraw, 0),
    "withdraw_account": partial(withdraw, 1),
    "erase": erase,
    "correct": correct,
    "ask": ask,
}
_WEIGHTS = (2, 8, 2, 2, 1, 1, 4)


def work(at: Installation, seed: int, heard: str, acts: int = 1_000_000) -> None:
    """Act after act, of people drawn at random; each noted when it begins, and when it is acknowledged or refused."""
    drawn = random.Random(seed)
    with Path(heard).open("a", encoding="utf-8") as file:
        for _ in range(acts):
            number, name = drawn.randrange(PEOPLE), drawn.choices(list(ACTS), _WEIGHTS)[0]
            note = partial(_note, file, name, number)
            note("begun")
            try:
                ACTS[name](at, number)
            except (LinkError, ConsentError, InputError):
                note("refused")
            else:
                note("done")


def work_until_killed(url: str, journal: str, seed: int, heard: str) -> None:
    """The same in a process of its own."""
    work(opened(url, journal), seed, heard)


def restoring(url: str, journal: str) -> Restoring:
    """What a restore of the store works with."""
    return Restoring(url, Config(limits=_OFTEN), SECRETS, (Journals(Path(journal), KEYS.refs),))


def back_up_and_restore(url: str, journal: str, to: str, heard: str) -> None:
    """Restore one backup again and again, and write another beside it, until somebody kills this process."""
    with Path(heard).open("a", encoding="utf-8") as file:
        while True:
            file.write("again\n")
            file.flush()
            restore(Path(to), restoring(url, journal), overwrite=True, actor=OFFICER, reason="again")
            backup(url, KEYS, Path(f"{to}.second"))


def _note(file, name: str, number: int, what: str) -> None:
    file.write(json.dumps([name, number, what]) + "\n")
    file.flush()


# --- what may be found ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """How things stand with one person: linked or not, whose agreement is in force, whether the profile is marked."""

    linked: bool = False
    profile_agrees: bool = False
    account_agrees: bool = False
    marked: bool = False

    def after(self, act: str) -> Standing:
        """What an act that was acknowledged makes of it."""
        if act == "prove":
            return Standing(True, True, True, False)
        if act == "correct":
            return replace(self, linked=False)
        if act == "withdraw_profile":
            return Standing(False, False, self.account_agrees and not self.linked, True)
        if act in ("withdraw_account", "erase"):
            return Standing(False, self.profile_agrees and not self.linked, False, self.marked or self.linked)
        return self


def found(at: Installation, number: int) -> Standing:
    """How things stand with somebody in the store."""
    profile, account, _ = person(number)
    with at.store.read("default") as session:
        return Standing(
            linked=links.live(session, profile.key) is not None,
            profile_agrees=bool(permits.purposes(session, profile.key)),
            account_agrees=bool(permits.purposes(session, account)),
            marked=suppressions.holds(session, profile.key),
        )


def acts_of(heard: Path) -> Iterator[tuple[str, int, str]]:
    """What was noted; a last line that was cut off had not been heard."""
    for line in heard.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.endswith("\n"):
            name, number, what = json.loads(line)
            yield name, number, what


class Book:
    """What was acknowledged to whom, over many processes that were killed one after the other."""

    def __init__(self) -> None:
        self.known = dict.fromkeys(range(PEOPLE), Standing())
        self.acknowledged = self.judged = 0

    def judge(self, at: Installation, heard: Path) -> None:
        """Nothing that was acknowledged is lost, nothing is half done, and the log verifies.

        Of the act that was cut off it is found that it happened, or that it did not; the next is judged by that.
        """
        open_act: tuple[str, int] | None = None
        for name, number, what in acts_of(heard):
            open_act = (name, number) if what == "begun" else None
            if what == "done":
                self.known[number] = self.known[number].after(name)
                self.acknowledged += 1
        for number, known in self.known.items():
            stands = found(at, number)
            possible = [known]
            if open_act is not None and open_act[1] == number:
                possible.append(known.after(open_act[0]))
            assert stands in possible, (number, open_act, stands, possible)
            self.known[number] = stands
        self.judged += 1
        check_whole(at, self.judged)


def check_whole(at: Installation, kills: int) -> None:
    """The log verifies, consents are what the events say, and the journal has no more that is not in the log than
    there were processes killed between the two."""
    with at.store.read("default") as session:
        log.check(session)
    with at.store.write("default", OFFICER, "check") as session:
        before = session.rows(pick(consents_table))
        consents.rebuild(session)
        after = session.rows(pick(consents_table))
        names = [column.name for column in consents_table.columns if column.name != "revision"]

        def as_set(rows):
            return {tuple(getattr(row, name) for name in names) for row in rows}

        assert as_set(before) == as_set(after)
    assert len(missing(at, at.store.journals.of_tenant("default").read())) <= kills


def check_set_back(at: Installation, restored: Installation) -> None:
    """After the journal was applied to an older copy, nobody is linked, agrees, or is unmarked who is not so now."""
    for number in range(PEOPLE):
        now, then = found(at, number), found(restored, number)
        assert then.linked <= now.linked, number
        assert then.profile_agrees <= now.profile_agrees, number
        assert then.account_agrees <= now.account_agrees, number
        assert then.marked >= now.marked, number
    with restored.store.read("default") as session:
        log.check(session)


def read_what_is_cut_short(url: str) -> None:
    """Read a store in a file, and in the middle of it let the file lose its second half."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    store = Store(url, KEYS)
    file = Path(str(make_url(url).database))
    with suppress(StoreError), store.read("default") as session:
        log.check(session)
        os.truncate(file, file.stat().st_size // 2)
        log.check(session)
        for _ in events.walk(session):
            pass
