"""The lookup: candidates of one profile found in the store, their owners' consent read again, then weighed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from socialmatch.config import Policy
from socialmatch.consent.permits import PermittedSet
from socialmatch.errors import ConsentMissing, UsageError
from socialmatch.lookup.comparable import from_text, made_by
from socialmatch.lookup.counting import SHARED_MODELS, LiveModels
from socialmatch.lookup.keeping import for_purpose
from socialmatch.matching.blocking import Block, profile_blocks
from socialmatch.matching.decide import Outcome, Thresholds, propose
from socialmatch.matching.index import pick
from socialmatch.matching.model import Parameters
from socialmatch.matching.normalize import AccountFeatures, account_features, profile_features
from socialmatch.models import AccountKey, Profile, ProfileKey
from socialmatch.store import Session, accounts, blocks, permits, profiles, proposals
from socialmatch.store.profiles import ProfileState


@dataclass(frozen=True, slots=True)
class StoreIndex:
    """An :class:`~socialmatch.matching.index.Index` of what the store holds for one profile at one moment.

    Attributes
    ----------
    permitted: the profile and the candidates, as far as they agree now. blocks: what was looked up.
    places: the candidates, each with the first block it is in. skipped: keys of blocks that were too large. sizes: of
    each block, without those who no longer agree; one more than the limit where it is larger. load: reads candidates.
    """

    permitted: PermittedSet
    blocks: tuple[Block, ...] = field(repr=False)
    places: Mapping[AccountKey, int] = field(repr=False)
    skipped: frozenset[str] = field(repr=False)
    sizes: Mapping[str, int] = field(repr=False)
    load: Callable[[Collection[AccountKey]], list[AccountFeatures]] = field(repr=False)

    @classmethod
    def of(
        cls,
        session: Session,
        profile: ProfileKey,
        blocks: Sequence[Block],
        purpose: str,
        policy: Policy,
        *,
        limits: Parameters,
        notices: Collection[str] | None = None,
    ) -> Self:
        """Look up the blocks of a profile.

        Parameters
        ----------
        policy: where national phone numbers are read. limits: of blocks and candidates.
        notices: versions that are still accepted; ``None`` for those no later version changed materially.
        """
        members = _members(session, purpose, [block.key for block in blocks], limits.block_limit)
        found = [members[block.key] for block in blocks]
        sizes = [limits.block_limit + 1 if some is None else len(some) for some in found]
        chosen, out = pick(sizes, found, block_limit=limits.block_limit, limit=limits.candidate_limit)
        skipped = frozenset(block.key for block, passed_over in zip(blocks, out, strict=True) if passed_over)
        permitted, kept = permits.permitted_found(session, profile, chosen, purpose, notices=notices)
        # Whoever's grant ran out since the index was last changed is nobody's candidate, and counts as not there.
        lapsed = chosen.keys() - {kept[account].number for account in permitted.accounts}
        agreed = {
            key: limits.block_limit + 1 if found is None else len(found) - sum(one in lapsed for one in found if lapsed)
            for key, found in members.items()
        }
        # A pair that somebody rejected does not come again; the account still counts as seen.
        wanted = permitted.accounts - proposals.rejected(session, profile, permitted.accounts)
        places = {account: chosen[kept[account].number] for account in wanted}
        texts = {account: kept[account].features for account in wanted}
        return cls(permitted, tuple(blocks), places, skipped, agreed, _reader(session, policy, texts))

    def size(self, key: str) -> int:
        """How many permitted accounts have the key of one of the blocks."""
        return self.sizes[key]

    def candidates(
        self, blocks: Sequence[Block], *, block_limit: int, limit: int
    ) -> tuple[list[AccountFeatures], frozenset[str]]:
        """Accounts of the blocks it was made for, or the first of them; see :meth:`.matching.index.Index.candidates`.

        Raises
        ------
        UsageError: other blocks (``other_blocks``).
        """
        if tuple(blocks) != self.blocks[: len(blocks)]:
            raise UsageError("this index was made for other blocks", code="other_blocks")
        return self.load([account for account, place in self.places.items() if place < len(blocks)]), self.skipped


def _members(session: Session, purpose: str, keys: Sequence[str], limit: int) -> dict[str, Sequence[int] | None]:
    kept = dict(zip(for_purpose(purpose, keys), keys, strict=True))
    found = blocks.find(session, kept, limit)
    return {kept[key]: members for key, members in found.items()}


def _reader(
    session: Session, policy: Policy, texts: Mapping[AccountKey, str | None]
) -> Callable[[Collection[AccountKey]], list[AccountFeatures]]:
    """Reads accounts, each once: those of the telling blocks are asked for again with those of all."""
    known: dict[AccountKey, AccountFeatures] = {}
    mark = made_by(policy)

    def read(wanted: Collection[AccountKey]) -> list[AccountFeatures]:
        new = {key: from_text(key, texts[key], mark) for key in wanted if key not in known}
        known.update((key, kept) for key, kept in new.items() if kept is not None)
        # Of accounts that another release indexed, or another policy, the values themselves are read.
        bare = accounts.get_many(session, [key for key, kept in new.items() if kept is None])
        known.update(
            (key, account_features(one.account, region=policy.phone_region or None)) for key, one in bare.items()
        )
        return [known[key] for key in sorted(wanted)]

    return read


def propose_live(
    session: Session,
    policy: Policy,
    profile: Profile,
    purpose: str,
    *,
    top: int | None = None,
    notices: Collection[str] | None = None,
    models: LiveModels = SHARED_MODELS,
) -> Outcome:
    """Propose accounts for one profile out of the store, as a batch run over the same people would.

    Parameters
    ----------
    session: any session; consent is read in it. policy: thresholds, and where national phone numbers are read.
    top: proposals at most; default the policy's. notices: versions that are still accepted; ``None`` for those no
    later version changed materially.
    models: where models are kept between lookups.

    Raises
    ------
    ConsentMissing: the profile's owner did not agree, no longer does, or may not be its owner any more.
    """
    known = profiles.get(session, profile.key)
    if known is not None and known.state is not ProfileState.ACTIVE:
        raise ConsentMissing(known.state.value)
    permits.permit(session, profile.key, purpose, notices=notices)
    model = models.current(session, policy).model
    features = profile_features(profile, region=policy.phone_region or None)
    looked_up = profile_blocks(features, model.vocabulary)
    index = StoreIndex.of(session, profile.key, looked_up, purpose, policy, limits=model.parameters, notices=notices)
    return propose(
        index.permitted,
        model,
        index,
        features,
        thresholds=Thresholds(match=policy.match_threshold, review=policy.review_threshold),
        top=top or policy.top_k,
        blocks=looked_up,
    )
