"""A verifier that shares no code with ours: tests/ledger/go/verify.go, on golang.org/x/mod."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bundles import vkey_text
from socialmatch.ledger.note import SigningKey

SOURCE = Path(__file__).parent / "ledger" / "go" / "verify.go"
GO_PATHS = [Path("/usr/share/gocode"), Path(os.environ.get("GOPATH") or Path.home() / "go")]


class GoVerifier:
    """The other verifier, compiled; ``run`` gives its exit code."""

    def __init__(self, program: Path, scratch: Path, environment: dict[str, str]) -> None:
        self.program = program
        self.scratch = scratch
        self.environment = environment

    def run(
        self, bundle: Path, key: SigningKey | None = None, since: bytes | None = None, *, vkey: str | None = None
    ) -> int:
        pinned = self.scratch / "pinned.vkey"
        pinned.write_text(vkey if vkey is not None else vkey_text(key) if key else vkey_text())
        command = [str(self.program), "-vkey", str(pinned)]
        if since is not None:
            earlier = self.scratch / "earlier"
            earlier.write_bytes(since)
            command += ["-since", str(earlier)]
        return subprocess.run([*command, str(bundle)], capture_output=True, check=False, timeout=60).returncode

    def shell(self, commands: list[str], folder: Path) -> None:
        """Run commands as somebody types them, in a folder; one that fails raises."""
        told = {**self.environment, "GOPATH": "/nowhere"}  # the commands say where it is
        script = "\n".join(commands)
        subprocess.run(["bash", "-euc", script], cwd=folder, env=told, check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="session")
def go(tmp_path_factory: pytest.TempPathFactory) -> GoVerifier:
    paths = [path for path in GO_PATHS if (path / "src/golang.org/x/mod/sumdb/tlog").is_dir()]
    if shutil.which("go") is None or not paths:
        pytest.skip("needs Go and golang.org/x/mod: apt-get install golang-go golang-golang-x-mod-dev")
    folder = tmp_path_factory.mktemp("go")
    program = folder / "verify"
    environment = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": str(paths[0]),
        "GOFLAGS": "",
        "GOCACHE": str(folder / "cache"),
    }
    subprocess.run(["go", "build", "-o", str(program), str(SOURCE)], env=environment, check=True, timeout=300)
    return GoVerifier(program, folder, environment)
