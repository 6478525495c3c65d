"""``socialmatch model``: parameters learned from the store, shown with their card, adopted or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socialmatch.cli.options import read_text
from socialmatch.cli.people import Desk, desk
from socialmatch.cli.progress import Progress
from socialmatch.errors import UsageError
from socialmatch.files.writers import atomic_write

if TYPE_CHECKING:
    from socialmatch.fitting import Shown
    from socialmatch.matching.modelfile import LearnedModel

EXAMPLE = """\b
Examples:
  socialmatch model fit
  socialmatch model show fit-1a2b3c4d
  socialmatch model adopt fit-1a2b3c4d --actor officer:7 --reason "fits"
"""


def _out_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--out FILE``: the model's file."""
    return click.option(
        "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the model's file here."
    )(command)


@click.group(epilog=EXAMPLE)
def model() -> None:
    """Learn what matching takes for granted, and adopt it or not."""


@model.command(epilog="\b\nExample:\n  socialmatch model fit --learn share --out candidate.json\n")
@click.option("--purpose", default="support", show_default=True, metavar="ID", help="What the people agreed to.")
@click.option(
    "--learn",
    type=click.Choice(["share", "calibration"]),
    help="The share of profiles that have an account, from what the last run weighed; or calibration, from judged "
    "pairs. Default: the share, or the latter where there are enough of these or one scores already.",
)
@_out_option
@desk
def fit(at: Desk, purpose: str, learn: str | None, out: Path | None) -> None:
    """Learn from the store and keep a candidate; say what it would change. Nothing scores otherwise before adopt.

    Nobody is compared for it, and whoever does not agree now is not in it.
    """
    _check_out(at, out)
    with at.open() as sm, Progress() as progress:
        found = sm.model.fit(purpose, learn=learn, progress=progress, **at.said)
    _write(found.model, out)
    told = [_told(found.model), *_changes_told(found.changes), f"kept as {found.model.name}; adopt it, or leave it"]
    at.give(found.to_json(), "\n".join(told))


@model.command(epilog="\b\nExample:\n  socialmatch model show fit-1a2b3c4d --out model.json\n")
@click.argument("name", required=False)
@_out_option
@desk
def show(at: Desk, name: str | None, out: Path | None) -> None:
    """Show the parameters that score, or those of NAME, with their card."""
    _check_out(at, out)
    with at.open() as sm:
        found = sm.model.show(name)
    _write(found.learned, out)
    at.give(_shown(found), _shown_told(found))


@model.command(epilog='\b\nExample:\n  socialmatch model adopt fit-1a2b3c4d --reason "looked at"\n')
@click.argument("name", required=False)
@click.option(
    "--file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="A model's file, in place of NAME."
)
@desk
def adopt(at: Desk, name: str | None, file: Path | None) -> None:
    """Let the parameters of NAME score from now on. An earlier name, or the built-in one, goes back to that.

    The next nightly run looks at everybody anew.
    """
    if (name is None) == (file is None):
        raise UsageError("a name or --file is wanted, and not both", code="no_model")
    with at.open() as sm:
        wanted = name if file is None else sm.model.keep(read_text(file), **at.said)
        found = sm.model.adopt(str(wanted), **at.said)
    at.give(_shown(found), f"{_shown_told(found)}\nthe next 'socialmatch reconcile' looks at everybody anew")


def _check_out(at: Desk, out: Path | None) -> None:
    """Refuse, before the work, to replace what is needed."""
    if out is not None:
        at.keep_apart(out)


def _write(learned: LearnedModel | None, out: Path | None) -> None:
    if out is None:
        return
    if learned is None:
        raise UsageError("the built-in parameters have no file", code="built_in")
    with atomic_write(out) as file:
        file.write(learned.text().encode())


def _shown(found: Shown) -> dict[str, Any]:
    return {
        "name": found.name,
        "version": found.version,
        "model": None if found.learned is None else found.learned.to_json(),
        "others": list(found.others),
    }


def _shown_told(found: Shown) -> str:
    scores = f"scores now, as {found.version}" if found.version else "does not score now"
    lines = [f"{found.name}: {scores}"]
    if found.learned is None:
        lines.append(f"built in; {found.parameters.share:.1%} of profiles are taken to have an account")
    else:
        lines.append(_told(found.learned))
    return "\n".join([*lines, f"kept: {', '.join(found.others) or 'no learned model'}"])


def _told(learned: LearnedModel) -> str:
    """A learned model and its card."""
    card, line = learned.card, learned.calibration
    counts = [f"{value:,} {name.replace('_', ' ')}" for name, value in card.learned_from.items()]
    measures = [f"{name.replace('_', ' ')} {value:,}" for name, value in card.diagnostics.items()]
    return "\n".join(
        [
            f"learned the {card.learned}, for '{card.purpose}', at {card.fitted_at}, from {', '.join(counts)}",
            f"  share of profiles that have an account: {learned.share / 1000:.1%}",
            f"  calibration: log-odds times {line.slope / 1000:g}, {line.offset / 1000:+g} bits",
            f"  {', '.join(measures)}",
            *(f"  limit: {limit}" for limit in card.limits),
            *(
                [f"  learned with {learned.base}, which this program no longer has: fit again"]
                if learned.outdated
                else []
            ),
        ]
    )


def _changes_told(changes: Mapping[str, Any]) -> list[str]:
    lines = [f"of {changes['profiles']:,} profiles it would change:"]
    for name in ("matches", "proposals"):
        one = changes[name]
        told = f"{one['before']:,} to {one['after']:,} ({one['gained']:,} gained, {one['lost']:,} lost)"
        lines.append(f"  {name}: {told}")
    return [*lines, *(f"  {count:,} from {move}" for move, count in changes["decisions"].items())]
