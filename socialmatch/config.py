"""Policy from ``socialmatch.toml``; secrets from the environment or a file that only its owner can read.

Everything has a safe default, a bound that is enforced, and a line in ``docs/reference/settings.md``.
A message names the setting or the secret, never its value. Secrets are never in the store and never in
``socialmatch.toml``.
"""

from __future__ import annotations

import difflib
import os
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretBytes, ValidationError, field_validator, model_validator

from socialmatch.errors import ConfigError, FileError
from socialmatch.tomltext import read_toml

CONFIG_FILE: Final = "socialmatch.toml"
CONFIG_VARIABLE: Final = "SOCIALMATCH_CONFIG"
SECRETS_FILE: Final = "socialmatch.secrets"
SECRETS_VARIABLE: Final = "SOCIALMATCH_SECRETS"
SECRET_BYTES: Final = 32
"""Length of every secret: an HMAC-SHA-256 key, an AES-256 key, an Ed25519 seed."""

MAX_BYTES: Final = 1 << 18
"""Of a file of settings or secrets; a larger one is refused unread."""

_REFERENCE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")

_Purpose = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
_Handle = Annotated[str, Field(pattern=r"^[a-z]+:\S+$", max_length=320)]
_CrmName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
_Address = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*:\S", max_length=4096)]
_Words = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
_Figure = Annotated[int, Field(ge=1, le=1_000_000)]
_Many = Field(strict=False)  # a TOML array is a list; what is in it stays strict


class Policy(BaseModel):
    """What this installation allows; the table ``[policy]`` of ``socialmatch.toml``.

    Attributes
    ----------
    purposes: what consent is asked for; nothing outside this list is ever matched.
    both_sides: scoring wants a grant of the account's owner and one of the profile's. It can be stated, not changed.
    max_consent_months: longest term a grant gets from its notice.
    min_assurance: lowest assurance at which a link answers. allow_l1: whether one-directional proofs make links.
    match_threshold, review_threshold: probabilities from which a proposal is a match, or worth a look.
    top_k: proposals per profile.
    crm_grants: whether a "yes" in a CRM's consent field counts as one; a "no" always does.
    aggregate_counts: whether rarity may count values over the whole CRM, never a score of a person.
    code_ttl_minutes, invitation_ttl_hours: lifetimes of what is sent to a customer.
    own_handles: the brand's own, each ``platform:handle``; they never become customers.
    phone_region: ISO 3166-1 alpha-2 country whose national phone numbers are read; empty reads none.
    home_country: ISO 3166-1 alpha-2 country whose age of consent counts where the account names none; empty: 16 years.
    unknown_age: whether who is not known to be old enough may agree; known minors never may without a guardian.
    handle_choices: whoever opens an invitation finds its handle among so many; 0 has them type it.
    evidence_years: how long the evidence of a consent that ended is kept. small_group: groups of fewer people are not
        told in reports.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    purposes: Annotated[tuple[_Purpose, ...], _Many, Field(min_length=1)] = ("support",)
    both_sides: Literal[True] = True
    max_consent_months: Annotated[int, Field(ge=1, le=24)] = 24
    min_assurance: Literal["L1", "L2", "L3"] = "L2"
    allow_l1: bool = False
    match_threshold: Annotated[float, Field(ge=0.5, le=1.0)] = 0.99
    review_threshold: Annotated[float, Field(ge=0.0, le=1.0)] = 0.2
    top_k: Annotated[int, Field(ge=1, le=100)] = 3
    crm_grants: bool = False
    aggregate_counts: bool = True
    code_ttl_minutes: Annotated[int, Field(ge=1, le=10)] = 10
    invitation_ttl_hours: Annotated[int, Field(ge=1, le=168)] = 24
    own_handles: Annotated[tuple[_Handle, ...], _Many] = ()
    phone_region: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    home_country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    unknown_age: Literal["allow", "refuse"] = "allow"
    handle_choices: Literal[0, 3, 4, 5, 6, 7, 8] = 0
    evidence_years: Annotated[int, Field(ge=1, le=30)] = 4
    small_group: Annotated[int, Field(ge=2, le=1000)] = 10

    @property
    def code_ttl(self) -> timedelta:
        """Lifetime of a code and of a loop code."""
        return timedelta(minutes=self.code_ttl_minutes)

    @property
    def invitation_ttl(self) -> timedelta:
        """Lifetime of an invitation."""
        return timedelta(hours=self.invitation_ttl_hours)

    @field_validator("purposes", "own_handles")
    @classmethod
    def _named_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) < len(value):
            raise ValueError("one entry stands there twice")
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.review_threshold > self.match_threshold:
            raise ValueError("review_threshold is above match_threshold")
        if self.min_assurance == "L1" and not self.allow_l1:
            raise ValueError("min_assurance is L1 although allow_l1 is false")
        return self


class Brand(BaseModel):
    """How the brand speaks to people; the table ``[brand]`` of ``socialmatch.toml``.

    Attributes
    ----------
    name: what the texts call the brand. withdraw, report: sentences that say how to, without "To withdraw:".
    texts: a folder with templates of the host's own; empty for ours.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: _Words = "Customer Service"
    withdraw: _Words = "write STOP from the linked profile, or end it in your account."
    report: _Words = "Tell our support."
    texts: Annotated[str, Field(max_length=1_000)] = ""


