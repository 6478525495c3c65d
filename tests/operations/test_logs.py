"""Structured records: names of events, numbers and words of ours, and nobody."""

from __future__ import annotations

import io
import json
import logging

import pytest

from flows import ADA, EVE, HANDLE_FIRST
from socialmatch.errors import SocialMatchError
from socialmatch.operations.logs import FIELDS, LOGGER, JsonLines, note, written_to
from socialmatch.testing import fake_store


@pytest.fixture
def lines():
    """What is logged meanwhile, as JSON."""
    stream = io.StringIO()
    with written_to(stream, "json"):
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_each_call_is_a_record_with_its_outcome_and_nobody_in_it(lines):
    with fake_store() as sm:
        HANDLE_FIRST.finish(sm, HANDLE_FIRST.begin(sm))
        sm.match(ADA)
        sm.reconcile()
        with pytest.raises(SocialMatchError):
            sm.undo(EVE)
    found = lines()
    assert [(one["verb"], one["outcome"]) for one in found[-3:]] == [
        ("match", "link"),
        ("reconcile", "done"),
        ("undo", "not_linked"),
    ]
    assert (found[-2]["run"], found[-2]["pairs_scored"]) == (1, 0)
    known = {"time", "level", "event", "verb", "outcome", "seconds"}
    assert all(set(one) <= known | {"run", "rejected_rows", "pairs_scored", "matches", "reviews"} for one in found)
    assert ADA.handle not in json.dumps(found)


def test_what_a_call_raises_is_its_outcome_and_the_callers_to_tell(lines):
    with fake_store() as sm:
        with pytest.raises(SocialMatchError):
            sm.match("no handle at all")
        sm.store.engine.dispose()
        with pytest.raises(SocialMatchError):  # the memory is gone
            sm.match(ADA)
        with pytest.raises(AttributeError):
            sm.redeem(17, ADA)
    told = lines()[-3:]
    assert [one["outcome"] for one in told][1:] == ["schema_missing", "unforeseen"]
    assert {one["level"] for one in told} == {"info"}


def test_what_is_no_number_and_no_word_of_ours_is_not_written(lines):
    note("command", command="match", who="Ada Example", mail="ada@example.com", code="SM-1111", seconds=0.12345678)
    (told,) = lines()
    assert (told["who"], told["mail"], told["code"]) == ("?", "?", "?")
    assert (told["command"], told["seconds"]) == ("match", 0.123457)


def test_a_foreign_record_is_told_without_its_message(lines):
    logging.getLogger("socialmatch.plugin_of_somebody").warning("ada@example.com %s", "SM-1111-1111-1111-11")
    (told,) = lines()
    assert {**told, "time": ""} == {
        "time": "",
        "level": "warning",
        "event": "foreign",
        "logger": "socialmatch.plugin_of_somebody",
    }


def test_without_a_handler_nothing_is_written(capfd):
    with fake_store() as sm, pytest.raises(AttributeError):
        sm.redeem(17, ADA)
    assert capfd.readouterr() == ("", "")


def test_a_host_reads_the_fields(caplog):
    with caplog.at_level(logging.INFO, "socialmatch"), fake_store() as sm:
        sm.match(ADA)
    record = caplog.records[-1]
    assert (record.name, record.getMessage()) == (LOGGER.name, "call")
    assert getattr(record, FIELDS)["verb"] == "match"
    assert json.loads(JsonLines().format(record))["event"] == "call"


@pytest.mark.parametrize("form", ["json", "text"])
def test_the_command_line_logs_what_it_did(run, form):
    code, out, err = run("--log-format", form, "match", "x:nightowl_77")
    logged = [line for line in err.splitlines() if "exit_code" in line]
    assert code == 1
    assert "nightowl_77" not in err
    assert "exit_code" not in out
    if form == "json":
        (told,) = map(json.loads, logged)
        assert (told["event"], told["command"], told["exit_code"]) == ("command", "match", 1)
    else:
        assert "INFO command command=match exit_code=1" in logged[0]
    assert not any("exit_code" in line for line in run("match", "x:nightowl_77")[2].splitlines())


def test_a_pass_over_the_outbox_is_logged(run):
    _, _, err = run("--log-format", "json", "crm", "sync")
    (told,) = [one for line in err.splitlines() if (one := json.loads(line))["event"] == "delivery"]
    assert (told["delivered"], told["dead"], told["pending"], told["waited"]) == (0, 0, 0, 0)


def test_the_environment_says_it_too(run, monkeypatch):
    monkeypatch.setenv("SOCIALMATCH_LOG_FORMAT", "json")
    code, _, err = run("import", "accounts", "missing.csv")
    assert code == 3
    assert json.loads(err.splitlines()[-1])["exit_code"] == 3
