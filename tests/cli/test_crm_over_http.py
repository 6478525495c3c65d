"""A CRM over HTTP as ``socialmatch.toml`` names it: checked, read and heard, through the network of this machine."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from fake_crms.hubspot import FakeHubspot
from fake_crms.server import TOKEN
from processes import MASTER_KEY, SUPPRESSION_KEY
from socialmatch.cli import main
from socialmatch.crm.http import Request
from socialmatch.models import Account
from socialmatch.moments import system_clock

CONFIG = """
[crm.helpdesk]
address = "hubspot:{address}"

[crm.helpdesk.options]
token = "${{HUBSPOT_TOKEN}}"
consents = {{ support = "social_support" }}
"""


@pytest.fixture
def hubspot():
    """A HubSpot behind a port of this machine."""
    crm = FakeHubspot()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            given = crm.send(Request(self.command, f"http://{self.headers['Host']}{self.path}", self.headers, body))
            self.send_response(given.status)
            for name, value in given.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(given.body)))
            self.end_headers()
            self.wfile.write(given.body)

        do_POST = do_PATCH = do_GET

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        crm.address = f"http://127.0.0.1:{server.server_address[1]}/crm/v3/objects"
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield crm
        server.shutdown()


@pytest.fixture
def run(tmp_path, monkeypatch, capsys, hubspot, sqlite_url, open_store):
    """Runs a command where HubSpot is configured; gives exit code, what it wrote as JSON, and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("HUBSPOT_TOKEN", TOKEN)
    monkeypatch.setenv("SOCIALMATCH_MASTER_KEY", MASTER_KEY.hex())
    monkeypatch.setenv("SOCIALMATCH_SUPPRESSION_KEY", SUPPRESSION_KEY.hex())
    monkeypatch.setenv("SOCIALMATCH_STORE", sqlite_url)
    open_store(sqlite_url, clock=system_clock)
    address = hubspot.address.removesuffix("/crm/v3/objects")
    (tmp_path / "socialmatch.toml").write_text(CONFIG.format(address=address), encoding="utf-8")

    def run(*arguments: str):
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--json"])
        told = capsys.readouterr()
        assert TOKEN not in told.out + told.err and "canary" not in told.out + told.err
        return ended.value.code, json.loads(told.out) if told.out else None, told.err

    return run


def test_it_is_checked_and_its_accounts_and_answers_are_taken(run, hubspot):
    ids = [hubspot.save(Account(f"k{n}", given_name="Anna", emails=(f"canary{n}@example.com",))) for n in range(3)]
    hubspot.answered(ids[0], "social_support", "no", "2026-10-01T08:00:00Z")
    hubspot.answered(ids[1], "social_support", "given", "2026-10-01T08:00:00Z")
    code, told, _ = run("crm", "check", "helpdesk")
    assert (code, told["configured"][0]["error"]) == (0, "")
    code, told, _ = run("import", "accounts", "--crm", "helpdesk")
    assert (code, told["counts"]) == (0, {"new": 3})
    code, told, _ = run("import", "consents", "--crm", "helpdesk")
    assert (code, told["counts"]) == (0, {"claims": 1, "recorded": 1, "withdrawals": 1})


def test_a_token_that_is_refused_is_said(run, hubspot, monkeypatch):
    monkeypatch.setenv("HUBSPOT_TOKEN", "another-canary")
    code, told, _ = run("crm", "check")
    assert (code, told["configured"][0]["code"]) == (1, "unauthorized")


def test_a_crm_that_knows_no_consents_is_told(run, tmp_path):
    (tmp_path / "customers.csv").write_text("account_id\n1\n", encoding="utf-8")
    (tmp_path / "socialmatch.toml").write_text('[crm.shop]\naddress = "csv:customers.csv"\n', encoding="utf-8")
    code, _, err = run("import", "consents", "--crm", "shop")
    assert code == 2 and "knows no consents" in err
    code, _, err = run("import", "consents")
    assert code == 2 and "needs a file" in err
