#!/usr/bin/env python3
"""Try the README and the tutorial as a newcomer would: every command and every program of theirs, as printed.

    .ci/newcomer.py VENV

The README is tried in a fresh checkout, installation and all; each page of the tutorial in an empty folder with
nothing but ``.venv``, which is VENV: it holds the wheel and what that needs. The blocks of a page run in their order,
in one shell and one program; whatever ends with another code than 0 ends it all. One command is left out, the tests:
it has its mark in the README, and CI has run it before.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^(?:<!-- (?P<mark>[a-z-]+) -->\n)?```(?P<language>bash|python)\n(?P<text>.*?)^```", re.M | re.S)
ELSEWHERE = {"test-command"}
TRAP = "trap 'echo \"!! $here does not work as printed\" >&2' ERR"


def main(venv: Path) -> None:
    """Try every page."""
    with tempfile.TemporaryDirectory() as name:
        for number, page in enumerate([ROOT / "README.md", *sorted((ROOT / "docs" / "tutorial").glob("*.md"))]):
            folder = Path(name) / str(number)
            folder.mkdir()
            if page.parent == ROOT:
                check_out(folder)
            else:
                (folder / ".venv").symlink_to(venv, target_is_directory=True)
            follow(page, folder)


def check_out(folder: Path) -> None:
    """What somebody has who has just cloned the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    for path in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / path).is_file():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, folder / path)


def follow(page: Path, folder: Path) -> None:
    """The shell commands of a page, then its programs."""
    text = page.read_text(encoding="utf-8")
    name = page.relative_to(ROOT).as_posix()
    script, program, count = ["set -euo pipefail", TRAP], [], 0
    for block in BLOCK.finditer(text):
        if block["mark"] in ELSEWHERE:
            continue
        count += 1
        if block["language"] == "bash":
            line = text[: block.start("text")].count("\n") + 1
            # 'a && b' in which a fails does not end the shell: so the block's own status is asked for.
            script += [f"here={name}:{line}", block["text"], "(exit $?)"]
        else:
            program.append(block["text"])
    shell = ["bash", "-c", "\n".join(script)]
    python = [".venv/bin/python", "-P", "-c", "\n".join(program)]  # -P: what is installed, not what lies in the folder
    for command in (shell, python):
        done = subprocess.run(
            command, check=False, cwd=folder, env=clean(), stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(f"{done.stdout}{done.stderr}\n!! {name} does not work as printed")
    print(f"{name}: {count} blocks work as printed")


def clean() -> dict[str, str]:
    """A newcomer's environment: no settings of ours, no other virtual environment."""
    other = os.environ.get("VIRTUAL_ENV")
    path = [one for one in os.environ["PATH"].split(os.pathsep) if not other or not one.startswith(other)]
    kept = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV" and not k.startswith(("SOCIALMATCH_", "PYTHON"))}
    return {**kept, "PATH": os.pathsep.join(path)}


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
