"""docs/reference/settings.md names every setting and secret with the default and bounds the code has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, get_args, get_origin

import annotated_types
import pytest

from socialmatch.config import (
    FORMER_NAMES,
    SECRET_NAMES,
    Alarms,
    Backup,
    Brand,
    Config,
    Crm,
    Log,
    Policy,
    Rates,
    SignInProvider,
    Watch,
)

TEXT = (Path(__file__).parents[1] / "docs/reference/settings.md").read_text(encoding="utf-8")


def table(first_column: str) -> list[list[str]]:
    """Rows under the header that begins with this word."""
    return table_in(TEXT, first_column)


def table_in(text: str, first_column: str) -> list[list[str]]:
    lines = text[text.index(f"| {first_column} |") :].split("\n\n", 1)[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def bounds(name: str) -> str | None:
    """How the code's bounds read, or ``None`` where they take a sentence."""
    field = Policy.model_fields[name]
    limits: dict[str, Any] = {}
    for rule in field.metadata:
        if isinstance(rule, annotated_types.Ge):
            limits["low"] = rule.ge
        if isinstance(rule, annotated_types.Le):
            limits["high"] = rule.le
    if limits:
        return f"{limits['low']} to {limits['high']}"
    if field.annotation is bool:
        return "`true` or `false`"
    if get_origin(field.annotation) is not None and not isinstance(field.default, tuple):
        spelled = [
            f'`"{value}"`' if isinstance(value, str) else f"`{value}`".lower() for value in get_args(field.annotation)
        ]
        return " or ".join(spelled)
    return None


def test_every_setting_stands_there_once_in_order():
    assert [row[0] for row in table("setting")] == [f"`{name}`" for name in Policy.model_fields]


@pytest.mark.parametrize("row", table("setting"), ids=lambda row: row[0])
def test_default_and_bounds_are_those_of_the_code(row):
    name, default, allowed, what = row[0].strip("`"), row[1].strip("`"), row[2], row[3]
    value = tomllib.loads(f"value = {default}")["value"]
    assert (tuple(value) if isinstance(value, list) else value) == Policy.model_fields[name].default
    assert bounds(name) in (None, allowed)
    assert allowed
    assert what.endswith(".")


def test_the_example_is_a_valid_file():
    example = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert example is not None
    assert Config.model_validate(tomllib.loads(example[1])) != Config()


def test_every_secret_stands_there_with_its_variable():
    assert [row[:2] for row in table("secret")] == [[f"`{n}`", f"`SOCIALMATCH_{n.upper()}`"] for n in SECRET_NAMES]


def test_every_former_key_stands_there_with_its_variable():
    assert [row[:2] for row in table("former keys")] == [
        [f"`{n}`", f"`SOCIALMATCH_{n.upper()}`"] for n in FORMER_NAMES.values()
    ]


@pytest.mark.parametrize(
    ("heading", "model"),
    [
        ("## How the brand speaks", Brand),
        ("## The log", Log),
        ("## Backup and journal", Backup),
        ("## What an officer is told of", Watch),
        ("## How often something may be tried", Rates),
        ("## When something is not well", Alarms),
    ],
)
def test_the_other_tables_stand_there(heading, model):
    rows = table_in(TEXT[TEXT.index(heading) :], "field")
    told = {row[0].strip("`"): tomllib.loads(f"value = {row[1].strip('`')}")["value"] for row in rows}
    assert told == {name: field.default for name, field in model.model_fields.items()}


def test_the_keys_of_a_provider_stand_there_and_its_example_can_be_read():
    section = TEXT[TEXT.index("## Platforms to sign in with") : TEXT.index("## CRMs")]
    assert [row[0].strip("`") for row in table_in(section, "key")] == list(SignInProvider.model_fields)
    example = re.search(r"```toml\n(.*?)```", section, re.DOTALL)
    assert example is not None
    assert Config.model_validate(tomllib.loads(example[1])).sign_in["social"].scope == "social.example"


def test_the_keys_of_a_crm_stand_there_and_its_example_can_be_read():
    section = TEXT[TEXT.index("## CRMs") : TEXT.index("## Secrets")]
    assert [row[0].strip("`") for row in table_in(section, "key")] == list(Crm.model_fields)
    example = re.search(r"```toml\n(.*?)```", section, re.DOTALL)
    assert example is not None
    shop = Config.model_validate(tomllib.loads(example[1])).crm["shop"]
    address, options = shop.resolved({"SHOP_PASSWORD": "sesame"})
    assert address == "sql:postgresql+psycopg://reader:sesame@db.example.com/shop"
    assert set(options) == {"table", "columns"}
