"""Invented values that must never be seen in an error, a log or a ``repr``: if one is, so would a person be."""

from __future__ import annotations

import traceback
from collections.abc import Callable

import pytest

from socialmatch.errors import SocialMatchError
from socialmatch.testing.adapters.bench import Bench, expect

# Used by name, as a traceback shows the lines of these files.
ACCOUNT, USER_ID, EMAIL, HANDLE = "canary-account", "canary-user-id", "canary@example.com", "canary_handle"
CANARIES = (ACCOUNT, USER_ID, EMAIL, HANDLE)


def expect_clean_error(bench: Bench, action: Callable[[], object]) -> None:
    """Whatever the action raises must name nobody."""
    try:
        action()
    except SocialMatchError as error:
        expect_clean(bench, "".join(traceback.format_exception(error)) + error.hint + repr(error), "an error")
        alone = error.__cause__ is None and error.__context__ is None
        expect(alone, "an error must not carry along what caused it")


def expect_clean(bench: Bench, text: str, where: str) -> None:
    """Fail where a text shows a person or a secret; the failure itself shows neither."""
    for number, canary in enumerate((*CANARIES, *bench.peer.secrets)):
        what = "a person" if number < len(CANARIES) else "a secret"
        if canary in text:
            pytest.fail(f"{where} shows {what}")
