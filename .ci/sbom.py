"""What an installation brings along, as a CycloneDX 1.6 document (https://cyclonedx.org/docs/1.6/json/).

    .venv/bin/python .ci/sbom.py [EXTRA]... > sbom.json

Of this package with the extras that are named: every distribution it needs, with the version that constraints.txt pins
and the licence that the distribution itself states. What is asked for must be installed, in the pinned version. The
same input gives the same bytes: there is no moment and no random number in it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
OURS = "socialmatch"


def main(extras: list[str]) -> None:
    """Print the document."""
    print(json.dumps(document(extras), indent=2))


def document(extras: Iterable[str]) -> dict[str, Any]:
    """The document for this package with these extras."""
    found = needed(OURS, frozenset(extras))
    pins = pinned()
    wrong = [name for name, one in found.items() if one.version not in pins.get(name, ())]
    if wrong:
        raise SystemExit(f"installed in another version than pinned: {', '.join(wrong)}")
    ours = distribution(OURS)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "library", **component(OURS, ours)}},
        "components": [{"type": "library", **component(name, one)} for name, one in sorted(found.items())],
    }


def component(name: str, one: Distribution) -> dict[str, Any]:
    """A distribution, as the document names it."""
    purl = f"pkg:pypi/{name}@{one.version}"
    return {"bom-ref": purl, "name": name, "version": one.version, "purl": purl, "licenses": licence(one)}


def licence(one: Distribution) -> list[dict[str, Any]]:
    """The licence a distribution states: an SPDX expression where it has one, else the words of its classifier."""
    expression = one.metadata.get("License-Expression")
    if expression:
        return [{"expression": expression}]
    classifiers = one.metadata.get_all("Classifier") or []
    names = [text.rpartition(" :: ")[2] for text in classifiers if text.startswith("License ::")]
    return [{"license": {"name": name}} for name in names or [one.metadata.get("License", "not stated")]]


def needed(name: str, extras: frozenset[str]) -> dict[str, Distribution]:
    """Everything that a distribution with these extras needs on this machine, without itself."""
    found: dict[str, Distribution] = {}
    pending = [(name, extras)]
    seen = set()
    while pending:
        at = pending.pop()
        if at in seen:
            continue
        seen.add(at)
        one = distribution(at[0])
        if at[0] != name:
            found[at[0]] = one
        for requirement in map(Requirement, one.requires or ()):
            wanted = requirement.marker is None or any(
                requirement.marker.evaluate({"extra": extra}) for extra in at[1] or {""}
            )
            if wanted:
                pending.append((canonicalize_name(requirement.name), frozenset(requirement.extras)))
    return found


def pinned() -> dict[str, set[str]]:
    """The versions that constraints.txt allows; several where they depend on the machine."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9_.-]+)==([^ ;]+)", line):
            found.setdefault(canonicalize_name(match[1]), set()).add(match[2])
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
