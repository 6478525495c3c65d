"""Golden files: a folder is a case, ``_fail`` in its name says that the whole file is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from socialmatch.errors import FileError
from socialmatch.files import Rejected, format_subject, read_accounts, read_consents, read_profiles
from socialmatch.models import Account, ConsentEvent, Profile, ProfileKey
from socialmatch.moments import format_moment

FOLDER = Path(__file__).parent.parent / "cases" / "files"
CASES = sorted(folder.name for folder in FOLDER.iterdir())


def read_all(folder: Path, rejected: Rejected, profile_ids: dict[str, ProfileKey]) -> dict[str, list[Any]]:
    """What the files of a folder hold, by role, in the order in which a run reads them."""
    readers = {
        "accounts": lambda path: read_accounts(path, rejected=rejected),
        "profiles": lambda path: read_profiles(path, rejected=rejected, profile_ids=profile_ids),
        "consents": lambda path: read_consents(path, rejected=rejected, profile_ids=profile_ids),
    }
    found: dict[str, Iterator[Any]] = {}
    for role, read in readers.items():
        for path in folder.glob(f"{role}.*"):
            found[role] = list(read(path))
    return found


def plain(value: Account | Profile | ConsentEvent) -> dict[str, Any]:
    """What a value holds beyond its defaults, as JSON can say it."""
    held = {}
    for field in fields(value):
        content = getattr(value, field.name)
        if content == field.default:
            continue
        if isinstance(content, datetime):
            content = format_moment(content)
        elif field.name == "subject":
            content = format_subject(content)
        held[field.name] = list(content) if isinstance(content, tuple) else content
    return held


@pytest.mark.parametrize("name", [name for name in CASES if not name.endswith("_fail")])
def test_a_file_gives_these_values_and_these_rejected_rows(name: str, tmp_path: Path) -> None:
    expected = json.loads((FOLDER / name / "expected.json").read_text())
    profile_ids: dict[str, ProfileKey] = {}
    with Rejected() as rejected:
        found = read_all(FOLDER / name, rejected, profile_ids)
        rejected.write(tmp_path / "rejected.csv")

    for role in {"accounts", "profiles", "consents"} & expected.keys():
        assert [plain(value) for value in found[role]] == expected[role]
    assert (tmp_path / "rejected.csv").read_text() == (FOLDER / name / "rejected.csv").read_text()
    assert rejected.warnings == expected.get("warnings", [])
    if "profile_ids" in expected:
        assert {one: format_subject(key) for one, key in profile_ids.items()} == expected["profile_ids"]


@pytest.mark.parametrize("name", [name for name in CASES if name.endswith("_fail")])
def test_a_file_is_refused_with_this_code(name: str) -> None:
    with pytest.raises(FileError) as caught:
        read_all(FOLDER / name, Rejected(), {})
    assert caught.value.code == json.loads((FOLDER / name / "expected.json").read_text())["error"]
    assert caught.value.exit_code == 3
    assert next(path.name for path in (FOLDER / name).iterdir() if path.stem != "expected") in str(caught.value)
    assert "Bonn" not in f"{caught.value} {caught.value.hint}"


def test_a_missing_column_is_named() -> None:
    with pytest.raises(FileError, match="account_id"):
        read_all(FOLDER / "missing_column_fail", Rejected(), {})
    with pytest.raises(FileError, match="recorded_at"):
        read_all(FOLDER / "json_missing_column_fail", Rejected(), {})
    with pytest.raises(FileError, match="user_id or handle"):
        read_all(FOLDER / "no_id_and_no_handle_fail", Rejected(), {})
