"""What kinds of handles a folder holds, judged by plain rules: ``python -m benchmarks.generate.shares FOLDER
[FOLDER ...]``.

Each profile with an account is put into one class by comparing its handle with the account's names, so that
invented data and real data (../shared/data/congress) can be held side by side. The rules know nothing of the
matcher and nothing of how the generator made a handle. Letters are folded with anyascii, English nicknames are
those of the ``nicknames`` package.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from anyascii import anyascii
from nicknames import NickNamer

_AFFIXES = re.compile(
    r"^(?:the|real|its|iam|im|mr|mrs|ms|dr|hey|hello|just|team|official|representative|rep|senator|sen|congressman|congresswoman|congress|cong|gov|us)"
    r"|(?:official|online|here|page|press|office|live|music|photo|art|real|for\w{0,9}|xx?|tv|hq|usa?|uk)$"
)
CLASSES = (
    "given + family", "family + given", "nickname + family", "initial(s) + family", "given + initial",
    "family + initial",
    "given + middle (+ family)", "family alone", "given alone", "nickname alone", "initials", "e-mail local part",
    "given and family among other letters", "family among other letters", "given or nickname among other letters",
    "both names cut short", "no name to be seen",
)  # fmt: skip
HABITS = ("digits at the end", "a separator", "capitals inside", "an affix or title", "native script")


@dataclass(frozen=True, slots=True)
class Names:
    """One account's names, folded."""

    given: frozenset[str]
    nicks: frozenset[str]
    middle: frozenset[str]
    family: frozenset[str]
    locals: frozenset[str]


def classify(handle: str, names: Names) -> str:
    """The class of a handle, one of :data:`CLASSES`."""
    text = fold(handle)
    forms = list(dict.fromkeys((text, text.strip("0123456789"), *_without_affixes(text))))
    for form in forms:
        found = _whole(form, names)
        if found:
            return found
    return _inside(text.strip("0123456789"), names)


def _without_affixes(text: str) -> Iterator[str]:
    bare = text.strip("0123456789")
    for _ in range(2):
        bare = _AFFIXES.sub("", bare).strip("0123456789")
        if bare:
            yield bare
    undoubled = re.sub(r"(.)\1+$", r"\1", bare)
    if undoubled != bare:
        yield undoubled


def _whole(text: str, n: Names) -> str:
    """The class of a handle that is made of names alone, ``""`` where it is not."""
    if not text:
        return ""
    for family in n.family:
        if text == family:
            return "family alone"
        for kind, given in (("given", n.given), ("nickname", n.nicks)):
            if any(text == g + family for g in given):
                return f"{kind} + family"
            if any(text == family + g for g in given):
                return "family + given"
        firsts = {g[0] for g in n.given | n.nicks}
        middles = {m[0] for m in n.middle} | {""}
        if any(text == a + b + family for a in firsts for b in middles):
            return "initial(s) + family"
        if any(text == family + a + b for a in firsts for b in middles):
            return "family + initial"
        if any(text == g + family[0] for g in n.given | n.nicks):
            return "given + initial"
        if any(
            text == g + m + end
            for g in n.given | n.nicks
            for m in n.middle | {x[0] for x in n.middle}
            for end in (family, "")
        ):
            return "given + middle (+ family)"
        if text in {a + b + family[0] for a in firsts for b in middles}:
            return "initials"
    if text in n.given:
        return "given alone"
    if text in n.nicks:
        return "nickname alone"
    return "e-mail local part" if text in n.locals and len(text) > 3 else ""


def _inside(text: str, n: Names) -> str:
    given = [g for g in n.given | n.nicks if len(g) > 2 and g in text]
    family = [f for f in n.family if len(f) > 2 and f in text]
    if given and any(g not in f for g in given for f in family):
        return "given and family among other letters"
    if family:
        return "family among other letters"
    if given:
        return "given or nickname among other letters"
    if any(
        text.startswith(g[:2]) and f[:3] in text[2:] for g in n.given for f in n.family if len(f) > 3 and len(g) > 2
    ):
        return "both names cut short"
    return "no name to be seen"


