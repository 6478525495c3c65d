"""A store of every version there was is brought up to date with everything in it, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

import nightly
import snapshots
from linking import ADA, ADAS, BO, BOS, link, match, opened, revoke
from processes import KEYS
from socialmatch.errors import SchemaMismatch
from socialmatch.journeys.steps import Installation
from socialmatch.ledger import log
from socialmatch.lookup.comparable import made_by
from socialmatch.models import AnswerKind
from socialmatch.store import Store, blocks, consents, holds, links, migrate, outbox, permits, proposals, suppressions
from socialmatch.store.outbox import Operation, OutboxState
from socialmatch.store.schema import METADATA


@pytest.fixture(params=snapshots.DATABASES)
def empty_url(request, tmp_path):
    """A database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    postgres = request.getfixturevalue("postgres")
    url = postgres.new_database()
    yield url
    postgres.drop(url)


def leaves_of(url: str) -> list[bytes]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [bytes(row.leaf) for row in connection.execute(text("SELECT leaf FROM events ORDER BY seq"))]
    engine.dispose()
    return found


@pytest.fixture(params=snapshots.revisions())
def brought_up(request, empty_url, clock) -> Installation:
    """A store of some version, loaded as it was then, and migrated now."""
    snapshots.load(request.param, empty_url)
    before = leaves_of(empty_url)
    migrate(empty_url)
    assert leaves_of(empty_url) == before
    clock.advance(timedelta(hours=1))
    store = Store(empty_url, KEYS, clock=clock, before_commit=log.grow)
    yield opened(store)
    store.close()


def test_every_version_is_kept_on_both_databases():
    kept = {path.name for path in snapshots.FOLDER.iterdir()}
    assert kept == {snapshots.file_of(one, of).name for one in snapshots.revisions() for of in snapshots.DATABASES}


def test_everything_in_it_is_still_there_and_it_is_worked_on_as_if_it_were_new(brought_up):
    is_all_there(brought_up)
    can_be_worked_on(brought_up)


def is_all_there(brought_up: Installation) -> None:
    with brought_up.store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    with brought_up.store.read("default") as session:
        log.check(session)
        assert [(one.profile, one.account) for one in links.walk(session)] == [(ADA.key, ADAS)]
        for key in (ADA.key, ADAS, nightly.JANES.key):
            assert "support" in permits.purposes(session, key)
        for key in (BO.key, BOS):
            assert permits.purposes(session, key) == frozenset()
        assert suppressions.held(session, [ADA.key, BO.key]) == {BO.key}
        assert [hold.ground for hold in holds.standing(session, session.ref(ADAS))] == ["claim 17/26"]
        assert {one.operation for one in outbox.of_state(session, OutboxState.PENDING)} == {
            Operation.PUT_LINK,
            Operation.REMOVE_LINK,
        }
        assert {one.proposal.profile for one in proposals.walk(session)} == {nightly.JANES.key}
        assert blocks.numbers(session).keys() >= {nightly.JANE.key, nightly.JIM.key}
        before = {key: consents.history(session, key) for key in (ADA.key, BO.key)}
        assert all(before.values())


def can_be_worked_on(brought_up: Installation) -> None:
    assert match(brought_up).kind is AnswerKind.LINK
    assert match(brought_up, BO).kind is AnswerKind.REFUSAL
    link(brought_up, BO, BOS)  # a fresh proof takes the mark away
    assert match(brought_up, BO).kind is AnswerKind.LINK
    revoke(brought_up)
    assert match(brought_up).kind is AnswerKind.REFUSAL
    night = nightly.installation(brought_up.store)
    assert nightly.run(night).purpose == "support"
    with brought_up.store.read("default") as session:
        log.check(session)
        assert blocks.made_otherwise(session, made_by(night.policy)) == []


def test_a_version_of_the_future_is_refused_and_left_as_it_is(empty_url):
    snapshots.load(snapshots.revisions()[-1], empty_url)
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = leaves_of(empty_url)
    store = Store(empty_url, KEYS)
    for attempt in (lambda: migrate(empty_url), store.read("default").__enter__):
        with pytest.raises(SchemaMismatch) as refused:
            attempt()
        assert refused.value.code == "schema_new" and "upgrade" in refused.value.hint
    assert leaves_of(empty_url) == before
    store.close()
    engine.dispose()
