"""Some profiles of a run, from what is remembered of them to what is kept, in one commit.

Between reading and writing no session is open, so nobody waits for the scoring. Whatever happened meanwhile is seen in
the commit: who withdrew, changed, was linked or rejected since is not written, and is looked at by the next run.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from socialmatch.journeys.steps import Installation
from socialmatch.matching.normalize import AccountFeatures, account_features
from socialmatch.matching.packing import pack_account, unpack_account
from socialmatch.models import AccountKey, ProfileKey, Proposal, Subject
from socialmatch.reconcile.report import Reconciled
from socialmatch.reconcile.scoring import Look, Scorer
from socialmatch.store import Session, WriteSession, accounts, blocks, links, permits, profiles, proposals, scores
from socialmatch.store.accounts import AccountState
from socialmatch.store.profiles import ProfileState
from socialmatch.store.proposals import KnownProposal, ProposalState
from socialmatch.store.scores import Standing

_STANDING = (ProposalState.OPEN, ProposalState.ACCEPTED)


@dataclass
class Tools:
    """What every chunk of a run is handed.

    Attributes
    ----------
    linked: profiles that have a link that answers. revision: of the store when the index was read, or last compared
        with it. run, term: of the proposals it keeps. told: counts so far. packed: features of accounts loaded so far.
    """

    at: Installation
    scorer: Scorer
    purpose: str
    linked: frozenset[Subject]
    revision: int
    run: int
    term: timedelta
    told: Reconciled
    begun_at: int = field(init=False)
    packed: dict[AccountKey, bytes] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.begun_at = self.revision


class Chunk:
    """A page of profiles. Call :meth:`read`, :meth:`score` and :meth:`keep`, in this order."""

    def __init__(self, tools: Tools, page: Sequence[Standing]) -> None:
        self._tools = tools
        self._page = page
        self._looks: list[Look] = []
        self._unwanted: list[Standing] = []
        self._standing: dict[ProfileKey, list[KnownProposal]] = defaultdict(list)
        self._found: dict[ProfileKey, list[Proposal]] = {}
        self._features: dict[AccountKey, AccountFeatures] = {}
        self._counted: dict[str, Counter[str]] = defaultdict(Counter)

    # --- reading -----------------------------------------------------------------------------------

    def read(self, *, forget: bool = False) -> None:
        """Find out which profiles have to be looked at, and load who has to be weighed.

        Parameters
        ----------
        forget: take nothing for remembered; of a dry run for everybody.
        """
        tools = self._tools
        with tools.at.store.read(tools.at.tenant) as session:
            self._see_changes(session)
            for known in proposals.of_profiles(session, [one.profile for one in self._page], tools.purpose):
                self._standing[known.proposal.profile].append(known)
            due = [one for one in self._page if self._is_due(one, forget)]
            agreed, _ = permits.permitted_among(session, [one.profile for one in due], tools.purpose)
            found = profiles.get_many(session, [one.profile for one in due if agreed.permits(one.profile)])
            for one in due:
                now = found.get(one.profile)
                if now is None or now.revision != one.revision:
                    continue  # changed since the page was read; the next run sees it as it is then
                if tools.at.own.is_ours(now.profile):
                    self._leave_out(one, "own_handle")
                    continue
                self._looks.append(tools.scorer.look_at(one, now.profile))
                self._count("looked_at", self._why(one, forget))
            if not tools.told.dry_run:
                self._load(session, {account for look in self._looks for account in look.missing})
        if tools.told.dry_run:
            self._tell()

    def _is_due(self, one: Standing, forget: bool) -> bool:
        """Whether a profile has to be looked at; counts the others."""
        tools = self._tools
        if not tools.scorer.permitted.permits(one.profile):
            self._leave_out(one, "")
        elif one.state is not ProfileState.ACTIVE:
            self._leave_out(one, f"profile_{one.state.value}")
        elif one.profile in tools.linked:
            self._leave_out(one, "linked")
        elif not forget and tools.scorer.is_current(one, len(self._in_force(one.profile))):
            tools.told.left_alone += 1
        else:
            return True
        return False

    def _leave_out(self, one: Standing, reason: str) -> None:
        if reason:
            self._count("left_out", reason)
        if one.memory is not None or self._open(one.profile):
            self._unwanted.append(one)

    def _why(self, one: Standing, forget: bool) -> str:
        if one.memory is None or forget:
            return "first time" if one.memory is None else "asked for"
        if one.memory.basis != self._tools.scorer.basis(one):
            return "profile or model changed"
        return "accounts or proposals changed"

    def _see_changes(self, session: Session) -> None:
        """Whoever of the index changed since it was read is nobody's candidate in this run any more."""
        tools = self._tools
        if session.revision != tools.revision:
            tools.scorer.members.keep_only(set(blocks.numbers(session).values()))
            tools.revision = session.revision

    def _load(self, session: Session, wanted: Collection[AccountKey]) -> None:
        tools = self._tools
        new = [key for key in wanted if key not in tools.packed]
        for key, known in accounts.get_many(session, new).items():
            if known.state is AccountState.ACTIVE:
                features = account_features(known.account, region=tools.at.policy.phone_region or None)
                tools.packed[key] = pack_account(features)
        for key in wanted:
            if key in tools.packed and key not in self._features:
                self._features[key] = unpack_account(tools.packed[key])

    # --- scoring -----------------------------------------------------------------------------------

    def score(self) -> None:
        """Weigh, decide, and explain what is worth looking at."""
        for look in self._looks:
            self._found[look.profile] = look.outcome(self._features)
            self._tools.told.pairs_scored += look.weighed
        found = ((look, proposal) for look in self._looks for proposal in self._found[look.profile])
        unexplained = {proposal.account for look, proposal in found if not self._explained(look, proposal)}
        with self._tools.at.store.read(self._tools.at.tenant) as session:
            self._load(session, {account for account in unexplained if account is not None})
        for look in self._looks:
            explained = (self._explained(look, p) or self._explain(look, p) for p in self._found[look.profile])
            self._found[look.profile] = [one for one in explained if one is not None]

    def _explained(self, look: Look, proposal: Proposal) -> Proposal | None:
        """A proposal with the evidence that is kept of it, as long as it rests on the same."""
        if proposal.account in look.missing:
            return None  # weighed anew, and the same weight may have other reasons
        for one in self._standing[proposal.profile]:
            last = one.proposal
            same = last.account == proposal.account and last.weight == proposal.weight
            if same and one.model_version == self._tools.scorer.live.version:
                return replace(proposal, evidence=last.evidence)
        return None

    def _explain(self, look: Look, proposal: Proposal) -> Proposal | None:
        features = None if proposal.account is None else self._features.get(proposal.account)
        return None if features is None else look.explained(proposal, features)

    # --- keeping -----------------------------------------------------------------------------------

    def keep(self, session: WriteSession) -> None:
        """Write what the chunk came to, as far as it still holds in this very session."""
        self._drop_unwanted(session)
        holds = _Holding.read(session, self._tools, self._found)
        now = {one.profile: one for one in self._again(session)}
        forgotten, kept = [], []
        for look in self._looks:
            profile, found = look.profile, self._found[look.profile]
            as_read = now.get(profile)
            unchanged = as_read is not None and as_read.revision == look.standing.revision
            good = [one for one in found if unchanged and holds.pair(one)]
            in_force = self._put(session, profile, good)
            if unchanged and len(good) == len(found) and holds.profile(profile):
                kept.append((profile, look.memory(in_force)))
            else:
                forgotten.append(profile)
        scores.keep(session, self._tools.purpose, kept)
        scores.forget(session, self._tools.purpose, forgotten)
        self._tell()
        if session.revision == self._tools.revision + 1:
            self._tools.revision += 1  # our own commit is no change to the index

    def _drop_unwanted(self, session: WriteSession) -> None:
        unwanted = [one.profile for one in self._unwanted]
        self._count("gone", "not to be scored", proposals.drop_open(session, unwanted, self._tools.purpose))
        scores.forget(session, self._tools.purpose, unwanted)

    def _again(self, session: Session) -> list[Standing]:
        """The profiles looked at, as they stand now."""
        known = profiles.get_many(session, [look.profile for look in self._looks])
        return [
            replace(look.standing, revision=known[look.profile].revision)
            for look in self._looks
            if look.profile in known and known[look.profile].state is ProfileState.ACTIVE
        ]

    def _put(self, session: WriteSession, profile: ProfileKey, found: Sequence[Proposal]) -> int:
        """Replace the open proposals of a profile. How many stand, accepted ones too."""
        tools = self._tools
        last = {one.proposal.account: one for one in self._standing[profile]}
        accepted = {account for account, one in last.items() if one.state is ProposalState.ACCEPTED}
        wanted = [one for one in found if one.account not in accepted]
        before = {one.proposal.account: one for one in self._open(profile)}
        gone = before.keys() - {one.account for one in wanted}
        version = tools.scorer.live.version
        same = [
            one.account in before
            and before[one.account].proposal == one
            and before[one.account].model_version == version
            for one in wanted
        ]
        if gone or not all(same):
            proposals.drop_open(session, [profile], tools.purpose)
            since = {account: one.created_at for account, one in before.items()}
            until = session.now + tools.term
            fresh = [
                KnownProposal(one, tools.purpose, version, tools.run, since.get(one.account, session.now), until)
                for one in wanted
            ]
            proposals.put(session, fresh)
        self._count("gone", "no longer likely", len(gone))
        for one, unchanged in zip(wanted, same, strict=True):
            if not unchanged:
                self._count("proposals", "changed" if one.account in before else "new")
        return len(wanted) + len(accepted)

    # --- between the steps -------------------------------------------------------------------------

    def _in_force(self, profile: ProfileKey) -> list[KnownProposal]:
        return [one for one in self._standing[profile] if one.state in _STANDING]

    def _open(self, profile: ProfileKey) -> list[KnownProposal]:
        return [one for one in self._standing[profile] if one.state is ProposalState.OPEN]

    def _count(self, what: str, reason: str, number: int = 1) -> None:
        self._counted[what][reason] += number

    def _tell(self) -> None:
        """Add the chunk's counts to the run's, once it is kept."""
        self._counted["proposals"]["gone"] += sum(self._counted["gone"].values())
        for what, counts in self._counted.items():
            getattr(self._tools.told, what).update(+counts)


