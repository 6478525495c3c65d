"""A learned model as a file: its parameters, and the card that says what they were learned from. See
``docs/formats/model.md``.

It holds counts and whole numbers, and nobody: no name, no id, no value of an account or a profile.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final, Self

from socialmatch.canonical import Json, canonical
from socialmatch.errors import InputError
from socialmatch.matching.calibration import OFFSETS, SLOPES, Calibration
from socialmatch.matching.learning import SHARES
from socialmatch.matching.model import Parameters

FORMAT: Final = "socialmatch model v1"
MAX_CHARACTERS: Final = 1 << 20
"""Of a model's file; a longer one is refused unread."""
BUILT_IN: Final = Parameters()
"""What the program scores with where nothing was learned."""
_PARAMETERS: Final = {
    "share_per_mille": SHARES,
    "slope_per_mille": SLOPES,
    "offset_millibits": OFFSETS,
}
"""The parameters of a file, with the bounds they are held to."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a model was learned from, and what it is not good for.

    Attributes
    ----------
    learned: what was learned, ``"share"`` or ``"calibration"``. fitted_at: when. purpose: whose consent was read.
    parameters_before: the set that scored then. learned_from, diagnostics: counts and measures, whole numbers.
    limits: what to know before adopting it, in sentences.
    """

    learned: str
    fitted_at: str
    purpose: str
    parameters_before: str
    learned_from: Mapping[str, int] = field(default_factory=dict)
    diagnostics: Mapping[str, int] = field(default_factory=dict)
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LearnedModel:
    """Parameters that were learned, on top of those that are built in.

    Attributes
    ----------
    base: the built-in set they were learned with. share: thousandths of the profiles that have an account.
    """

    base: str
    share: int
    calibration: Calibration
    card: Card

    @property
    def name(self) -> str:
        """Names the parameters: the same ones have the same name."""
        return f"fit-{hashlib.sha256(canonical({'base': self.base, **self._numbers()})).hexdigest()[:8]}"

    @property
    def outdated(self) -> bool:
        """Whether it was learned with other built-in parameters than this program's."""
        return self.base != BUILT_IN.version

    @property
    def digest(self) -> str:
        """SHA-256 of the file, in hexadecimal digits."""
        return hashlib.sha256(canonical(self.to_json())).hexdigest()

    def parameters(self) -> Parameters:
        """What scores once the model is adopted."""
        version = f"{BUILT_IN.version}+{self.name}"
        return Parameters(version=version, share=self.share / 1000, calibration=self.calibration)

    def to_json(self) -> dict[str, Json]:
        """As plain values, all of them texts and whole numbers."""
        card = {**asdict(self.card), "limits": list(self.card.limits)}
        return {"format": FORMAT, "name": self.name, "base": self.base, "parameters": self._numbers(), "card": card}

    def text(self) -> str:
        """As a file."""
        return json.dumps(self.to_json(), indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, document: object) -> Self:
        """Inverse of :meth:`to_json`.

        Raises
        ------
        InputError: of another version of the format (``unknown_format``), or not as it should be (``bad_model``).
        """
        if not isinstance(document, dict) or not isinstance(document.get("format"), str):
            raise _bad("it is no model")
        if document["format"] != FORMAT:
            raise InputError(
                "the model is of a format this program does not know",
                code="unknown_format",
                hint=f"it reads '{FORMAT}'; a newer program may have written it",
            )
        document = _object(document, ("format", "name", "base", "parameters", "card"), "the model")
        numbers, base = _numbers(document["parameters"]), document["base"]
        if not isinstance(base, str):
            raise _bad("base is no text")
        found = cls(
            base,
            numbers["share_per_mille"],
            Calibration(numbers["slope_per_mille"], numbers["offset_millibits"]),
            _card(document["card"]),
        )
        if document["name"] != found.name:
            raise _bad("its name does not fit its parameters")
        return found

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Inverse of :meth:`text`. Errors as of :meth:`from_json`."""
        try:
            document = json.loads(text) if len(text) <= MAX_CHARACTERS else None
        except (ValueError, RecursionError):
            document = None
        return cls.from_json(document)

    def _numbers(self) -> dict[str, Json]:
        line = self.calibration
        return dict(zip(_PARAMETERS, (self.share, line.slope, line.offset), strict=True))


def _numbers(found: object) -> dict[str, int]:
    given = _object(found, tuple(_PARAMETERS), "parameters")
    numbers: dict[str, int] = {}
    for name, (low, high) in _PARAMETERS.items():
        value = given[name]
        if type(value) is not int or not low <= value <= high:
            raise _bad(f"{name} is no whole number from {low} to {high}")
        numbers[name] = value
    return numbers


def _card(found: object) -> Card:
    values = _object(found, tuple(f.name for f in fields(Card)), "card")
    texts = ("learned", "fitted_at", "purpose", "parameters_before")
    counts = ("learned_from", "diagnostics")
    good = (
        all(isinstance(values[name], str) for name in texts)
        and all(isinstance(values[name], dict) for name in counts)
        and all(type(number) is int for name in counts for number in values[name].values())
        and isinstance(values["limits"], list)
        and all(isinstance(one, str) for one in values["limits"])
    )
    if not good:
        raise _bad("a part of card is of the wrong type")
    return Card(**{**values, "limits": tuple(values["limits"])})


def _object(found: object, wanted: tuple[str, ...], what: str) -> dict[str, Any]:
    """An object that has these keys and no others."""
    if not isinstance(found, dict) or set(found) != set(wanted):
        raise _bad(f"{what} must have {', '.join(wanted)} and nothing else")
    return found


def _bad(fault: str) -> InputError:
    return InputError(f"the model cannot be used: {fault}", code="bad_model")