class Rates(BaseModel):
    """How often something may be tried; the table ``[limits]`` of ``socialmatch.toml``.

    Attributes
    ----------
    sender: codes one profile sends in ten minutes. account: codes one account asks for in ten minutes.
    tenant, everywhere: codes all profiles send to one tenant, and to all, in ten minutes.
    invitations: that one profile is sent in 30 days. open_codes: codes of one tenant that are open at a time.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    sender: Annotated[int, Field(ge=1, le=1_000)] = 5
    account: Annotated[int, Field(ge=1, le=1_000)] = 5
    tenant: Annotated[int, Field(ge=1, le=1_000_000_000)] = 50_000
    everywhere: Annotated[int, Field(ge=1, le=1_000_000_000)] = 500_000
    invitations: Annotated[int, Field(ge=1, le=3)] = 3
    open_codes: Annotated[int, Field(ge=1, le=1_000_000_000)] = 10_000


class Watch(BaseModel):
    """From how many of what on an officer sees an event; the table ``[watch]`` of ``socialmatch.toml``.

    Attributes
    ----------
    wrong_handles: invitations of one profile, in 30 days, that were opened by somebody who did not know whose they are.
    conflicts: links, in 30 days, that one account tried to make with profiles linked to others.
    foreign_senders: codes of one account, in a day, that came from a profile they are not for.
    bad_codes: codes, in a day, that one profile sent and that cannot be used.
    refused_grants: times, in a day, that one actor tried to agree for a customer.
    lookups: people an agent or officer was shown within an hour.
    many_accounts: accounts one profile was linked with in 30 days.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    wrong_handles: _Figure = 1
    conflicts: _Figure = 2
    foreign_senders: _Figure = 3
    bad_codes: _Figure = 20
    refused_grants: _Figure = 3
    lookups: _Figure = 120
    many_accounts: _Figure = 3


class Log(BaseModel):
    """The tamper-evident log; the table ``[log]`` of ``socialmatch.toml``.

    Attributes
    ----------
    name: of the log, the first line of every checkpoint; another name is another log. Of a tenant that is not the
        default one, ``/`` and the tenant follow.
    signer: a folder in which the signer remembers what it signed. No restore of the database reaches it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Annotated[str, Field(pattern=r"^[!-*,-~]{1,200}$")] = "socialmatch-log"
    signer: Annotated[str, Field(min_length=1, max_length=1_000)] = "socialmatch.signer"


class Alarms(BaseModel):
    """From when on something is not well; the table ``[health]`` of ``socialmatch.toml``.

    Attributes
    ----------
    outbox_minutes: that a CRM may still have to be told of a link, or of its end.
    removal_hours: after which a link's end that no CRM heard of is a failure.
    counts_hours: that a count of values may be old. unsigned_hours: that an event may wait for a checkpoint.
    disk_mb: megabytes that should be free where the embedded store, the withdrawal journal and the signer lie.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    outbox_minutes: Annotated[int, Field(ge=1, le=10_000)] = 60
    removal_hours: Annotated[int, Field(ge=1, le=720)] = 24
    counts_hours: Annotated[int, Field(ge=1, le=8_760)] = 48
    unsigned_hours: Annotated[int, Field(ge=1, le=8_760)] = 48
    disk_mb: Annotated[int, Field(ge=0, le=1_000_000_000)] = 500


