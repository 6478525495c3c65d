"""``socialmatch model`` on the command line, in an empty folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from socialmatch.cli import main
from socialmatch.matching.calibration import Calibration
from socialmatch.matching.modelfile import BUILT_IN, Card, LearnedModel

CARD = Card("share", "2026-11-01T00:00:00Z", "support", BUILT_IN.version)
MODEL = LearnedModel(BUILT_IN.version, 362, Calibration(), CARD)


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs a command in an empty folder with a store: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    for name in ("STORE", "SECRETS", "CONFIG", "PEPPER", "MASTER_KEY", "SUPPRESSION_KEY", "SIGNING_KEY"):
        monkeypatch.delenv(f"SOCIALMATCH_{name}", raising=False)

    def run_(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        shown = capsys.readouterr()
        return left.value.code or 0, shown.out, shown.err

    assert run_("init")[0] == 0
    Path("model.json").write_text(MODEL.text())
    return run_


def test_a_model_is_adopted_shown_and_taken_back(run):
    code, out, _ = run("model", "show")
    assert code == 0 and BUILT_IN.version in out and "70.0% of profiles" in out
    code, out, _ = run("model", "adopt", "--file", "model.json", "--actor", "officer:7", "--reason", "fits")
    assert code == 0 and f"{MODEL.name}: scores now, as {MODEL.parameters().version}.1" in out
    found = json.loads(run("model", "show", "--json")[1])
    assert (found["name"], found["model"], found["others"]) == (MODEL.name, MODEL.to_json(), [MODEL.name])
    code, out, _ = run("model", "show", BUILT_IN.version)
    assert code == 0 and "does not score now" in out
    assert run("model", "adopt", BUILT_IN.version)[0] == 0
    assert json.loads(run("model", "show", "--json")[1])["name"] == BUILT_IN.version
    code, out, _ = run("model", "show", MODEL.name)
    assert code == 0 and "share of profiles that have an account: 36.2%" in out


def test_a_file_that_is_written_can_be_read(run):
    assert run("model", "adopt", "--file", "model.json")[0] == 0
    assert run("model", "show", "--out", "again.json")[0] == 0
    assert Path("again.json").read_bytes() == Path("model.json").read_bytes()
    assert run("model", "adopt", "--file", "again.json")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("fit",), 2),  # there is too little to learn from
        (("fit", "--purpose", "marketing"), 2),
        (("fit", "--learn", "everything"), 2),
        (("adopt",), 2),
        (("show", "--out", "built-in.json"), 2),
        (("show", "--out", "socialmatch.secrets"), 2),
        (("adopt", BUILT_IN.version, "--file", "model.json"), 2),
        (("adopt", "fit-00000000"), 3),
        (("show", "fit-00000000"), 3),
        (("adopt", "--file", "nowhere.json"), 3),
        (("adopt", "--file", "socialmatch.db"), 3),
    ],
)
def test_what_does_not_work(run, arguments, code):
    assert run("model", *arguments)[0] == code


def test_a_file_of_another_format_is_refused(run):
    document = MODEL.to_json() | {"format": "socialmatch model v2"}
    Path("other.json").write_text(json.dumps(document))
    code, _, err = run("model", "adopt", "--file", "other.json")
    assert code == 3 and "socialmatch model v1" in err
