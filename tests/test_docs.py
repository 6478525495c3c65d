"""What the documents say is true: their Python runs, every public name and command stands in them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import socialmatch
from databases import Postgres
from socialmatch.cli import COMMANDS
from socialmatch.matching.modelfile import BUILT_IN
from socialmatch.store.engine import make_engine

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
WITH_PYTHON = [path for path in DOCUMENTS if BLOCK.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("path", WITH_PYTHON, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_python_in_documents_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of one document run in order, in one namespace, in an empty folder."""
    text = path.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "document"}
    for block in BLOCK.finditer(text):
        before = text[: block.start(1)].count("\n")  # so that a traceback names the document's own line
        exec(compile("\n" * before + block[1], str(path), "exec"), names)


def test_the_link_command_of_the_readme_runs_after_its_demo_command(tmp_path: Path) -> None:
    """Both as printed, but for the installation, which is the one that runs this test."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    demo, link = (
        re.search(rf"<!-- {name}-command -->\n```bash\n(.*?)```", text, re.DOTALL) for name in ("demo", "link")
    )
    assert demo is not None and link is not None
    (tmp_path / ".venv").symlink_to(Path(sys.prefix))
    after_installation = demo[1].rpartition(" && ")[2]
    for command in (after_installation, link[1]):
        assert command.startswith(".venv/bin/socialmatch ")
        subprocess.run(["bash", "-euo", "pipefail", "-c", command], check=True, cwd=tmp_path, capture_output=True)
    own = (tmp_path / "proposals.csv").read_text(encoding="utf-8").splitlines()
    assert len(own) > 1_000
    assert own[0] == (tmp_path / "socialmatch-demo" / "proposals.csv").read_text(encoding="utf-8").splitlines()[0]


def test_links_between_documents_lead_somewhere() -> None:
    for path in DOCUMENTS:
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", prose):
            assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} -> {target}"


def test_public_names() -> None:
    assert socialmatch.__all__ == sorted(socialmatch.__all__)
    for name in socialmatch.__all__:
        assert getattr(socialmatch, name) is not None
    assert dir(socialmatch) == socialmatch.__all__
    modules = {path.stem for path in Path(socialmatch.__file__).parent.iterdir()}
    assert not modules.intersection(socialmatch.__all__), "importing the module would hide the name"
    with pytest.raises(AttributeError):
        socialmatch.nothing_of_the_kind  # noqa: B018  # the attribute access is the test


@pytest.mark.parametrize("name", [name for name in socialmatch.__all__ if not name.startswith("_")])
def test_every_public_name_is_documented(name: str) -> None:
    value = getattr(socialmatch, name)
    assert value.__doc__, name
    told = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    assert f"`{name}`" in told


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    told = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert f"## socialmatch {command}" in told


def test_every_error_is_documented() -> None:
    from socialmatch import errors

    tree = errors.__doc__ or ""
    names = [n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, Exception)]
    assert all(name in tree for name in names)
    told = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    assert not [name for name in names if f"`{name}`" not in told]


def test_the_page_on_postgresql_is_true(postgres: Postgres, tmp_path: Path) -> None:
    """Its address and its commands, as printed, on a database made as it says; its codes are the store's."""
    text = (ROOT / "docs" / "how-to" / "postgresql.md").read_text(encoding="utf-8")
    (script,) = [
        block for block in re.findall(r"^```bash\n(.*?)^```", text, re.MULTILINE | re.DOTALL) if "init" in block
    ]
    address = re.search(r"postgresql\+psycopg://[^\s']+", script)
    assert address is not None and make_engine(address[0]).url.username == "socialmatch"
    url = postgres.new_database()
    script = script.replace(address[0], url).replace("/etc/socialmatch/secrets", "another.secrets")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], check=True, cwd=tmp_path, env=os.environ | {"PATH": path}
    )
    postgres.drop(url)
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(socialmatch.__file__).parent.glob("store/*.py"))
    told = text[text.index("## When it goes wrong") :]
    codes = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`[a-z_`, ]+) \|", told, re.MULTILINE)))
    assert len(codes) == 13 and all(f'"{code}"' in sources for code in codes)


def test_pages_name_the_parameters_that_are_built_in() -> None:
    told = [path for path in DOCUMENTS if not {"adr", "benchmarks"}.intersection(path.parts[:-1])]
    found = {name for path in told for name in re.findall(r"hand-[0-9]+", path.read_text(encoding="utf-8"))}
    assert found == {BUILT_IN.version}


def test_the_changelog_has_an_unreleased_section() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
