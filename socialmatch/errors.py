"""Every exception this library raises, and the exit code its command line gives for it.

::

    SocialMatchError
    ├── UsageError                 wrong argument or option                     exit 2
    │   └── ConfigError            a setting in socialmatch.toml or a secret    exit 2
    ├── InputError                 something that was read cannot be used       exit 3
    │   ├── FileError              a whole file: missing, truncated, not UTF-8  exit 3
    │   ├── RowError               one row of a file: rejected, the run goes on exit 3
    │   └── HandleError            a text that names no profile                 exit 3
    ├── ConsentError               the person did not agree, or no longer does  exit 1
    │   ├── ConsentMissing         an operation needs a permit nobody holds     exit 1
    │   └── IllegalTransition      a consent event that cannot follow the last  exit 3
    └── MissingExtra               an optional dependency is not installed      exit 3

A message names the file, row, field or option, and a reason code.
It never names the person: no handle, no address, no number, no value of a row.
"""

from __future__ import annotations

from typing import ClassVar


class SocialMatchError(Exception):
    """Base of every error here.

    Parameters
    ----------
    message: one sentence for the person who runs the program; holds no personal data.
    code: short stable word for programs (``"missing_column"``), defaults to the class's own.
    hint: what to do about it, in one sentence; may be empty.
    """

    exit_code: ClassVar[int] = 3
    default_code: ClassVar[str] = "error"

    def __init__(self, message: str, *, code: str | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.code = code or self.default_code
        self.hint = hint


class UsageError(SocialMatchError):
    """The caller passed an argument or option that cannot be used."""

    exit_code = 2
    default_code = "usage"


class ConfigError(UsageError):
    """A setting or a secret is missing, malformed or outside its bounds."""

    default_code = "config"


class InputError(SocialMatchError):
    """Something that was read cannot be used."""

    default_code = "input"


class FileError(InputError):
    """A whole file cannot be read or written: missing, truncated, wrong encoding, wrong type."""

    default_code = "file"


class RowError(InputError):
    """One row cannot be used; it is set aside and the run goes on.

    Parameters
    ----------
    code: the reason code that goes to ``OUT.rejected.csv``.
    column: the column at fault, or ``""`` where the whole row is.
    """

    default_code = "row"

    def __init__(self, code: str, *, column: str = "") -> None:
        super().__init__(f"row rejected: {code}" + (f" in column {column}" if column else ""), code=code)
        self.column = column


class HandleError(InputError):
    """A text does not name one profile on one platform. ``code`` says why."""

    default_code = "handle"


class ConsentError(SocialMatchError):
    """The person did not agree, or no longer does."""

    exit_code = 1
    default_code = "consent"


class ConsentMissing(ConsentError):
    """An operation needs a permit that consent does not give.

    Parameters
    ----------
    reason: the consent state's code (``"withdrawn"``, ``"expired"``, ``"other_purpose"`` ...).
    ledger_index: position of the deciding event in the ledger, where there is one.
    """

    default_code = "consent_missing"

    def __init__(self, reason: str, *, ledger_index: int | None = None) -> None:
        super().__init__(f"no consent for this: {reason}", code=reason)
        self.reason = reason
        self.ledger_index = ledger_index


class IllegalTransition(ConsentError):
    """A consent event cannot follow the state it meets.

    Parameters
    ----------
    state: the state before. event: the kind of the event that was refused.
    """

    exit_code = 3
    default_code = "illegal_transition"

    def __init__(self, state: str, event: str) -> None:
        super().__init__(f"a consent that is {state} cannot take the event {event}")
        self.state = state
        self.event = event


class MissingExtra(SocialMatchError):
    """A feature needs an optional dependency. The hint is the command that installs it."""

    default_code = "missing_extra"

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs the extra '{extra}'", hint=f"pip install 'socialmatch[{extra}]'")
        self.extra = extra
