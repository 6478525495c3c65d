"""The table of docs/reference/platforms.md, written from the registry: ``python tests/platform_table.py``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from socialmatch.handles.platform import Platform
from socialmatch.handles.registry import platforms

HEAD = (
    "| platform | also read as | hosts | addresses | handle | stable id | ids are scoped to | facts |\n"
    "|---|---|---|---|---|---|---|---|"
)
_COUNTRY = re.compile(r"[a-z]{2}\.linkedin\.com")


def table() -> str:
    """The whole table."""
    return "\n".join([HEAD, *(row(platform) for platform in platforms())])


def row(platform: Platform) -> str:
    """One platform's line."""
    countries = [host for host in platform.hosts if _COUNTRY.fullmatch(host)]
    hosts = sorted(platform.hosts - set(countries)) + [f"*.{parent}" for parent in sorted(platform.parents)]
    cells = [
        f"`{platform.name}`",
        _codes(platform.aliases),
        _codes(hosts) + (f" and {len(countries)} countries' `CC.linkedin.com`" if countries else ""),
        _codes(form.template for form in platform.forms),
        _code(platform.grammar.pattern if platform.grammar else ""),
        _code(platform.id_grammar.pattern if platform.id_grammar else ""),
        platform.scope.value,
        platform.source,
    ]
    return "| " + " | ".join(cells) + " |"


def _codes(values: Iterable[str]) -> str:
    return ", ".join(_code(value) for value in values)


def _code(text: str) -> str:
    return "`" + text.replace("|", r"\|") + "`" if text else "none"


if __name__ == "__main__":
    print(table())