class Backup(BaseModel):
    """What outlives the store; the table ``[backup]`` of ``socialmatch.toml``.

    Attributes
    ----------
    journal: a folder for the withdrawal journal, a file for each tenant. Empty: beside an embedded store, as its file's
        name with ``.withdrawals`` added, and none for PostgreSQL. No restore of the database reaches it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    journal: Annotated[str, Field(max_length=1_000)] = ""


class Crm(BaseModel):
    """One CRM; a table ``[crm.NAME]`` of ``socialmatch.toml``. NAME is the ``crm`` of its account keys.

    A text may name a variable of the environment, ``${NAME}``, whose value stands there once the CRM is opened: so
    passwords stay out of the file. ``repr`` shows neither address nor options.

    Attributes
    ----------
    address: ``ADAPTER:TARGET``, see :func:`socialmatch.crm.registry.open_adapter`.
    options: the adapter's own settings; the table ``[crm.NAME.options]``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    address: _Address = Field(repr=False)
    options: dict[str, Any] = Field(default_factory=dict, repr=False)

    def resolved(self, environ: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
        """Address and options, with the values of the variables they name.

        Parameters
        ----------
        environ: the environment, usually ``os.environ``.

        Raises
        ------
        ConfigError: a variable is not set (``missing_variable``).
        """
        return _filled_in(self.address, environ), _filled_in(self.options, environ)


class SignInProvider(BaseModel):
    """A platform one can sign in with; a table ``[sign_in.NAME]`` of ``socialmatch.toml``.

    Attributes
    ----------
    issuer: whose word counts, byte for byte as it names itself. platform: whose profiles it vouches for.
    scope: of their ids, see :class:`socialmatch.models.ProfileKey`.
    nonce: whether it repeats the nonce, as every OpenID provider does; false for plain OAuth 2.0.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    issuer: Annotated[str, Field(pattern=r"^(https://|http://(localhost|127\.0\.0\.1)[:/]?)[!-~]*$", max_length=1_000)]
    platform: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
    scope: Annotated[str, Field(max_length=320)] = ""
    nonce: bool = True


class Config(BaseModel):
    """Everything ``socialmatch.toml`` can say."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    policy: Policy = Policy()
    crm: dict[_CrmName, Crm] = {}
    sign_in: dict[_CrmName, SignInProvider] = {}
    brand: Brand = Brand()
    limits: Rates = Rates()
    watch: Watch = Watch()
    log: Log = Log()
    health: Alarms = Alarms()
    backup: Backup = Backup()

    @model_validator(mode="after")
    def _issuers_told_apart(self) -> Self:
        named = [(one.issuer, one.scope) for one in self.sign_in.values()]
        if len(set(named)) < len(named):
            raise ValueError("two providers of sign_in have the same issuer and scope")
        return self


_TABLES: Final[Mapping[str, type[BaseModel]]] = {
    "policy": Policy,
    "brand": Brand,
    "limits": Rates,
    "watch": Watch,
    "log": Log,
    "health": Alarms,
    "backup": Backup,
}


@dataclass(frozen=True, slots=True)
class Secrets:
    """The keys kept apart from the store, 32 bytes each; ``None`` where none was given. ``repr`` shows none.

    Attributes
    ----------
    pepper: keys the digests of codes and invitations. master_key: wraps the per-subject keys.
    suppression_key: keys the marks of people who withdrew. signing_key: Ed25519 seed of the log's checkpoints.
    former_master_keys, former_peppers: still open what they made, while keys are rotated; the latest first.
    """

    pepper: SecretBytes | None = None
    master_key: SecretBytes | None = None
    suppression_key: SecretBytes | None = None
    signing_key: SecretBytes | None = None
    former_master_keys: tuple[SecretBytes, ...] = ()
    former_peppers: tuple[SecretBytes, ...] = ()

    def need(self, name: str) -> bytes:
        """The bytes of one secret, in the clear.

        Raises
        ------
        ConfigError: it was not given (``missing_secret``).
        """
        secret: SecretBytes | None = getattr(self, name)
        if secret is None:
            raise ConfigError(
                f"the secret {name} is missing",
                code="missing_secret",
                hint=f"set {_variable(name)}, or make a file of secrets with 'socialmatch init'",
            )
        return secret.get_secret_value()

    def former(self, name: str) -> tuple[bytes, ...]:
        """The former keys of one secret, in the clear; of ``master_key`` and ``pepper``."""
        kept: tuple[SecretBytes, ...] = getattr(self, FORMER_NAMES[name])
        return tuple(secret.get_secret_value() for secret in kept)


FORMER_NAMES: Final = {"master_key": "former_master_keys", "pepper": "former_peppers"}
"""The secrets that leave something behind when they are replaced, and where their former keys stand."""
SECRET_NAMES: Final = tuple(f.name for f in fields(Secrets) if f.name not in FORMER_NAMES.values())


def load(path: Path | None, environ: Mapping[str, str]) -> Config:
    """Read the settings.

    Parameters
    ----------
    path: the file; without it the one ``SOCIALMATCH_CONFIG`` names, else ``./socialmatch.toml``, else defaults.
    environ: the environment, usually ``os.environ``.

    Raises
    ------
    ConfigError: not TOML, an unknown setting, or a value outside its bounds; every fault is named.
    FileError: a file that was named cannot be read.
    """
    source = _find(path, environ.get(CONFIG_VARIABLE), CONFIG_FILE)
    if source is None:
        return Config()
    try:
        return Config.model_validate(_toml(_read(source), source))
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
    raise _bad_settings(found)  # outside the except block, so that no traceback repeats what the file says


def load_secrets(path: Path | None, environ: Mapping[str, str]) -> Secrets:
    """Read the secrets: each from its variable (``SOCIALMATCH_PEPPER`` ...), else from the file.

    Parameters
    ----------
    path: the file; without it the one ``SOCIALMATCH_SECRETS`` names, else ``./socialmatch.secrets`` if there.
        On POSIX it must be a regular file that group and others cannot touch (mode 0600).
    environ: the environment, usually ``os.environ``.

    Raises
    ------
    ConfigError: unknown or malformed secret, the same key for two, or a file that others can read.
    FileError: a file that was named cannot be read.
    """
    source = _find(path, environ.get(SECRETS_VARIABLE), SECRETS_FILE)
    stored = {} if source is None else _toml(_read(source, private=True), source)
    known = (*SECRET_NAMES, *FORMER_NAMES.values())
    for name in stored:
        if name not in known:
            raise ConfigError(f"unknown secret {name}", code="unknown_secret", hint=_nearest(name, known))
    texts: dict[str, object] = {**stored}
    texts.update({n: environ[_variable(n)] for n in known if environ.get(_variable(n))})
    keys = {name: _key(name, texts[name]) for name in SECRET_NAMES if name in texts}
    former = {name: _keys(name, texts[name]) for name in FORMER_NAMES.values() if name in texts}
    everything = [*keys.values(), *(key for some in former.values() for key in some)]
    if len(set(everything)) < len(everything):
        raise ConfigError("two secrets are the same; each needs its own", code="shared_secret")
    return _secrets(keys, former)


def generate_secrets(path: Path, randbytes: Callable[[int], bytes]) -> Secrets:
    """Make a file of fresh secrets, readable by its owner only (0600), and return them.

    Parameters
    ----------
    path: where to; an existing file is never overwritten, because what its keys protect would be lost.
    randbytes: a cryptographic source of that many bytes, usually ``secrets.token_bytes``.

    Raises
    ------
    ConfigError: the file exists (``secrets_exist``). FileError: it cannot be written.
    """
    made = _secrets({name: randbytes(SECRET_BYTES) for name in SECRET_NAMES}, {})
    try:
        _write_secrets(path, made)
    except FileExistsError:
        raise ConfigError(f"{path} exists and is not overwritten", code="secrets_exist") from None
    return made


def replace_secrets(path: Path, secrets: Secrets) -> None:
    """Write a file of secrets anew, in one step: whoever reads it finds the old keys or the new ones.

    Parameters
    ----------
    path: must be there. secrets: everything it is to hold; keys that come from variables belong to it too.

    Raises
    ------
    FileError: it is not there, or cannot be written.
    """
    fresh = path.with_name(f".{path.name}.new")
    try:
        path.stat()
        fresh.unlink(missing_ok=True)
        _write_secrets(fresh, secrets)
        fresh.replace(path)
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror}", code="unwritable") from None


