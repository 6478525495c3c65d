"""The model: parameters and aggregate counts, and the one place where a person is compared with a person."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from socialmatch.consent.permits import PermittedSet
from socialmatch.errors import ConsentMissing
from socialmatch.matching.calibration import AS_THEY_ARE, Calibration
from socialmatch.matching.compare import CompareCosts, Finding, direct
from socialmatch.matching.counts import BIT, Counts, Elsewhere
from socialmatch.matching.normalize import AccountFeatures, ProfileFeatures
from socialmatch.matching.parts import Part, ShowCosts
from socialmatch.matching.population import Peoples, Population
from socialmatch.matching.reading import Reading, Recollection, read, recall
from socialmatch.matching.segment import NAMES, Vocabulary, credits, repeated
from socialmatch.models import AccountKey


@dataclass(frozen=True, slots=True)
class Parameters:
    """Everything the model needs besides counts.

    Attributes
    ----------
    version: names the set. show, compare: see there. share: of profiles that have an account, before anything is seen.
    calibration: what is made of probabilities before they are told.
    block_limit: a block with more accounts than this is not compared (its more telling blocks are).
    candidate_limit: accounts compared with one profile, at most. settled: weight in millibits, with the prior, of a
    candidate beside whom those who share a single name with the profile are not compared; three bits are eight to one.
    """

    version: str = "hand-6"
    show: ShowCosts = field(default_factory=ShowCosts)
    compare: CompareCosts = field(default_factory=CompareCosts)
    share: float = 0.7
    calibration: Calibration = AS_THEY_ARE
    block_limit: int = 200
    candidate_limit: int = 400
    settled: int = 3000


def prior_of(share: float, accounts: int) -> int:
    """Prior log-odds of one account against "no account here", in millibits.

    Parameters
    ----------
    share: of profiles that have an account. accounts: how many there are.
    """
    return round(math.log2(share / (1 - share) / max(1, accounts)) * BIT)


VocabularyOf = Callable[[Population, ShowCosts, Vocabulary | None], Vocabulary]
"""Gives the words of a population with their costs, and what to look up elsewhere."""


class Model:
    """Parameters and aggregate counts, ready to weigh. Threads may share one.

    Parameters
    ----------
    counts: over the whole CRM, or over the permitted accounts where the policy forbids more.
    vocabulary_of: where the words come from; by default they are listed from the counts.

    Attributes
    ----------
    prior: prior log-odds of one account against "no account here", in millibits.
    """

    def __init__(
        self, counts: Counts, parameters: Parameters | None = None, vocabulary_of: VocabularyOf = Vocabulary.of
    ) -> None:
        self.counts = counts
        self.parameters = parameters or Parameters()
        self.prior = prior_of(self.parameters.share, counts.accounts)
        self._peoples = Peoples(counts, NAMES)
        self._words_of = vocabulary_of
        self.vocabulary = vocabulary_of(self._peoples.at_large, self.parameters.show, None)
        self._vocabularies = {"": self.vocabulary}

    def __reduce__(self) -> tuple[type[Model], tuple[Counts, Parameters, VocabularyOf]]:
        """For worker processes: they get the counts, and make the words anew."""
        return Model, (self.counts, self.parameters, self._words_of)

    def without_keys(self) -> Model:
        """The same model without the counts of blocking keys, for whoever gets those with each profile.

        It refuses to be asked for them: nobody may be taken for rarer than they are.
        """
        light = object.__new__(Model)
        light.__dict__.update(self.__dict__, counts=replace(self.counts, keys=Elsewhere()))
        return light

    def read(self, profile: ProfileFeatures) -> Reading:
        """Read a profile once, before it meets candidates."""
        return read(profile, self._peoples, self._vocabulary_of, self.parameters.show)

    def recall(self, profile: ProfileFeatures, last: Recollection) -> Reading:
        """The reading of a profile this model has read before, see :func:`.reading.recall`."""
        return recall(profile, self._peoples, last, self.parameters.show)

    def weigh(self, permitted: PermittedSet, account: AccountFeatures, reading: Reading) -> tuple[int, list[Finding]]:
        """Weigh one pair: the one place where a person is compared with a person.

        Returns
        -------
        total weight in millibits without the prior, and the findings it is the sum of.

        Raises
        ------
        ConsentMissing: one of the two is not permitted (``not_permitted``).
        """
        if not (permitted.permits(account.key) and permitted.permits(reading.profile.key)):
            raise ConsentMissing("not_permitted")
        names = self._names(account, reading)
        shared = direct(account, reading.profile, reading.at_large, reading.people, self.parameters.compare)
        findings = [*names, *shared]
        return sum(finding.weight for finding in findings), findings

    def weigh_holder(self, holder: AccountFeatures, reading: Reading) -> int:
        """Weigh values that some accounts hold, as values: no account is looked at.

        Parameters
        ----------
        holder: nobody's features, :data:`NOBODY` with a name, an address or a number.
        """
        if holder.key != NOBODY.key:
            raise ConsentMissing("not_permitted")
        shared = direct(holder, reading.profile, reading.at_large, reading.people, self.parameters.compare)
        names = sum(finding.weight for finding in self._names(holder, reading))
        known = sum(finding.weight for finding in shared)
        # Whoever is known by a number alone has some name; it is not counted against them that it is not known.
        return names + known if holder.given or holder.family else max(0, names) + known

    def weigh_relative(self, permitted: PermittedSet, account: AccountFeatures, reading: Reading) -> int:
        """Weigh the story that the profile is of a relative of the account's holder, who is no customer.

        They may share the family name, the place, a mailbox, a telephone and a website; other names are unknown.

        Returns
        -------
        weight in millibits, without the prior of one account; how rare it is to meet relatives is part of it.

        Raises
        ------
        ConsentMissing: one of the two is not permitted (``not_permitted``).
        """
        if not (permitted.permits(account.key) and permitted.permits(reading.profile.key)):
            raise ConsentMissing("not_permitted")
        costs, kin = self.parameters.compare, relative(account)
        told = [
            cost - reader.tell_of_relative(sightings.of(kin)).cost
            for reader, sightings, cost in (
                (reading.display, reading.display_sightings, reading.display_cost),
                (reading.handle, reading.handle_sightings, reading.handle_cost),
            )
            if reader.text
        ]
        shared = direct(kin, reading.profile, reading.at_large, reading.people, costs)
        common = {"email": costs.shared_mailbox, "phone": costs.shared_phone, "host": costs.shared_host, "place": 0}
        told += [max(0, found.weight - common[found.feature]) for found in shared if found.feature in common]
        return sum(told) - costs.relative

    def _names(self, account: AccountFeatures, reading: Reading) -> tuple[Finding, ...]:
        shown = reading.display_sightings.of(account) if reading.display.text else ()
        written = reading.handle_sightings.of(account) if reading.handle.text else ()
        if reading.handle.text and account.handles:
            if reading.profile.address in account.handles:
                written = (*written, reading.handle.on_file())
            elif reading.handle.text in account.nicks:
                written = (*written, reading.handle.on_file_elsewhere())
        # Where the CRM does not have a whole name, another name is no contradiction.
        whole = bool(account.given and account.family) or account.key == NOBODY.key
        told = reading.told.get((shown, written, whole))
        if told is None:
            told = reading.told[shown, written, whole] = tuple(self._tell(reading, shown, written, whole=whole))
        return told

    def _tell(
        self, reading: Reading, shown: tuple[Part, ...], written: tuple[Part, ...], *, whole: bool
    ) -> Iterator[Finding]:
        """What the two texts say of whoever has these parts; ``whole``: and no other names."""
        costs = self.parameters.show
        credited: dict[int, int] = {}
        if reading.display.text:
            story = reading.display.tell(shown) if whole else reading.display.tell_of_relative(shown)
            weight = max(reading.display_cost - story.cost, -costs.another)
            yield Finding("display_name", weight, story.parts)
            credited = credits(story)
        if reading.handle.text:
            story = reading.handle.tell(written) if whole else reading.handle.tell_of_relative(written)
            weight = max(reading.handle_cost - story.cost, -costs.another)
            # What was told before is no news, but repeating it is never evidence against the account either.
            weight = max(weight - repeated(story, credited, costs.again), min(weight, costs.again))
            yield Finding("handle", weight, story.parts)

    def _vocabulary_of(self, people: Population) -> Vocabulary:
        found = self._vocabularies.get(people.country)
        if found is None:
            found = self._words_of(people, self.parameters.show, self.vocabulary)
            self._vocabularies[people.country] = found
        return found


NOBODY = AccountFeatures(key=AccountKey("", "", ""))
"""The features of no account: what values alone are weighed with."""


def relative(account: AccountFeatures) -> AccountFeatures:
    """What is known of a relative of an account's holder."""
    return replace(
        NOBODY,
        family=account.family,
        emails=account.emails,
        phones=account.phones,
        hosts=account.hosts,
        places=account.places,
        country=account.country,
    )
