"""What every command says of itself, and what the Tab key knows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from socialmatch import cli

ROOT = Path(__file__).parents[2]


def _below(group: click.Group, above: click.Context | None, name: str) -> Iterator[click.Context]:
    ctx = click.Context(group, above, name, terminal_width=80, **group.context_settings)
    for one in group.list_commands(ctx):
        command = group.get_command(ctx, one)
        if isinstance(command, click.Group):
            yield from _below(command, ctx, one)
        assert command is not None
        yield click.Context(command, ctx, one)


COMMANDS = [
    pytest.param(ctx, id=ctx.command_path.removeprefix("socialmatch "))
    for ctx in _below(cli.socialmatch, None, "socialmatch")
]


@pytest.mark.parametrize("ctx", COMMANDS)
def test_every_help_has_an_example_of_its_own_and_fits_eighty_columns(ctx: click.Context) -> None:
    told = ctx.get_help()
    _, found, examples = re.split(r"^  (Examples?):$", told, maxsplit=1, flags=re.MULTILINE)
    lines = examples.replace("\\\n", " ").strip().splitlines()
    assert all(ctx.command_path in line for line in lines)
    assert (found == "Examples") == (len(lines) > 1)
    assert max(map(len, told.splitlines())) <= 80
    assert r"\b" not in told and "\b" not in told and "\x1b" not in told


@pytest.mark.parametrize("ctx", COMMANDS)
def test_every_command_gives_its_result_for_programs(ctx: click.Context) -> None:
    words = {word for option in ctx.command.params for word in option.opts}
    assert "--json" in words or isinstance(ctx.command, click.Group)


@pytest.mark.parametrize("group", [[], *([name] for name in ("audit", "crm", "notice", "review"))])
def test_a_list_of_commands_says_what_each_does_and_cuts_nothing_off(
    group: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main([*group, "--help"])
    commands = capsys.readouterr().out.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    assert commands and all(re.fullmatch(r"  [a-z-]+  +\S.*\w\.", line) for line in commands)


def test_the_tab_key_completes_commands_options_and_choices() -> None:
    """By the line that the reference has for ~/.bashrc."""
    text = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    line = re.search(r"<!-- completion-command -->\n```bash\n(.*?)```", text, re.DOTALL)
    assert line is not None
    asked = {
        "socialmatch rec": "reconcile",
        "socialmatch audit rot": "rotate-keys",
        "socialmatch link --eng": "--engine",
        "socialmatch link --engine du": "duckdb",
        "socialmatch match --min-assurance L2": "L2",
    }
    ask = "\n".join(
        f"COMP_WORDS=({words}); COMP_CWORD={words.count(' ')}; COMPREPLY=(); _socialmatch_completion socialmatch;"
        ' echo "${COMPREPLY[@]}"'
        for words in asked
    )
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", line[1] + ask], check=True, capture_output=True, text=True, env=os.environ | {"PATH": path}
    )
    assert done.stdout.split("\n")[:-1] == list(asked.values())


@pytest.mark.parametrize(
    ("shell", "check"), [("bash", ["bash", "-n"]), ("zsh", ["zsh", "-n"]), ("fish", ["fish", "--no-execute"])]
)
def test_the_completion_script_of_each_shell_is_one_that_the_shell_reads(
    shell: str, check: list[str], tmp_path: Path
) -> None:
    """Made by the words the reference has; the reading is skipped where there is no such shell."""
    assert f"{shell}_source" in (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    made = subprocess.run(
        [Path(sys.executable).parent / "socialmatch"],
        check=True,
        capture_output=True,
        env=os.environ | {"_SOCIALMATCH_COMPLETE": f"{shell}_source"},
    )
    assert b"socialmatch" in made.stdout and not made.stderr
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here to read its completion script")
    script = tmp_path / "completion"
    script.write_bytes(made.stdout)
    subprocess.run([*check, script], check=True, capture_output=True)


@pytest.mark.parametrize(
    ("shell", "asked"),
    [
        ("zsh", {"COMP_WORDS": "socialmatch rec", "COMP_CWORD": "1"}),
        ("fish", {"COMP_WORDS": "socialmatch rec", "COMP_CWORD": "rec"}),
    ],
)
def test_zsh_and_fish_are_told_what_completes(shell: str, asked: dict[str, str]) -> None:
    """What their scripts ask when the Tab key is pressed."""
    done = subprocess.run(
        [Path(sys.executable).parent / "socialmatch"],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"_SOCIALMATCH_COMPLETE": f"{shell}_complete", **asked},
    )
    assert "reconcile" in done.stdout and "redeem" not in done.stdout
