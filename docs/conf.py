"""How the site is made of these documents: ``sphinx-build -W docs build/docs``. Nothing is fetched.

The documents are plain Markdown that reads well where it lies. A few small things are done on the way: the lists of
``index.md`` become the site's table of contents, and the short sections of our docstrings become lists. The reference
of the command line is the help of each command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from itertools import zip_longest
from typing import Any

import click
from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

import socialmatch
from socialmatch import cli

project = "socialmatch"
author = "the socialmatch contributors"
copyright = f"2026, {author}"
version = release = socialmatch.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
html_theme = "furo"
html_title = "socialmatch"
html_show_sphinx = False
html_copy_source = False

myst_heading_anchors = 3  # links to a heading work here as they do where the Markdown is read raw
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88

LIST_OF_PAGES = re.compile(r"^## (?P<kind>.+)\n\n(?P<pages>(?:- .*\n)+)", re.MULTILINE)
PAGE = re.compile(r"^- \[[^\]]+\]\(([^)]+)\.md\)", re.MULTILINE)


def with_contents(text: str) -> str:
    """Add to each list of pages, under a heading of its own, the hidden table of contents that it stands for."""

    def both(found: re.Match[str]) -> str:
        pages = "\n".join(PAGE.findall(found["pages"]))
        return f"{found[0]}\n```{{toctree}}\n:hidden:\n:caption: {found['kind']}\n\n{pages}\n```\n"

    return LIST_OF_PAGES.sub(both, text)


ABOVE = re.compile(r"\]\((?P<up>(?:\.\./)+)(?P<page>[^)#]+\.md)(?:#[^)]*)?\)")


def with_files(text: str, docname: str) -> str:
    """Give Markdown that lies above these documents along as a file: it is no page of the site."""

    def file(found: re.Match[str]) -> str:
        above = found["up"].count("/") > docname.count("/")
        return f"](path:{found['up']}{found['page']})" if above else found[0]

    return ABOVE.sub(file, text)


SECTION = re.compile(r"^(Attributes|Parameters|Raises|Returns|Yields)$")
UNDERLINE = re.compile(r"^-{3,}$")
TERM = re.compile(r"(?:^|(?<=[.;)] ))((?:[a-z_]\w*|[A-Z]\w*[a-z][A-Z]\w*)(?:, (?:\w+))*): ")
"""``name: ``, ``one, other: `` or ``SomeError: `` where a sentence may begin."""


def with_lists(lines: list[str]) -> list[str]:
    """Turn the sections of a docstring into lists, an item for each ``name: what it is``; several may share a line."""
    told: list[str] = []
    inside = False
    for line, after in zip_longest(lines, lines[1:], fillvalue=""):
        if SECTION.match(line) and UNDERLINE.match(after):
            told += [f"**{line}**"]
            inside = True
        elif inside and UNDERLINE.match(line):
            told += [""]
        elif inside and line.strip():
            told += _items(line, begins=not told[-1])
        else:
            told += [line]
            inside = False
    return told


def _items(line: str, *, begins: bool) -> list[str]:
    before, *named = TERM.split(line)
    items = [
        f"* {', '.join(f'``{name}``' for name in names.split(', '))}: {told.strip()}"
        for names, told in zip(named[::2], named[1::2], strict=True)
    ]
    if not before.strip():
        return items
    return [("* " if begins else "  ") + before.strip(), *items]


def with_helps(text: str) -> str:
    """Add the help of every command, as a terminal of 80 columns has it."""
    return text + "".join(_helps(cli.socialmatch, "socialmatch", None))


def _helps(command: click.Command, name: str, above: click.Context | None) -> Iterator[str]:
    ctx = click.Context(command, above, name, terminal_width=80, **command.context_settings)
    heading = "###" if above and above.parent else "##"
    yield f"\n{heading} {ctx.command_path}\n\n```text\n{command.get_help(ctx)}\n```\n"
    if isinstance(command, click.Group):
        for below in command.list_commands(ctx):
            found = command.get_command(ctx, below)
            if found is not None:
                yield from _helps(found, below, ctx)


def setup(app: Sphinx) -> None:
    """Put all of it to work."""
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", _read)
    app.connect("autodoc-process-docstring", _docstring)
    app.connect("autodoc-skip-member", _skip)


def _read(app: Sphinx, docname: str, source: list[str]) -> None:
    made = {"index": with_contents, "reference/cli": with_helps}.get(docname)
    text = source[0] if made is None else made(source[0])
    source[0] = with_files(text, docname)


def _docstring(app: Sphinx, what: str, name: str, value: Any, options: Any, lines: list[str]) -> None:
    lines[:] = with_lists(lines)


def _skip(app: Sphinx, what: str, name: str, value: Any, skip: bool, options: Any) -> bool | None:
    return False if isinstance(value, Enum) else None  # the members of an enumeration need no docstring each