def _write_secrets(path: Path, secrets: Secrets) -> None:
    """A new file, which only its owner can read from the first moment on."""
    lines = ["# Secrets of socialmatch. Keep this file apart from the store and out of version control."]
    lines += [f'{name} = "{secrets.need(name).hex()}"' for name in SECRET_NAMES if getattr(secrets, name)]
    for name, place in FORMER_NAMES.items():
        listed = ", ".join(f'"{key.hex()}"' for key in secrets.former(name))
        lines += [f"{place} = [{listed}]"] if listed else []
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror}", code="unwritable") from None
    try:
        with os.fdopen(descriptor, "w", encoding="ascii", newline="\n") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise FileError(f"{path} cannot be written: {error.strerror}", code="unwritable") from None


def _find(path: Path | None, named: str | None, default: str) -> Path | None:
    """The file to read: the one that was named must be there, the default one may be missing."""
    if path is not None:
        return path
    if named:
        return Path(named)
    return Path(default) if Path(default).exists() else None


def _read(path: Path, *, private: bool = False) -> bytes:
    """A regular file of at most 256 KiB. The descriptor is what is checked, so the file cannot be swapped between."""
    try:
        # Without O_NONBLOCK opening a named pipe would wait for a writer.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                raise FileError(f"{path} is not a regular file", code="not_a_file")
            if private and os.name == "posix" and stat.S_IMODE(mode) & 0o077:
                raise ConfigError(
                    f"{path} holds secrets and others can read it", code="secrets_exposed", hint=f"chmod 600 {path}"
                )
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}", code="unreadable") from None
    if len(content) > MAX_BYTES:
        raise FileError(f"{path} is larger than {MAX_BYTES} bytes", code="too_large")
    return content


