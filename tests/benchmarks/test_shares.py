"""The plain rules that put handles into classes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.generate.__main__ import main
from benchmarks.generate.shares import CLASSES, HABITS, classify, habits, names_of, shares, table

ACCOUNT = {
    "given_name": "Robert", "middle_name": "James", "family_name": "Valasek", "full_name": "", "nickname": "",
    "other_names": "", "emails": "brightfox@mail1.example",
}  # fmt: skip


@pytest.mark.parametrize(
    ("handle", "expected"),
    [
        ("robert.valasek", "given + family"),
        ("RobertValasek84", "given + family"),
        ("the_real_robert_valasek", "given + family"),
        ("valasek.robert", "family + given"),
        ("BobValasek", "nickname + family"),
        ("rvalasek", "initial(s) + family"),
        ("rjvalasek", "initial(s) + family"),
        ("robertv7", "given + initial"),
        ("valasekr", "family + initial"),
        ("robertjames", "given + middle (+ family)"),
        ("RepValasek", "family alone"),
        ("robert__", "given alone"),
        ("bobby77", "nickname alone"),
        ("rjv", "initials"),
        ("brightfox", "e-mail local part"),
        ("robert_the_baker_valasek", "given and family among other letters"),
        ("valasekbakes", "family among other letters"),
        ("robertbakes", "given or nickname among other letters"),
        ("rovalas", "both names cut short"),
        ("midnightwaffle", "no name to be seen"),
        ("12345", "no name to be seen"),
    ],
)
def test_a_handle_is_put_into_its_class(handle: str, expected: str) -> None:
    assert expected in CLASSES
    assert classify(handle, names_of(ACCOUNT)) == expected


def test_a_full_name_is_taken_apart() -> None:
    names = names_of(ACCOUNT | {"given_name": "", "family_name": "", "full_name": "Valasek, Robert"})
    assert classify("robertvalasek", names) == "given + family"


def test_habits_are_seen() -> None:
    assert set(habits("The.RobertValasek84")) == {
        "digits at the end", "a separator", "capitals inside", "an affix or title",
    }  # fmt: skip
    assert set(habits("田中太郎")) == {"native script"}
    assert set(habits("robert")) == set()


def test_the_table_has_every_class_and_its_shares_add_up(tmp_path: Path) -> None:
    main([str(tmp_path), "--accounts", "200", "--profiles", "200"])
    classes, _, total = shares(tmp_path)
    assert sum(classes.values()) == total > 100
    text = table([tmp_path])
    assert all(f"| {name} |" in text for name in CLASSES)
    assert all(f"*{name}*" in text for name in HABITS)
