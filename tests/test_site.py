"""The site holds every document, every command and every name; ``sphinx-build -W`` in ``.ci/run`` makes it."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from socialmatch import cli

DOCS = Path(__file__).parents[1] / "docs"
CONF = runpy.run_path(str(DOCS / "conf.py"))
TREE = re.compile(r"^```\{toctree\}\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_every_document_is_in_the_contents() -> None:
    """Those of docs/index.md are named one by one; the decisions are all there are."""
    contents = CONF["with_contents"]((DOCS / "index.md").read_text(encoding="utf-8"))
    listed = [f"{line}.md" for tree in TREE.findall(contents) for line in tree.splitlines() if line and line[0] != ":"]
    assert len(listed) == len(set(listed))
    decisions = {path.relative_to(DOCS).as_posix() for path in (DOCS / "adr").glob("0*.md")}
    there = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert {*listed, *decisions, "index.md"} == there


def test_every_kind_of_page_has_a_part_of_the_contents() -> None:
    contents = CONF["with_contents"]((DOCS / "index.md").read_text(encoding="utf-8"))
    parts = ["Tutorial", "How to", "Explanation", "Reference", "Formats", "Benchmarks", "Decisions"]
    assert re.findall(r"^:caption: (.*)$", contents, re.MULTILINE) == parts


def _commands(group: click.Group, path: str) -> Iterator[str]:
    yield path
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


def test_the_reference_of_the_command_line_has_every_command() -> None:
    told = CONF["with_helps"]("")
    for path in _commands(cli.socialmatch, "socialmatch"):
        assert re.search(rf"^##+ {path}$", told, re.MULTILINE), path
        assert f"Usage: {path} [OPTIONS]" in told
    assert "--help" in told and "-h, " in told


def test_markdown_above_the_documents_comes_along_as_a_file() -> None:
    with_files = CONF["with_files"]
    assert with_files("[a](../../SECURITY.md#two), [b](../how-to/b.md)", "explanation/flows") == (
        "[a](path:../../SECURITY.md), [b](../how-to/b.md)"
    )
    assert with_files("[a](../SECURITY.md), [b](b.md#c)", "index") == "[a](path:../SECURITY.md), [b](b.md#c)"


@pytest.mark.parametrize(
    ("section", "items"),
    [
        (["one: this. two: that", "of both."], ["* ``one``: this.", "* ``two``: that", "  of both."]),
        (["one, two: these.", "    And more."], ["* ``one``, ``two``: these.", "  And more."]),
        (["As elsewhere. RowError: it is bad."], ["* As elsewhere.", "* ``RowError``: it is bad."]),
        (["one: a time. Default: now."], ["* ``one``: a time. Default: now."]),
    ],
)
def test_a_section_of_a_docstring_becomes_a_list(section: list[str], items: list[str]) -> None:
    told = CONF["with_lists"](["Do it.", "", "Parameters", "----------", *section, "", "After: it."])
    assert told == ["Do it.", "", "**Parameters**", "", *items, "", "After: it."]


def test_a_docstring_without_sections_stays_as_it_is() -> None:
    plain = ["What it is: a thing.", "", "::", "", "    code: here"]
    assert CONF["with_lists"](plain) == plain
