"""Every exception this library raises, and the exit code its command line gives for it.

::

    SocialMatchError
    ├── UsageError                 wrong argument or option                     exit 2
    │   └── ConfigError            a setting in socialmatch.toml or a secret    exit 2
    ├── InputError                 something that was read cannot be used       exit 3
    │   ├── FileError              a whole file: missing, truncated, not UTF-8  exit 3
    │   ├── RowError               one row of a file: rejected, the run goes on exit 3
    │   ├── HandleError            a text that names no profile                 exit 3
    │   └── CodeError              a text that is no code and no invitation     exit 3
    ├── ConsentError               the person did not agree, or no longer does  exit 1
    │   ├── ConsentMissing         an operation needs a permit nobody holds     exit 1
    │   └── IllegalTransition      a consent event that cannot follow the last  exit 3
    ├── LinkError                  a link is not made, or not ended             exit 1
    │   ├── TokenRefused           a code or invitation is not taken            exit 1
    │   ├── InboundRefused         a message by webhook is not the platform's    exit 1
    │   └── AlreadyLinked          the profile belongs to another account       exit 1
    ├── LedgerError                the record does not prove what it should     exit 1
    │   ├── ProofInvalid           a proof, checkpoint, note or leaf is wrong   exit 1
    │   └── Inconsistent           rollback or fork against what was known      exit 4
    ├── CrmError                   a CRM, or its adapter, did not do it         exit 3
    │   ├── CrmUnavailable         not reached, or busy; later it may work      exit 3
    │   ├── CrmRefused             it said no; the same again will not help     exit 3
    │   │   └── CrmUnauthorized    it does not accept our credentials           exit 3
    │   ├── CrmConflict            something else stands there already          exit 3
    │   ├── CrmUnsupported         the adapter cannot do that; nothing changed  exit 3
    │   └── CrmContract            the adapter breaks the adapter contract      exit 3
    ├── StoreError                 the store cannot do what was asked           exit 3
    │   ├── StoreBusy              others hold it, longer than we wait          exit 3
    │   ├── StoreUnavailable       gone, full, read-only or not to be opened    exit 3
    │   ├── StoreConflict          a write contradicts what is there            exit 3
    │   ├── StoreCorrupt           what is there does not open or verify        exit 3
    │   └── SchemaMismatch         older or newer than this program, or no store exit 3
    ├── EngineError                a batch engine could not finish              exit 3
    └── MissingExtra               an optional dependency is not installed      exit 3

A message names the file, row, field or option, and a reason code.
It never names the person: no handle, no address, no number, no value of a row.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar


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


class CodeError(InputError):
    """A text is no code and no invitation: mistyped, cut off, something else. ``code`` says why.

    It says something about the text alone, and nothing about which codes exist.
    """

    default_code = "bad_code"


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


class LinkError(SocialMatchError):
    """A link cannot be made, or cannot be ended so. ``code`` says why."""

    exit_code = 1
    default_code = "link"


class TokenRefused(LinkError):
    """A code or an invitation is not taken. It is the same error whatever the reason was; the log has the reason."""

    default_code = "token_refused"

    def __init__(self) -> None:
        super().__init__("this code cannot be used", hint="ask for a new one where you are signed in")


class InboundRefused(LinkError):
    """A message that came by webhook does not count: not signed, not now, or not for the first time.

    ``code`` says why, for the host; whoever called the webhook is told nothing.
    """

    default_code = "inbound"

    def __init__(self, code: str) -> None:
        super().__init__("this message is not taken", code=code)


class AlreadyLinked(LinkError):
    """The profile is linked to another account, and stays so.

    Parameters
    ----------
    notifications: what the sides are to be told, as :class:`socialmatch.models.Notification`.
    """

    default_code = "already_linked"

    def __init__(self, notifications: tuple[Any, ...] = ()) -> None:
        super().__init__(
            "the profile is linked to another account already", hint="end that link first; either side can"
        )
        self.notifications = notifications


class LedgerError(SocialMatchError):
    """The tamper-evident record does not show what it should."""

    exit_code = 1
    default_code = "ledger"


class ProofInvalid(LedgerError):
    """A proof, checkpoint, signed note, key line or leaf is malformed or does not verify. ``code`` says why."""

    default_code = "proof_invalid"


class Inconsistent(LedgerError):
    """A log is not the continuation of what is known of it: cut back (``rollback``) or rewritten (``fork``).

    Parameters
    ----------
    code: ``"rollback"`` or ``"fork"``.
    known: the size known before. offered: the size met now.
    """

    exit_code = 4
    default_code = "inconsistent"

    def __init__(self, message: str, *, code: str, known: int, offered: int, hint: str = "") -> None:
        super().__init__(message, code=code, hint=hint)
        self.known = known
        self.offered = offered


class CrmError(SocialMatchError):
    """A CRM, or the adapter that speaks to it, did not do what was asked."""

    default_code = "crm"


class CrmUnavailable(CrmError):
    """The CRM was not reached, did not answer in time, or is busy. The same call may work later.

    Parameters
    ----------
    retry_after: the first moment at which another try is welcome; ``None`` where nobody said.
    """

    default_code = "unavailable"

    def __init__(
        self, message: str, *, code: str | None = None, hint: str = "", retry_after: datetime | None = None
    ) -> None:
        super().__init__(message, code=code, hint=hint)
        self.retry_after = retry_after


class CrmRefused(CrmError):
    """The CRM understood and said no: no such account, no such right, not valid. Trying again will not help."""

    default_code = "refused"


class CrmUnauthorized(CrmRefused):
    """The CRM does not accept our credentials, or no longer. That says nothing of what was asked."""

    default_code = "unauthorized"


class CrmConflict(CrmError):
    """Something else stands there already: an idempotency key used for another link, a record changed meanwhile."""

    default_code = "conflict"


class CrmUnsupported(CrmError):
    """The adapter or its CRM cannot do that, and says so beforehand. Nothing was changed."""

    default_code = "unsupported"


class CrmContract(CrmError):
    """The adapter, or the CRM behind it, did something the adapter contract forbids: a bug to report."""

    default_code = "contract"


class StoreError(SocialMatchError):
    """The store cannot do what was asked. Whatever was begun is undone, unless ``code`` says otherwise."""

    default_code = "store"


class StoreBusy(StoreError):
    """Other writers held the store longer than we wait. Nothing was changed; the same call may work later."""

    default_code = "store_busy"


class StoreUnavailable(StoreError):
    """The store is gone, full, read-only or cannot be opened.

    ``code`` ``"commit_unknown"`` is the one case in which a change may have been kept: the connection
    broke while it was being committed. Read before you repeat it.
    """

    default_code = "store_unavailable"


class StoreConflict(StoreError):
    """A write contradicts what the store holds (``already_linked``, ``append_only``, ``constraint`` ...)."""

    default_code = "store_conflict"


class StoreCorrupt(StoreError):
    """What the store holds does not open or does not verify: damaged, or changed by somebody else."""

    default_code = "store_corrupt"


class SchemaMismatch(StoreError):
    """The store's tables are of another version than this program.

    ``code`` is ``"schema_missing"`` (no store there), ``"schema_old"`` (migrate it) or ``"schema_new"``
    (made by a newer program; this one must not touch it).
    """

    default_code = "schema"


class EngineError(SocialMatchError):
    """A batch engine could not finish: nothing was written, and the same call may work later."""

    default_code = "engine"


class MissingExtra(SocialMatchError):
    """A feature needs an optional dependency. The hint is the command that installs it."""

    default_code = "missing_extra"

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs the extra '{extra}'", hint=f"pip install 'socialmatch[{extra}]'")
        self.extra = extra