@dataclass(frozen=True, slots=True)
class _Holding:
    """What still holds of pairs in the session that writes them."""

    agreed: Collection[Subject]
    numbers: dict[AccountKey, int]
    rejected: set[tuple[ProfileKey, AccountKey]]
    linked: frozenset[Subject]
    tools: Tools

    @classmethod
    def read(cls, session: Session, tools: Tools, found: dict[ProfileKey, list[Proposal]]) -> _Holding:
        """Read it, of the pairs to be written and no others."""
        sides: set[AccountKey] = {p.account for some in found.values() for p in some if p.account is not None}
        subjects: list[Subject] = [*found, *sides]
        agreed, _ = permits.permitted_among(session, subjects, tools.purpose)
        new_links = links.walk(session, after=tools.begun_at)
        return cls(
            agreed.accounts | agreed.profiles,
            blocks.numbers_of(session, sides),
            proposals.rejected_among(session, found, sides),
            frozenset(link.profile for link in new_links if link.live(session.now)),
            tools,
        )

    def profile(self, profile: ProfileKey) -> bool:
        """Whether a profile may still be proposed for."""
        sealed = self.tools.scorer.permitted
        return sealed.permits(profile) and profile in self.agreed and profile not in self.linked

    def pair(self, proposal: Proposal) -> bool:
        """Whether a pair may still be proposed: both agree, were sealed, and the account is as it was weighed."""
        account = proposal.account
        if account is None or account not in self.agreed or not self.profile(proposal.profile):
            return False
        number = self.numbers.get(account)
        as_weighed = number is not None and self.tools.scorer.members.account(number) == account
        sealed = self.tools.scorer.permitted.permits(account)
        return sealed and as_weighed and (proposal.profile, account) not in self.rejected
