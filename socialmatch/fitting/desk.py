"""The verbs of models, for the facade."""

from __future__ import annotations

from collections.abc import Callable

from socialmatch.accounts.batches import SILENCE, Progress
from socialmatch.fitting.adopting import Shown, adopt, keep, show
from socialmatch.fitting.learn import Fitted, fit
from socialmatch.journeys.steps import Installation
from socialmatch.matching.modelfile import LearnedModel
from socialmatch.models import Actor


class Models:
    """The models of one installation; each method is the function of its name.

    Parameters
    ----------
    at: the installation. by: the actor to take where a caller names none.
    """

    def __init__(self, at: Installation, by: Callable[[Actor | None], Actor]) -> None:
        self._at = at
        self._by = by

    def fit(
        self,
        purpose: str = "support",
        *,
        learn: str | None = None,
        progress: Progress | None = None,
        actor: Actor | None = None,
        reason: str = "fit",
    ) -> Fitted:
        """Learn parameters and keep them as a candidate; see :func:`fit`."""
        by = self._by(actor)
        return fit(self._at, purpose, learn=learn, actor=by, reason=reason, progress=progress or SILENCE)

    def show(self, name: str | None = None) -> Shown:
        """The parameters that score, or those of a name; see :func:`show`."""
        return show(self._at, name)

    def adopt(self, name: str, *, actor: Actor | None = None, reason: str = "adopted") -> Shown:
        """Let parameters score from now on; see :func:`adopt`."""
        return adopt(self._at, name, actor=self._by(actor), reason=reason)

    def keep(self, text: str, *, actor: Actor | None = None, reason: str = "kept") -> str:
        """Keep a model's file as a candidate; its name.

        Raises
        ------
        InputError: it is not one, or of a format that is not known.
        """
        return keep(self._at, LearnedModel.from_text(text), actor=self._by(actor), reason=reason)
