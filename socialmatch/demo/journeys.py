"""The demo's second part, on a store: a stranger becomes a link, the link follows them, and they take it back.

Each scene does what a brand's own program would do, through :class:`socialmatch.SocialMatch`, and tells what came
of it. The scenes stand in their order in :data:`SCENES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from socialmatch.demo.cards import platform_name, probability
from socialmatch.demo.files import LATER, DemoFiles
from socialmatch.demo.scenes import Scene
from socialmatch.demo.stage import LINKS, Lead, Stage, set_up
from socialmatch.files import Rejected
from socialmatch.models import AccountKey, Actor, ActorKind, Answer, AnswerKind, NextStep, Profile

AGENT: Final = Actor(ActorKind.AGENT, "agent-7")
ADDRESS: Final = "https://tannwick.example/link"
SESSION: Final = "a browser session of the demo"

_STEPS: Final = {NextStep.INVITE: "they can be invited", NextStep.LEAVE: "leave them alone"}


@dataclass(slots=True)
class Thread:
    """What one scene leaves to the next: the code that is on its way, and whose account it is about."""

    account: AccountKey | None = None
    invitation: str = ""
    code: str = ""

    @property
    def customer(self) -> AccountKey:
        """The account that was proposed."""
        if self.account is None:
            raise LookupError("nobody was proposed")
        return self.account


def play(files: DemoFiles, lead: Lead) -> tuple[Scene, ...]:
    """Play every scene on a fresh store beside the files.

    Parameters
    ----------
    files: as :func:`.files.copy_data` put them. lead: see :func:`.stage.choose_lead`.
    """
    with set_up(files, lead) as stage:
        thread = Thread()
        return tuple(scene(stage, thread) for scene in SCENES)


# --- a stranger ----------------------------------------------------------------------------------


def arrive(stage: Stage, thread: Thread) -> Scene:
    """The store takes what the brand has."""
    accounts = stage.sm.import_accounts(stage.files.accounts)
    profiles = stage.sm.import_profiles(stage.files.profiles)
    consents = stage.import_consents()
    return Scene(
        "link",
        stage.clock.now,
        "The brand's files go into a store",
        f"{accounts.counts['new']:,} customers, {profiles.counts['new']:,} profiles and what they agreed to: "
        f"{consents.counts['recorded']:,} answers, each an event in a log that cannot be rewritten.",
    )


def propose(stage: Stage, thread: Thread) -> Scene:
    """Somebody writes, and an agent asks who it is."""
    who = stage.lead.profile
    answer = stage.sm.match(who, actor=AGENT, reason="wrote to us")
    first = answer.proposals[0]
    thread.account = first.account
    reasons = [one.text for one in first.evidence if one.weight > 0]
    return Scene(
        "link",
        stage.clock.now,
        f"{handle(who)} writes, and an agent asks who it is",
        f"Both sides agreed, so they were compared: account {thread.customer.account_id} is proposed with a "
        f"probability of {probability(first.probability)}. That is a proposal and no link.",
        (("Profile", f"{handle(who)} on {platform_name(who.platform)}"), *(("Because", text) for text in reasons)),
    )


def invite(stage: Stage, thread: Thread) -> Scene:
    """The agent takes it for right: that makes an invitation."""
    stage.clock.minutes_later(2)
    made = stage.sm.invite_profile(
        stage.lead.profile,
        wrote_at=stage.clock.now,
        account=thread.customer,
        address=ADDRESS,
        actor=AGENT,
        reason="the proposal looks right",
    )
    thread.invitation = made.invitation.reveal()
    return Scene(
        "link",
        stage.clock.now,
        "The agent invites them",
        "An agent never grants. What an agent thinks is right becomes an invitation, which proves nothing.",
        message=made.text,
        to=f"Sent to {handle(stage.lead.profile)}",
    )


def ask(stage: Stage, thread: Thread) -> Scene:
    """They open it, sign in to their account, and get a code."""
    stage.clock.minutes_later(3)
    issued = stage.sm.invite(
        thread.customer,
        session=SESSION,
        signed_in_at=stage.clock.now,
        invitation=thread.invitation,
        handle=stage.lead.profile.handle,
        platform=stage.lead.profile.platform,
    )
    thread.code = issued.code.reveal()
    return Scene(
        "link",
        stage.clock.now,
        "Signed in, the customer names the handle and gets a code",
        "The page does not tell whose invitation it is, so a forwarded one is worth nothing. "
        "The code works once, for ten minutes, and only when it comes from the invited profile.",
        message=issued.text,
        to="Shown to the customer who is signed in",
    )


def claim(stage: Stage, thread: Thread) -> Scene:
    """The code comes by direct message."""
    stage.clock.minutes_later(1)
    claimed = stage.sm.redeem(f"Hello! {thread.code}", stage.lead.profile)
    return Scene(
        "link",
        stage.clock.now,
        "The code comes by direct message",
        "Now it is known who sent it. Nothing is linked yet: somebody may have been talked into sending it.",
        message=claimed.text,
        to=f"Answered to {handle(stage.lead.profile)}",
    )


def confirm(stage: Stage, thread: Thread) -> Scene:
    """The customer is shown who sent it, and agrees."""
    stage.clock.minutes_later(1)
    account = thread.customer
    shown = stage.sm.show(thread.code, account, session=SESSION)
    receipt = stage.sm.confirm(thread.code, account, stage.lead.profile, session=SESSION)
    stage.sync()
    link = receipt.link
    facts = () if link is None else (
        ("Link", f"{handle(stage.lead.profile)} and account {account.account_id}, assurance {link.assurance}"),
        ("For", ", ".join(receipt.purposes)),
        ("In the log", f"entry {link.ledger_index:,}, in one commit with both consents"),
        ("Can be undone", "" if link.undo_until is None else f"by either side until {link.undo_until:%Y-%m-%d}"),
    )  # fmt: skip
    return Scene(
        "link",
        stage.clock.now,
        "The customer sees who sent it, and agrees",
        f"Both directions are closed, so there is a link, and both sides are told. The CRM has {_told(stage)}.",
        facts,
        shown.text,
        "Shown before they agreed",
    )


def recognise(stage: Stage, thread: Thread) -> Scene:
    """The next message is answered from the link."""
    stage.clock.minutes_later(30)
    answer = stage.sm.match(stage.lead.profile, actor=AGENT, reason="wrote again")
    return Scene(
        "link",
        stage.clock.now,
        "They write again",
        f"The answer is {_answered(answer)}: found by the profile's id alone, and nobody is compared with anybody.",
    )


# --- a month later -------------------------------------------------------------------------------


def rename(stage: Stage, thread: Thread) -> Scene:
    """Another handle under the same id."""
    stage.clock.turn_to(LATER)
    done = stage.sm.import_profiles(stage.files.profiles_later)
    stage.import_consents()
    answer = stage.sm.match(stage.lead.later, actor=AGENT, reason="wrote again")
    return Scene(
        "change",
        stage.clock.now,
        f"{handle(stage.lead.profile)} is {handle(stage.lead.later)} now",
        f"{done.counts['renamed']:,} profiles have new handles. The link is held by the id and follows: the answer is "
        f"{_answered(answer)}.",
    )


def recycle(stage: Stage, thread: Thread) -> Scene:
    """Somebody else under the handle that was left."""
    newcomer = stage.lead.newcomer
    answer = stage.sm.match(newcomer, actor=AGENT, reason="wrote to us")
    return Scene(
        "change",
        stage.clock.now,
        f"Somebody else is {handle(newcomer)} now",
        f"They wear the handle that was proved in November and inherit nothing of it: the answer is "
        f"{_answered(answer)}.",
    )


# --- taken back ----------------------------------------------------------------------------------


def withdraw(stage: Stage, thread: Thread) -> Scene:
    """STOP, by direct message."""
    stage.clock.minutes_later(20)
    who = stage.lead.later
    receipt = stage.sm.revoke(who, actor=Actor(ActorKind.CUSTOMER, "direct message"), reason="STOP")
    before = stage.mentions(who.user_id)
    answer = stage.sm.match(who, actor=AGENT, reason="wrote again")
    stage.sync()
    after = stage.mentions(who.user_id)
    return Scene(
        "end",
        stage.clock.now,
        f"{handle(who)} writes STOP",
        f"The very next answer is {_answered(answer)}. The CRM removed its link as well: {_told(stage)}. The customer "
        "record itself stays as it is.",
        (
            ("Taken back", ", ".join(receipt.purposes)),
            ("Id found in", f"{_list(before)}, for the CRM that is still to be told"),
            ("Once it was told", _list(after)),
            ("What is left", "a sealed entry in the log, and a keyed mark that keeps them out"),
        ),
        receipt.notifications[0].text,
        f"Answered to {handle(who)}",
    )


def import_again(stage: Stage, thread: Thread) -> Scene:
    """The same files once more."""
    stage.clock.minutes_later(20)
    accounts = stage.sm.import_accounts(stage.files.accounts)
    with Rejected() as rejected:
        profiles = stage.sm.import_profiles(stage.files.profiles_later, rejected=rejected)
    consents = stage.import_consents()
    answer = stage.sm.match(stage.lead.later, actor=AGENT, reason="wrote again")
    found = _list(stage.mentions(stage.lead.later.user_id))
    return Scene(
        "end",
        stage.clock.now,
        "The same files are imported once more",
        f"The old 'yes' still stands in the file, and brings nothing back: the answer is {_answered(answer)}.",
        (
            ("Accounts", _counted(accounts.counts)),
            ("Profiles", _counted(profiles.counts)),
            ("Consents", _counted(consents.counts)),
            ("Id found in", found),
        ),
    )


SCENES: Final[Sequence[Callable[[Stage, Thread], Scene]]] = (
    arrive,
    propose,
    invite,
    ask,
    claim,
    confirm,
    recognise,
    rename,
    recycle,
    withdraw,
    import_again,
)


# --- told ----------------------------------------------------------------------------------------


def handle(profile: Profile) -> str:
    """A profile as people write it."""
    return f"@{profile.handle}"


def _answered(answer: Answer) -> str:
    """An answer in words."""
    if answer.kind is AnswerKind.LINK and answer.account is not None:
        return f"account {answer.account.account_id}, proved ({answer.assurance})"
    if answer.kind is AnswerKind.PROPOSALS:
        return f"{len(answer.proposals)} proposals"
    step = f"; {_STEPS[answer.next_step]}" if answer.next_step is not None else ""
    return f"a refusal ({str(answer.reason).replace('_', ' ')}{step})"


def _told(stage: Stage) -> str:
    """How many links the CRM has."""
    with stage.files.accounts.with_name(LINKS).open(encoding="utf-8") as file:
        number = sum(1 for _ in file) - 1
    return f"{number} {'link' if number == 1 else 'links'} in {LINKS}"


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {what.replace('_', ' ')}" for what, number in sorted(counts.items())) or "nothing"


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) or "no file of the store or the CRM"