def _toml(content: bytes, path: Path) -> dict[str, Any]:
    """The tables of a TOML file. The parser's own words are not repeated, they may quote a value."""
    try:
        return read_toml(content.decode("utf-8"))
    except UnicodeDecodeError:
        fault = "not UTF-8"
    except ValueError as error:
        fault = f"not valid TOML{error}"
    raise ConfigError(f"{path} is {fault}", code="bad_toml")


def _bad_settings(found: list[Any]) -> ConfigError:
    """One error that names every setting at fault."""
    faults, hint = [], ""
    for fault in found:
        name = ".".join(str(part) for part in fault["loc"]) or "socialmatch.toml"
        if fault["type"] == "extra_forbidden":
            faults.append(f"unknown setting {name}")
            hint = hint or _nearest(name, _known(fault["loc"]))
        else:
            text = fault["msg"].removeprefix("Value error, ").replace("Input should be", "should be")
            faults.append(f"setting {name}: {text}")
    unknown_only = all(fault.startswith("unknown") for fault in faults)
    return ConfigError("; ".join(faults), code="unknown_setting" if unknown_only else "bad_setting", hint=hint)


def _known(place: tuple[str | int, ...]) -> list[str]:
    """The settings there are, as far as they can be named: those of a CRM stand under its own name."""
    if place[0] == "crm" and len(place) > 2:
        return [f"crm.{place[1]}.{setting}" for setting in Crm.model_fields]
    if place[0] == "sign_in" and len(place) > 2:
        return [f"sign_in.{place[1]}.{setting}" for setting in SignInProvider.model_fields]
    return [f"{table}.{setting}" for table, model in _TABLES.items() for setting in model.model_fields]


def _filled_in(value: Any, environ: Mapping[str, str]) -> Any:
    """A setting with the values of the variables its texts name, however deep they stand."""
    if isinstance(value, dict):
        return {key: _filled_in(item, environ) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled_in(item, environ) for item in value]
    if not isinstance(value, str):
        return value
    missing = [name for name in _REFERENCE.findall(value) if name not in environ]
    if missing:
        raise ConfigError(
            f"the variable {missing[0]} is not set, and a CRM's setting names it", code="missing_variable"
        )
    return _REFERENCE.sub(lambda found: environ[found[1]], value)


def _nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"


def _variable(name: str) -> str:
    return f"SOCIALMATCH_{name.upper()}"


def _secrets(keys: Mapping[str, bytes], former: Mapping[str, Sequence[bytes]]) -> Secrets:
    values: dict[str, Any] = {name: SecretBytes(key) for name, key in keys.items()}
    values |= {name: tuple(map(SecretBytes, some)) for name, some in former.items()}
    return Secrets(**values)


def _keys(name: str, texts: object) -> list[bytes]:
    """Former keys: a list in the file, separated by commas in a variable."""
    listed = texts.split(",") if isinstance(texts, str) else texts
    if not isinstance(listed, list):
        raise ConfigError(f"the secret {name} is not a list", code="bad_secret")
    return [_key(name, text) for text in listed]


def _key(name: str, text: object) -> bytes:
    """The bytes of a secret, written as hexadecimal digits."""
    if isinstance(text, str) and re.fullmatch(rf"[0-9a-fA-F]{{{2 * SECRET_BYTES}}}", text.strip()):
        return bytes.fromhex(text.strip())
    raise ConfigError(f"the secret {name} is not {2 * SECRET_BYTES} hexadecimal digits", code="bad_secret")
