"""``init``, ``notice``, ``import`` and ``status`` on the command line, in an empty folder."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

import imports
import notice_fields
from socialmatch.cli import main


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs a command in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    for name in ("STORE", "SECRETS", "CONFIG", "PEPPER", "MASTER_KEY", "SUPPRESSION_KEY", "SIGNING_KEY"):
        monkeypatch.delenv(f"SOCIALMATCH_{name}", raising=False)

    def run_(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        shown = capsys.readouterr()
        return left.value.code or 0, shown.out, shown.err

    return run_


@pytest.fixture
def ready(run, tmp_path):
    """A store with a registered notice."""
    (tmp_path / "notice.json").write_text(json.dumps(notice_fields.FIELDS))
    assert run("init")[0] == 0
    assert run("notice", "register", "notice.json")[0] == 0
    return run


def result(out: str):
    return json.loads(out)


def consent(status: str) -> dict[str, str]:
    values = ("account:A-1", "support", status, "2026-01", "form", "2026-10-01", "", "f-1")
    return dict(zip(imports.FIELDS, values, strict=True))


def test_init_makes_a_store_and_secrets_that_only_the_owner_can_read(run):
    code, out, _ = run("init")
    assert code == 0
    assert "socialmatch.secrets" in out
    for name in ("socialmatch.db", "socialmatch.secrets"):
        assert stat.S_IMODE(Path(name).stat().st_mode) == 0o600


@pytest.mark.parametrize("file", ["socialmatch.db", "socialmatch.secrets"])
def test_a_result_never_replaces_the_store_or_its_secrets(ready, file):
    before = Path(file).read_bytes()
    code, _, err = ready("status", f"--json={file}")
    assert code == 2
    assert "would replace an input" in err
    assert Path(file).read_bytes() == before


def test_init_again_changes_nothing(ready):
    before = Path("socialmatch.secrets").read_bytes()
    assert ready("init")[0] == 0
    assert Path("socialmatch.secrets").read_bytes() == before
    assert result(ready("notice", "list", "--json")[1])["notices"]


def test_init_of_a_store_whose_secrets_are_gone_is_refused_and_leaves_none(ready):
    Path("socialmatch.secrets").rename("kept")
    code, _, err = ready("init")
    assert code == 2
    assert "another suppression key" in err
    assert not Path("socialmatch.secrets").exists()


def test_init_takes_secrets_from_the_environment(run, monkeypatch):
    for number, name in enumerate(("PEPPER", "MASTER_KEY", "SUPPRESSION_KEY", "SIGNING_KEY")):
        monkeypatch.setenv(f"SOCIALMATCH_{name}", f"{number:02}" * 32)
    assert run("init")[0] == 0
    assert not Path("socialmatch.secrets").exists()
    assert run("status")[0] == 0


@pytest.mark.parametrize("command", [("status",), ("notice", "list"), ("import", "accounts", "a.csv")])
def test_without_a_store_the_hint_says_init(run, command):
    imports.write(Path("a.csv"), [{"account_id": "A-1"}])
    assert run("init", "--store", "sqlite:///other.db")[0] == 0
    code, _, err = run(*command, "--store", "sqlite:///none.db")
    assert code == 3
    assert "socialmatch init" in err


def test_the_store_is_named_by_the_environment_too(run, monkeypatch):
    monkeypatch.setenv("SOCIALMATCH_STORE", "sqlite:///elsewhere.db")
    assert run("init")[0] == 0
    assert Path("elsewhere.db").exists()


def test_a_notice_that_is_there_is_said_to_be(ready):
    code, out, _ = ready("notice", "register", "notice.json", "--json")
    assert code == 0
    assert [one["new"] for one in result(out)["notices"]] == [False]


def test_a_changed_notice_under_its_old_version_is_refused(ready):
    Path("notice.json").write_text(json.dumps({**notice_fields.FIELDS, "text": "You agree to everything."}))
    code, _, err = ready("notice", "register", "notice.json")
    assert code == 3
    assert "new version" in err


def test_accounts_profiles_and_consents_come_in(ready, tmp_path):
    imports.accounts_file(tmp_path, "A-1", "A-2")
    imports.write(Path("profiles.csv"), [{"platform": "x", "user_id": "1", "handle": "anna"}])
    grant = consent("given")
    imports.write(Path("consents.csv"), [grant, {**grant, "subject": "profile:x::1"}])
    assert result(ready("import", "accounts", "accounts.csv", "--mode", "full", "--json")[1])["counts"] == {"new": 2}
    assert result(ready("import", "profiles", "profiles.csv", "--json")[1])["counts"] == {"new": 1}
    assert result(ready("import", "consents", "consents.csv", "--json")[1])["counts"] == {"recorded": 2}
    code, out, _ = ready("status", "--check", "--json")
    assert code == 0
    found = result(out)
    assert found["healthy"] is True
    assert found["counts"]["accounts.active"] == 2
    assert {run["kind"]: run["state"] for run in found["runs"]} == dict.fromkeys(
        ("import accounts crm", "import profiles", "import consents crm"), "done"
    )
    assert "anna" not in out


def test_rejected_rows_are_listed_and_a_stopped_run_lists_them_too(ready):
    imports.write(Path("bad.csv"), [{"account_id": "A-1"}, {"account_id": "", "city": "Secret"}])
    code, _, err = ready("import", "accounts", "bad.csv")
    assert code == 3
    assert "--allow-shrink" in err
    assert Path("bad.csv.rejected.csv").read_text() == (
        "file,line,column,reason\naccounts,3,account_id,missing_value\n"
    )
    code, out, _ = ready("import", "accounts", "bad.csv", "--allow-shrink", "--rejected", "elsewhere.csv")
    assert code == 0
    assert "1 rows rejected, see elsewhere.csv" in out
    assert "Secret" not in Path("elsewhere.csv").read_text()


@pytest.mark.parametrize("name", ["a.csv", "./a.csv", "socialmatch.db", "socialmatch.secrets"])
@pytest.mark.parametrize("option", ["--rejected", "--json"])
def test_no_output_of_an_import_replaces_what_it_needs(ready, name, option):
    Path("a.csv").write_text("account_id\nA-1\n")
    before = Path(name).read_bytes()
    given = ("--rejected", name) if option == "--rejected" else (f"--json={name}",)
    assert ready("import", "accounts", "a.csv", *given)[0] == 2
    assert Path(name).read_bytes() == before


def test_only_a_list_of_rejected_rows_is_taken_away(ready):
    Path("a.csv").write_text("account_id\nA-1\n")
    Path("notes.txt").write_text("mine")
    assert ready("import", "accounts", "a.csv", "--rejected", "notes.txt")[0] == 0
    assert Path("notes.txt").read_text() == "mine"


def test_a_list_of_rejected_rows_does_not_outlive_its_cause(ready):
    imports.write(Path("a.csv"), [{"account_id": "A-1"}, {"account_id": "", "city": "X"}])
    ready("import", "accounts", "a.csv", "--allow-shrink")
    assert Path("a.csv.rejected.csv").exists()
    imports.write(Path("a.csv"), [{"account_id": "A-1"}])
    ready("import", "accounts", "a.csv")
    assert not Path("a.csv.rejected.csv").exists()


def test_full_mode_stops_at_a_shrunken_file(ready, tmp_path):
    imports.accounts_file(tmp_path, *map(str, range(30)))
    ready("import", "accounts", "accounts.csv")
    imports.accounts_file(tmp_path, *map(str, range(10)))
    assert ready("import", "accounts", "accounts.csv", "--mode", "full")[0] == 3
    assert result(ready("status", "--json")[1])["counts"].get("accounts.missing", 0) == 0
    assert ready("import", "accounts", "accounts.csv", "--mode", "full", "--allow-shrink")[0] == 0
    assert result(ready("status", "--json")[1])["counts"]["accounts.missing"] == 20


def test_a_crm_is_read_by_its_address_or_by_its_configured_name(ready, tmp_path):
    imports.accounts_file(tmp_path, "A-1", "A-2")
    assert ready("import", "accounts", "csv:accounts.csv", "--crm", "shop")[0] == 0
    Path("socialmatch.toml").write_text('[crm.helpdesk]\naddress = "csv:accounts.csv"\n')
    code, out, _ = ready("import", "accounts", "--crm", "helpdesk", "--json")
    assert code == 0
    assert result(out)["kind"] == "import accounts helpdesk"
    assert result(ready("status", "--json")[1])["counts"]["accounts.active"] == 4


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("import", "accounts"), 2),
        (("import", "orders", "a.csv"), 2),
        (("import", "accounts", "--crm", "nobody"), 2),
        (("import", "accounts", "none.csv"), 3),
        (("import", "consents", "none.csv"), 3),
        (("import", "profiles", "none.csv", "--keep-content", "0"), 2),
        (("notice", "register", "none.toml"), 3),
        (("notice", "register"), 2),
        (("status", "--store", "mysql://x"), 2),
    ],
)
def test_what_cannot_be_done_has_its_exit_code(ready, arguments, code):
    assert ready(*arguments)[0] == code


def test_a_withdrawal_in_a_file_is_carried_out_by_the_journey(ready, tmp_path):
    imports.accounts_file(tmp_path, "A-1")
    ready("import", "accounts", "accounts.csv")
    imports.write(Path("consents.csv"), [consent("withdrawn")])
    assert result(ready("import", "consents", "consents.csv", "--json")[1])["counts"]["withdrawals"] == 1
    assert result(ready("status", "--json")[1])["counts"]["suppressed.match"] == 1


@pytest.mark.parametrize("command", ["import", "init", "notice", "status"])
def test_help_has_an_example(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert "Example" in out
    assert f"socialmatch {command}" in out
