"""A JSON object of a CRM's answer, read field by field: what is not as it should be is named by its place only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NoReturn

from socialmatch.errors import CrmContract
from socialmatch.moments import parse_moment


class Fields:
    """An object whose fields are read by name. A field that is absent or ``null`` reads as empty.

    Every reading raises :class:`CrmContract` (``bad_answer``) where the field holds another kind of value; the message
    names the field and never the value.

    Parameters
    ----------
    value: a JSON object. where: its place in the answer, for messages.
    """

    __slots__ = ("_value", "_where")

    def __init__(self, value: Mapping[str, Any], where: str = "") -> None:
        self._value = value
        self._where = where

    def __repr__(self) -> str:
        return f"<Fields {self._where or 'of the answer'}>"

    def __bool__(self) -> bool:
        return bool(self._value)

    def has(self, name: str) -> bool:
        """Whether the field is there and not ``null``."""
        return self._value.get(name) is not None

    def having(self, name: str) -> Fields:
        """The same, where the field is there: an answer without it says nothing, not even that there is nothing.

        Raises
        ------
        CrmContract: it is not there, or ``null`` (``bad_answer``).
        """
        if not self.has(name):
            raise CrmContract(f"the CRM's answer has no {self._place(name)}", code="bad_answer")
        return self

    def text(self, name: str) -> str:
        """A text, byte for byte; ``""`` where there is none."""
        value = self._value.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else self._broken(name, "a text")

    def id(self, name: str = "id") -> str:
        """An identifier, which has to be there: a text, or a whole number as its digits."""
        value = self._value.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return value if isinstance(value, str) and value else self._broken(name, "an id")

    def number(self, name: str) -> int | None:
        """A whole number, or ``None``."""
        value = self._value.get(name)
        if value is None:
            return None
        return value if isinstance(value, int) and not isinstance(value, bool) else self._broken(name, "a whole number")

    def flag(self, name: str) -> bool:
        """True or false; false where there is none."""
        value = self._value.get(name)
        return bool(value) if value is None or isinstance(value, bool) else self._broken(name, "true or false")

    def moment(self, name: str) -> datetime | None:
        """An RFC 3339 time, or ``None``."""
        text = self.text(name)
        if not text:
            return None
        try:
            return parse_moment(text)
        except ValueError:
            self._broken(name, "a moment")

    def part(self, name: str) -> Fields:
        """An object within; an empty one where there is none."""
        value = self._value.get(name)
        if value is None:
            return Fields({}, self._place(name))
        return Fields(value, self._place(name)) if isinstance(value, dict) else self._broken(name, "an object")

    def parts(self, name: str) -> list[Fields]:
        """A list of objects; an empty one where there is none."""
        values, place = self._list(name), self._place(name)
        return [Fields(one, f"{place}[]") if isinstance(one, dict) else self._broken(name, "objects") for one in values]

    def texts(self, name: str) -> list[str]:
        """A list of texts; an empty one where there is none."""
        return [one if isinstance(one, str) else self._broken(name, "texts") for one in self._list(name)]

    def _list(self, name: str) -> list[Any]:
        value = self._value.get(name)
        if value is None:
            return []
        return value if isinstance(value, list) else self._broken(name, "a list")

    def _place(self, name: str) -> str:
        return f"{self._where}.{name}" if self._where else name

    def _broken(self, name: str, kind: str) -> NoReturn:
        raise CrmContract(f"the CRM's answer: {self._place(name)} does not hold {kind}", code="bad_answer")