def habits(handle: str) -> Iterator[str]:
    """What else the writer of a handle did, some of :data:`HABITS`."""
    if not handle.isascii():
        yield "native script"
    if handle[-1:].isdigit():
        yield "digits at the end"
    if re.search(r"[a-zA-Z0-9][._-]+[a-zA-Z0-9]", handle):
        yield "a separator"
    if re.search(r"[a-z][A-Z]", handle):
        yield "capitals inside"
    if _AFFIXES.search(fold(handle).strip("0123456789")):
        yield "an affix or title"


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower-case ASCII letters and digits."""
    return re.sub(r"[^a-z0-9]", "", anyascii(text).lower())


def _nicknames(names: frozenset[str]) -> frozenset[str]:
    found = set()
    for name in names:
        found |= _namer().nicknames_of(name) | _namer().canonicals_of(name)
    return frozenset(found) - names


@lru_cache(maxsize=1)
def _namer() -> NickNamer:
    return NickNamer()


def _split(full: str) -> tuple[str, str]:
    """Given and family part of ``Roe, Jane`` or ``Jane Roe``."""
    if "," in full:
        family, _, given = full.partition(",")
        return given, family
    given, _, family = full.rpartition(" ")
    return given, family


def names_of(account: dict[str, str]) -> Names:
    """The names of an account row."""
    given, family = account["given_name"], account["family_name"]
    if not family:
        given, family = _split(account["full_name"]) if account["full_name"] else (given, "")
    words = frozenset(filter(None, map(fold, given.split())))
    givens = words | ({fold(given)} if given else frozenset())
    parts = [fold(part) for part in re.split(r"[\s-]+", family) if len(part) > 2]
    nick = {fold(word) for word in (account["nickname"] + " " + account["other_names"].replace(";", " ")).split()}
    locals_ = {fold(mail.partition("@")[0]) for mail in account.get("emails", account.get("email", "")).split(";")}
    return Names(
        given=frozenset(givens) - {""},
        nicks=(_nicknames(frozenset(givens)) | nick) - {""},
        middle=frozenset(map(fold, account["middle_name"].split())) - {""},
        family=frozenset({fold(family), *parts}) - {""},
        locals=frozenset(locals_) - {""},
    )


def shares(folder: Path) -> tuple[Counter[str], Counter[str], int]:
    """How many handles of a folder are of each class and have each habit, and how many there are."""
    accounts = {row["account_id"]: row for row in _rows(folder / "accounts.csv")}
    owners = {
        row["profile_id"]: row["account_id"] for row in _rows(folder / "truth.csv") if row.get("ambiguous", "0") != "1"
    }
    classes: Counter[str] = Counter()
    done: Counter[str] = Counter()
    total = 0
    for profile in _rows(folder / "profiles.csv"):
        account = accounts.get(owners.get(profile["profile_id"], ""))
        handle = profile["handle"].partition("@")[0].removesuffix(".bsky.social")
        if account is None or not handle:
            continue
        total += 1
        classes[classify(handle, names_of(account))] += 1
        done.update(habits(handle))
    return classes, done, total


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(folders: Sequence[Path]) -> str:
    """The shares as a Markdown table, one column a folder."""
    found = [shares(folder) for folder in folders]
    lines = ["| handle | " + " | ".join(folder.name for folder in folders) + " |", "| --- |" + " ---: |" * len(folders)]
    lines.append("| profiles | " + " | ".join(f"{total:,}" for _, _, total in found) + " |")
    for name in CLASSES:
        lines.append(f"| {name} | " + " | ".join(f"{classes[name] / total:.1%}" for classes, _, total in found) + " |")
    for name in HABITS:
        lines.append(f"| *{name}* | " + " | ".join(f"{done[name] / total:.1%}" for _, done, total in found) + " |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.generate.shares", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("folders", type=Path, nargs="+", help="folders of accounts.csv, profiles.csv and truth.csv")
    print(table(parser.parse_args(arguments).folders))
    return 0


if __name__ == "__main__":
    sys.exit(main())
