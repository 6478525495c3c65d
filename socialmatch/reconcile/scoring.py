"""What a profile comes to: what the last run remembers is taken, the rest is weighed.

An outcome rests on the model, the policy, the profile, what was rejected for it, and the accounts of its blocks. The
first three are its basis; all of it is its signature. Same signature, same outcome: the profile is not looked at.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Final

from socialmatch.config import Policy
from socialmatch.consent.permits import PermittedSet
from socialmatch.lookup import Live
from socialmatch.lookup.keeping import for_purpose
from socialmatch.matching.blocking import Block, profile_blocks, stages
from socialmatch.matching.decide import (
    Pair,
    Thresholds,
    decide,
    settled,
    shadow_of,
    weigh_block,
    weigh_pair,
    with_evidence,
)
from socialmatch.matching.index import pick
from socialmatch.matching.normalize import AccountFeatures, ProfileFeatures, profile_features
from socialmatch.matching.reading import Reading, Recollection
from socialmatch.models import AccountKey, Decision, Profile, ProfileKey, Proposal
from socialmatch.reconcile.members import Members
from socialmatch.reconcile.memory import Remembered, proposed, watched_keys
from socialmatch.store import Keyring, blocks
from socialmatch.store.scores import Memory, Standing

FORMAT: Final = "scores v3"
"""Changed whenever the same basis could come to another outcome."""


@dataclass(frozen=True)
class Scorer:
    """Scores the profiles of one run.

    Attributes
    ----------
    permitted: who was sealed and agrees. live: the model of the run. members: who can be found. keys: the store's.
    rejected: refs of accounts rejected for a profile, by its ref. epoch: the store's.
    """

    permitted: PermittedSet
    live: Live
    members: Members
    policy: Policy
    keys: Keyring
    rejected: Mapping[bytes, set[bytes]] = field(repr=False)
    epoch: int

    def is_current(self, standing: Standing, in_force: int) -> bool:
        """Whether looking at a profile again would come to what is kept of it.

        Parameters
        ----------
        in_force: how many of its proposals stand.
        """
        memory = standing.memory
        if memory is None or memory.basis != self.basis(standing) or proposed(memory.content) != in_force:
            return False
        return memory.signature == self.signature(standing, watched_keys(memory.content))

    def basis(self, standing: Standing) -> bytes:
        """What changes when the model, the policy or the profile does."""
        policy = self.policy
        rules = (policy.match_threshold, policy.review_threshold, policy.top_k, policy.phone_region)
        said = (FORMAT, self.epoch, self.live.version, rules, standing.revision, standing.over)
        return blake2b(repr(said).encode(), digest_size=16).digest()

    def signature(self, standing: Standing, keys: Collection[int]) -> bytes:
        """What changes when anything does that the outcome rests on."""
        marks = [number for key in keys for number in self.members.mark(key)]
        digest = blake2b(self.basis(standing), digest_size=16)
        digest.update(struct.pack(f"<{len(keys)}q{len(marks)}q", *keys, *marks))
        digest.update(b"".join(sorted(self.rejected.get(standing.ref, ()))))
        return digest.digest()

    def look_at(self, standing: Standing, profile: Profile) -> Look:
        """Begin to look at a profile."""
        return Look(self, standing, profile_features(profile, region=self.policy.phone_region or None))

    def digests(self, found: Collection[Block]) -> list[int]:
        """What the index keeps of blocks."""
        kept = for_purpose(self.permitted.purpose, [block.key for block in found])
        return [blocks.digest(self.keys, key) for key in kept]


class Look:
    """One profile, being looked at: first :attr:`missing` is loaded, then :meth:`outcome` can be asked.

    Attributes
    ----------
    missing: candidates that have to be weighed.
    """

    def __init__(self, scorer: Scorer, standing: Standing, profile: ProfileFeatures) -> None:
        self.standing = standing
        self.weighed = 0
        self._scorer = scorer
        self._profile = profile
        self._blocks = profile_blocks(profile, scorer.live.model.vocabulary)
        self._keys = scorer.digests(self._blocks)
        self._skipped, self._candidates = self._choose()
        self._weights, self._shadow, self._read = self._remembered()
        self._compared: Mapping[int, AccountKey] = {}
        self._asked = len(self._blocks)
        self.missing = self._missing()

    @property
    def profile(self) -> ProfileKey:
        """Whose profile it is."""
        return self.standing.profile

    @cached_property
    def reading(self) -> Reading:
        """The profile read, where something has to be weighed."""
        model = self._scorer.live.model
        return model.read(self._profile) if self._read is None else model.recall(self._profile, self._read)

    def outcome(self, features: Mapping[AccountKey, AccountFeatures]) -> list[Proposal]:
        """The proposals worth looking at, without evidence, best first.

        Parameters
        ----------
        features: of everybody in :attr:`missing`; whoever is not there is not there any more.
        """
        model = self._scorer.live.model
        kept: dict[int, Pair] = {}
        for asked, some in zip(stages(self._blocks), self._stages(), strict=True):
            kept |= self._weighed({number: one for number, one in some.items() if number not in kept}, features)
            self._compared, self._asked = some, len(asked)
            if settled(model, kept.values()):
                break
        self._weights = kept
        weights = {self._candidates[number][0]: pair for number, pair in kept.items()}
        policy = self._scorer.policy
        thresholds = Thresholds(match=policy.match_threshold, review=policy.review_threshold)
        found = decide(
            model.prior,
            self.profile,
            weights,
            self._unseen(),
            thresholds=thresholds,
            top=policy.top_k,
            calibration=model.parameters.calibration,
        )
        return [one for one in found if one.account is not None and one.decision is not Decision.NONE]

    def remembered(self) -> tuple[list[Pair], list[tuple[int, int]]] | None:
        """What every pair weighs, and the values of those who are not compared; ``None`` if one is still to be weighed.

        Nobody is weighed for it: values are, where nobody asked before.
        """
        return None if self.missing else ([self._weights[number] for number in self._compared], self._unseen())

    def explained(self, proposal: Proposal, account: AccountFeatures) -> Proposal:
        """A proposal with its evidence."""
        _, findings = self._scorer.live.model.weigh(self._scorer.permitted, account, self.reading)
        return with_evidence(proposal, findings)

    def memory(self, proposals: int) -> Memory:
        """What to remember, once the outcome is known."""
        shadow = [self._shadow.get(block.key) for block in self._blocks]
        # A profile without candidates was not read at all, and need not be.
        last = self.reading.recollection() if self._read is None and "reading" in self.__dict__ else self._read
        remembered = Remembered(self._keys, shadow, self._weights, last, self._asked)
        scorer, standing = self._scorer, self.standing
        return Memory(
            scorer.basis(standing), scorer.signature(standing, self._keys[: self._asked]), remembered.pack(proposals)
        )

    def _missing(self) -> list[AccountKey]:
        """Candidates that have to be weighed, unless those that were weighed already settle it without them."""
        for asked, some in zip(stages(self._blocks), self._stages(), strict=True):
            known = [self._weights[number] for number in some if number in self._weights]
            self._compared, self._asked = some, len(asked)
            if settled(self._scorer.live.model, known):
                break
        return [account for number, account in self._compared.items() if number not in self._weights]

    def _stages(self) -> list[dict[int, AccountKey]]:
        """The candidates of one stage after another, each with those before, see :func:`.blocking.stages`."""
        ends = [len(some) for some in stages(self._blocks)]
        return [{n: account for n, (account, place) in self._candidates.items() if place < end} for end in ends]

    def _weighed(
        self, some: Mapping[int, AccountKey], features: Mapping[AccountKey, AccountFeatures]
    ) -> dict[int, Pair]:
        """What some candidates weigh; nothing of those that are not there any more."""
        weights = {number: self._weights[number] for number in some if number in self._weights}
        new = {number: features[key] for number, key in some.items() if number not in weights and key in features}
        if new:
            self.reading.meet(new.values())
        for number, account in new.items():
            weights[number], _ = weigh_pair(self._scorer.permitted, self._scorer.live.model, account, self.reading)
        self.weighed += len(new)
        return weights

    def _choose(self) -> tuple[frozenset[str], dict[int, tuple[AccountKey, int]]]:
        """Blocks that are too large, and the candidates of the others with the first block each is in."""
        scorer, limits = self._scorer, self._scorer.live.model.parameters
        sizes = [scorer.members.size(key) for key in self._keys]
        members = [
            scorer.members.of(key) if size <= limits.block_limit else None
            for key, size in zip(self._keys, sizes, strict=True)
        ]
        chosen, out = pick(sizes, members, block_limit=limits.block_limit, limit=limits.candidate_limit)
        skipped = frozenset(block.key for block, passed_over in zip(self._blocks, out, strict=True) if passed_over)
        refs, ref = scorer.rejected.get(self.standing.ref, set()), scorer.keys.refs.subject
        found = ((number, scorer.members.account(number), place) for number, place in chosen.items())
        return skipped, {
            number: (account, place)
            for number, account, place in found
            if account is not None and not (refs and ref(account) in refs)
        }

    def _remembered(self) -> tuple[dict[int, Pair], dict[str, int], Recollection | None]:
        """What every candidate weighed, and every value alone, as far as it is known and still true."""
        memory = self.standing.memory
        if memory is None or memory.basis != self._scorer.basis(self.standing):
            return {}, {}, None
        last = Remembered.unpack(memory.content)
        shadow = {b.key: weight for b, weight in zip(self._blocks, last.shadow, strict=True) if weight is not None}
        weights = {number: weight for number, weight in last.weights.items() if number in self._candidates}
        return weights, shadow, last.reading

    def _unseen(self) -> list[tuple[int, int]]:
        """How many accounts hold each value unseen, and what the value weighs; see :func:`.decide.shadow_of`."""
        counted = self._scorer.live.model.counts.keys
        return shadow_of(
            self._blocks, counted=lambda block: counted[block.key], seen=self._seen, weigh=self._weigh_block
        )

    def _seen(self, block: Block) -> int:
        """How many accounts of a block were compared."""
        place = self._place[block.key]
        key = self._keys[place]
        if block.key in self._skipped or place >= self._asked:
            return sum(map(self._compared.__contains__, self._scorer.members.of(key)))
        return self._scorer.members.size(key)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {block.key: place for place, block in enumerate(self._blocks)}

    def _weigh_block(self, block: Block) -> int:
        weight = self._shadow.get(block.key)
        if weight is None:
            weight = self._shadow[block.key] = weigh_block(self._scorer.live.model, block, self.reading)
        return weight
