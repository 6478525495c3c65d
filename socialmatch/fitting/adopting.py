"""Learned models kept beside the one that scores, shown, and put in its place."""

from __future__ import annotations

from dataclasses import dataclass

from socialmatch import lookup
from socialmatch.errors import StoreConflict
from socialmatch.journeys.steps import Installation
from socialmatch.leaf import TypeClass
from socialmatch.matching.model import Parameters
from socialmatch.matching.modelfile import BUILT_IN, LearnedModel
from socialmatch.models import Actor
from socialmatch.store import Session, events, models
from socialmatch.store.models import StoredModel


@dataclass(frozen=True, slots=True)
class Shown:
    """The parameters that score, or a candidate's.

    Attributes
    ----------
    name: of the parameters. learned: ``None`` for the built-in ones. version: of the model that scores, with its
    counts; ``""`` where these parameters do not. others: names of the learned models that are kept, oldest first.
    """

    name: str
    learned: LearnedModel | None
    version: str
    others: tuple[str, ...]

    @property
    def parameters(self) -> Parameters:
        """The parameters themselves."""
        return BUILT_IN if self.learned is None else self.learned.parameters()


def keep(at: Installation, model: LearnedModel, *, actor: Actor, reason: str) -> str:
    """Keep a learned model as a candidate; its name. Keeping it twice is keeping it once."""
    with at.store.write(at.tenant, actor, reason) as session:
        if models.get(session, model.name) is None:
            models.add(session, model.name, model.text(), None)
            data = {"name": model.name, "digest": model.digest}
            events.append(session, TypeClass.ADMIN, "model_kept", data=data)
    return model.name


def show(at: Installation, name: str | None = None) -> Shown:
    """The parameters that score, or those of a name.

    Raises
    ------
    StoreConflict: there is no such model (``no_such_model``).
    """
    with at.store.read(at.tenant) as session:
        return _shown(session, name)


def adopt(at: Installation, name: str, *, actor: Actor, reason: str) -> Shown:
    """Let parameters score from now on, over the counts there are; an earlier or the built-in name goes back to them.

    Parameters
    ----------
    name: of a kept model, or of the built-in parameters.

    Raises
    ------
    StoreConflict: there is no such model (``no_such_model``).
    """
    with at.store.read(at.tenant) as session:
        learned = _shown(session, name).learned
        counted = lookup.counts_in_force(session) is not None
    if not counted:
        lookup.recount(at.store, at.tenant, actor, at.policy)
    with at.store.write(at.tenant, actor, reason) as session:
        counts = lookup.counts_in_force(session)
        if counts is None:
            raise StoreConflict("the counts of the model are gone", code="no_such_model")
        lookup.put_in_force(session, learned, *counts)
        return _shown(session, name)


def _shown(session: Session, name: str | None) -> Shown:
    adopted, in_force = models.adopted(session), lookup.learned_in_force(session)
    scoring = BUILT_IN.version if in_force is None else in_force.name
    kept = [one for one in models.every(session) if one.snapshot is None]
    learned = in_force if name in (None, scoring) else _of_name(kept, str(name))
    name = name or scoring
    version = adopted.version if adopted is not None and name == scoring else ""
    return Shown(name, learned, version, tuple(one.version for one in kept))


def _of_name(kept: list[StoredModel], name: str) -> LearnedModel | None:
    if name == BUILT_IN.version:
        return None
    found = next((one for one in kept if one.version == name), None)
    if found is None:
        raise StoreConflict(
            "there is no such model", code="no_such_model", hint="'socialmatch model show' lists those there are"
        )
    return LearnedModel.from_text(found.document)
