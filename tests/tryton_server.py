"""A Tryton of the tests' own: installed from the package index, on SQLite, listening on this machine alone.

Tryton is GPL-3.0-or-later. It runs as a process of its own and is spoken to over HTTP; nothing of it is imported.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sysconfig
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATABASE, USER, PASSWORD = "crm", "admin", "canary-tryton-password"
_PARTY, _MECHANISM = "model.party.party", "model.party.contact_mechanism"
_ALL = {"active_test": False}


def program(name: str) -> Path:
    """One of Tryton's own commands."""
    return Path(sysconfig.get_path("scripts")) / name


def template(shared: Path) -> Path:
    """A database with the module "party" and nobody in it; made once for all processes of a test run."""
    made, lock = shared / "tryton.sqlite", shared / "tryton.lock"
    with contextlib.suppress(FileExistsError):
        lock.mkdir()
        _make(shared / "tryton").rename(made)
    _wait(made.exists, 120)
    return made


def _make(folder: Path) -> Path:
    folder.mkdir()
    database = folder / f"{DATABASE}.sqlite"
    database.touch()  # Tryton makes no database by itself
    (folder / "password").write_text(f"{PASSWORD}\n", encoding="utf-8")
    command = [program("trytond-admin"), "-c", _settings(folder, 0), "-d", DATABASE, "--all"]
    command += ["--email", "admin@example.com", "-l", "en", "-u", "party", "--activate-dependencies"]
    environment = {**os.environ, "TRYTONPASSFILE": str(folder / "password")}
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=120)
    return database


def _settings(folder: Path, port: int) -> Path:
    path = folder / "trytond.conf"
    path.write_text(f"[database]\nuri = sqlite://\npath = {folder}\n[web]\nlisten = 127.0.0.1:{port}\n")
    return path


def _wait(ready: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "Tryton did not start"
        time.sleep(0.05)


class TrytonServer:
    """A running server, and its staff, who speak JSON-RPC and know nothing of us.

    Attributes
    ----------
    address: of the database, as the adapter takes it. file: the database itself. session: its staff's header line.
    """

    def __init__(self, folder: Path, made: Path) -> None:
        self.file = folder / f"{DATABASE}.sqlite"
        shutil.copy(made, self.file)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/{DATABASE}"
        self.session = ""
        with (folder / "server.log").open("wb") as log:
            command = [program("trytond"), "-c", _settings(folder, port), "-d", DATABASE]
            self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(lambda: self._listens(port), 60)
            self.session = self.login()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)

    def _listens(self, port: int) -> bool:
        assert self._process.poll() is None, "Tryton ended"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        return False

    # --- what its staff do -------------------------------------------------------------------------

    def call(self, method: str, *params: Any, **context: Any) -> Any:
        """Raw JSON-RPC, by nothing but the standard library."""
        return self._post(method, [*params, context])

    def login(self) -> str:
        """The header line of a session."""
        user_id, token, *_ = self._post("common.db.login", [USER, {"password": PASSWORD}, "en"])
        return f"Session {b64encode(f'{USER}:{user_id}:{token}'.encode()).decode()}"

    def _post(self, method: str, params: list[Any]) -> Any:
        body = json.dumps({"id": 1, "method": method, "params": params}).encode()
        headers = {"Content-Type": "application/json", **({"Authorization": self.session} if self.session else {})}
        request = urllib.request.Request(f"{self.address}/rpc/", body, headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            told = json.loads(answer.read())
        if "error" in told:
            raise RuntimeError(told["error"][0])
        return told["result"]

    def save(self, name: str, emails: tuple[str, ...] = (), number: int | None = None) -> int:
        mechanisms = [{"type": "email", "value": email} for email in emails]
        if number is None:
            values = {"name": name or None, "contact_mechanisms": [["create", mechanisms]]}
            return self.call(f"{_PARTY}.create", [values])[0]
        former = self.call(f"{_MECHANISM}.search", [["party", "=", number], ["type", "=", "email"]], 0, None, None)
        changes: list[Any] = [["delete", former], ["create", mechanisms]]
        self.call(f"{_PARTY}.write", [number], {"name": name or None, "contact_mechanisms": changes})
        return number

    def delete(self, number: int) -> None:
        self.call(f"{_PARTY}.delete", [number])

    def merge(self, old: int, new: int) -> None:
        """By the wizard that staff have for it; that the names differ is no objection."""
        wizard = self.call("wizard.party.replace.create")[0]
        self.call("model.res.user.warning.create", [{"user": 1, "name": f"party.replace name {old} {new}"}])
        self.call("wizard.party.replace.execute", wizard, {"ask": {"source": old, "destination": new}}, "replace")

    def mechanisms(self, number: int) -> list[dict[str, Any]]:
        domain = [["party", "=", number]]
        fields = ["type", "value", "name", "comment"]
        return self.call(f"{_MECHANISM}.search_read", domain, 0, None, None, fields, **_ALL)

    def clear(self) -> None:
        """Nobody is a customer any more."""
        everybody = self.call(f"{_PARTY}.search", [], 0, None, None, **_ALL)
        if everybody:
            self.call(f"{_PARTY}.delete", everybody)

    @contextlib.contextmanager
    def read_only(self) -> Iterator[None]:
        """Nothing can be written into contact mechanisms; the database itself refuses it."""
        changes = ("INSERT", "UPDATE", "DELETE")
        stop = "BEGIN SELECT RAISE(ABORT, 'canary-account'); END"
        self._run(*(f"CREATE TRIGGER no_{c} BEFORE {c} ON party_contact_mechanism {stop}" for c in changes))
        try:
            yield
        finally:
            self._run(*(f"DROP TRIGGER no_{change}" for change in changes))

    def _run(self, *statements: str) -> None:
        with contextlib.closing(sqlite3.connect(self.file, timeout=30)) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    def rows_with(self, text: str) -> set[str]:
        """Tables that have the text anywhere."""
        with contextlib.closing(sqlite3.connect(self.file, timeout=30)) as connection:
            tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {t for t in tables if text in repr(connection.execute(f'SELECT * FROM "{t}"').fetchall())}
