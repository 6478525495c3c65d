"""Options that mean the same in every command."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click
from click.shell_completion import CompletionItem

from socialmatch import plugins
from socialmatch.config import SECRETS_FILE, SECRETS_VARIABLE, Config, load, load_secrets
from socialmatch.errors import FileError
from socialmatch.files.places import check_apart
from socialmatch.files.writers import atomic_write
from socialmatch.models import DEFAULT_TENANT, Actor, ActorKind
from socialmatch.moments import parse_moment

if TYPE_CHECKING:
    from socialmatch.store import Store

STORE_VARIABLE: Final = "SOCIALMATCH_STORE"
DEFAULT_STORE: Final = "sqlite:///socialmatch.db"
_LARGEST: Final = 1 << 20
OPERATOR: Final = Actor(ActorKind.JOB, "command-line")
"""Who acts where a command does not ask: whoever may run it on this machine."""

Command = TypeVar("Command", bound=Callable[..., Any])


class Moment(click.ParamType[datetime]):
    """A date or an RFC 3339 time."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the time; UTC where it names no offset."""
        try:
            return value if isinstance(value, datetime) else parse_moment(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class PluginOption(click.Option):
    """An option that takes the name of a plug-in; its help says which are installed, looked up when it is shown."""

    def __init__(self, *words: Any, group: str, **settings: Any) -> None:
        super().__init__(*words, **settings)
        self._group = group

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The help, with the names there are."""
        record = super().get_help_record(ctx)
        if record is None:
            return None
        return record[0], f"{record[1]}  Installed: {', '.join(plugins.names(self._group))}."

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The names that begin so."""
        return [CompletionItem(name) for name in plugins.names(self._group) if name.startswith(incomplete)]


def as_of_option(command: Command) -> Command:
    """``--as-of TIME``: the moment consent is read at."""
    return click.option(
        "--as-of",
        type=Moment(),
        metavar="TIME",
        help="Read consent as of this moment (RFC 3339 or a date). Default: now.",
    )(command)


def json_option(command: Command) -> Command:
    """``--json[=FILE]``: the result for programs; refused before the work where FILE is the store or the secrets."""

    @wraps(command)
    def checked(*args: Any, **given: Any) -> Any:
        if given["json_to"] not in (None, "-"):
            check_apart(inputs=precious(given), outputs=[Path(given["json_to"])])
        return command(*args, **given)

    return click.option(
        "--json", "json_to", metavar="[=FILE]", help="Give the result as JSON, to FILE or to standard output."
    )(cast("Command", checked))


def config_option(command: Command) -> Command:
    """``--config FILE``: where the policy stands."""
    return click.option(
        "--config",
        "config",
        metavar="FILE",
        callback=_load,
        help="Policy file. Default: $SOCIALMATCH_CONFIG, else ./socialmatch.toml, else safe defaults.",
    )(command)


def store_option(command: Command) -> Command:
    """``--store URL`` and ``--tenant NAME``: which store, and whose data in it."""
    tenant_option = click.option(
        "--tenant", default=DEFAULT_TENANT, show_default=True, metavar="NAME", help="Whose data, in a shared store."
    )
    return whole_store_option(tenant_option(command))


def whole_store_option(command: Command) -> Command:
    """``--store URL``: which store, with the data of all its tenants."""
    return click.option(
        "--store",
        "store_url",
        envvar=STORE_VARIABLE,
        default=DEFAULT_STORE,
        show_default=True,
        metavar="URL",
        help="sqlite:///PATH or postgresql+psycopg://USER@HOST/DATABASE. Default: $SOCIALMATCH_STORE.",
    )(command)


def secrets_option(command: Command) -> Command:
    """``--secrets FILE``: where the secrets stand that are not in the environment."""
    return click.option(
        "--secrets",
        "secrets_file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="File of secrets (0600). Default: $SOCIALMATCH_SECRETS, else ./socialmatch.secrets.",
    )(command)


def secrets_path(named: Path | None) -> Path:
    """Where the secrets stand, or would: the file that was named, the environment's, or the default one."""
    return named or Path(os.environ.get(SECRETS_VARIABLE) or SECRETS_FILE)


@contextmanager
def opened(store_url: str, secrets_file: Path | None, config: Config | None = None) -> Iterator[Store]:
    """The store of a command, closed after it; without a config, that of the environment or the folder counts."""
    from socialmatch.ledger import log
    from socialmatch.store import Journals, Keyring, Store

    settings = config or load(None, os.environ)
    keys = Keyring.of(load_secrets(secrets_file, os.environ))
    journals = Journals.of(store_url, settings.backup.journal, keys.refs)
    store = Store(store_url, keys, before_commit=log.grow, journals=journals)
    try:
        yield store
    finally:
        store.close()


def _load(ctx: click.Context, param: click.Parameter, value: str | None) -> Config:
    return load(Path(value) if value else None, os.environ)


def precious(given: Mapping[str, Any]) -> list[Path]:
    """The files of a command that its result may not replace: its store, its secrets."""
    kept = [secrets_path(given["secrets_file"])] if "secrets_file" in given else []
    store, sqlite = str(given.get("store_url", "")), "sqlite:///"
    return [*kept, Path(store.removeprefix(sqlite))] if store.startswith(sqlite) else kept


def read_text(path: Path) -> str:
    """A small file that was named, whole.

    Raises
    ------
    FileError: it cannot be read, is not UTF-8, or is larger than a megabyte.
    """
    try:
        with path.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
        if len(content) <= _LARGEST:
            return content.decode("utf-8")
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}", code="unreadable") from None
    except UnicodeDecodeError:
        raise FileError(f"{path} is not UTF-8", code="not_utf8") from None
    raise FileError(f"{path} is larger than {_LARGEST} bytes", code="too_large")


def give(result: Mapping[str, Any], json_to: str | None, text: str) -> None:
    """Give a command's result: as text, or as JSON to standard output or a file.

    Parameters
    ----------
    json_to: ``None`` for text, ``"-"`` for JSON on standard output, else a file that gets the JSON beside the text.
    """
    written = json.dumps(result, indent=2, ensure_ascii=False) + "\n"
    if json_to == "-":
        click.echo(written, nl=False)
        return
    if json_to is not None:
        with atomic_write(json_to) as file:
            file.write(written.encode())
    click.echo(text)
