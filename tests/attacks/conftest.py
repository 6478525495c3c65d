"""Stores to attack: one in memory, and one on either database for what the database has to withstand."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator

import pytest

from flows import CONFIG, HOME
from notice_fields import FIELDS
from socialmatch import SocialMatch
from socialmatch.cli import main
from socialmatch.testing import FakeSocialMatch, ManualClock, fake_store
from socialmatch.testing.stores import EXAMPLE_ACCOUNTS, EXAMPLE_NOTICE, TEST_SECRETS


@pytest.fixture
def sm() -> Iterator[FakeSocialMatch]:
    """Two customers, one notice, nobody linked; in memory."""
    with fake_store(config=CONFIG) as made:
        yield made


def opened(url: str, clock: ManualClock) -> SocialMatch:
    """As ``sm``, on a database of its own."""
    made = SocialMatch(url, config=CONFIG, secrets=TEST_SECRETS, clock=clock)
    made.register_notice(EXAMPLE_NOTICE)
    made.import_accounts(EXAMPLE_ACCOUNTS)
    return made


@pytest.fixture
def on_disk(store_url, clock) -> Iterator[SocialMatch]:
    """As ``sm``, on SQLite and on PostgreSQL."""
    with opened(store_url, clock) as made:
        yield made


@pytest.fixture
def in_file(sqlite_url, clock) -> Iterator[SocialMatch]:
    """As ``sm``, in a file that can be opened again."""
    with opened(sqlite_url, clock) as made:
        yield made


@pytest.fixture
def run(tmp_path, monkeypatch, capsys) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in a folder with a store of two customers: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    for name in ("STORE", "SECRETS", "CONFIG", "PEPPER", "MASTER_KEY", "SUPPRESSION_KEY", "SIGNING_KEY"):
        monkeypatch.delenv(f"SOCIALMATCH_{name}", raising=False)

    def run_(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as left:
            main(arguments)
        shown = capsys.readouterr()
        return int(left.value.code or 0), shown.out, shown.err

    (tmp_path / "notice.json").write_text(json.dumps(FIELDS))
    (tmp_path / "accounts.csv").write_text("account_id,email\nA-1,ada@example.com\nA-2,bo@example.org\n")
    (tmp_path / "session.txt").write_text(HOME)
    for command in (("init",), ("notice", "register", "notice.json"), ("import", "accounts", "accounts.csv")):
        assert run_(*command)[0] == 0
    return run_
