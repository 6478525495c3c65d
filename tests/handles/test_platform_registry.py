"""The table of platforms, its documentation, and platforms that other distributions bring."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from platform_table import table
from socialmatch.errors import HandleError
from socialmatch.handles.platform import Scope
from socialmatch.handles.registry import owner_of_host, platform, platforms

DOC = Path(__file__).parents[2] / "docs" / "reference" / "platforms.md"
CONTRACT = (
    "x facebook instagram threads linkedin tiktok youtube reddit github mastodon bluesky telegram whatsapp discord "
    "snapchat pinterest twitch line wechat speakerdeck"
).split()


def test_the_platforms_of_the_contract() -> None:
    assert [known.name for known in platforms()] == CONTRACT


@pytest.mark.parametrize(
    ("name", "found"), [("x", "x"), ("twitter", "x"), ("Twitter", "x"), ("SpeakerDeck", "speakerdeck")]
)
def test_platform_by_name(name: str, found: str) -> None:
    assert platform(name).name == found
    assert platform(name) is platform(found)


@pytest.mark.parametrize("name", ["", "myspace", "x ", "x.com", None, 7])
def test_an_unknown_name(name: str) -> None:
    with pytest.raises(HandleError) as refused:
        platform(name)
    assert refused.value.code == "unknown_platform"


def test_no_name_or_host_is_two_platforms() -> None:
    names = [name for known in platforms() for name in (known.name, *known.aliases)]
    hosts = [host for known in platforms() for host in known.hosts | known.parents]
    assert len(names) == len(set(names))
    assert len(hosts) == len(set(hosts))


@pytest.mark.parametrize("known", platforms(), ids=lambda known: known.name)
def test_facts_agree_with_each_other(known: object) -> None:
    from socialmatch.handles.address import is_dns_name
    from socialmatch.handles.platform import Platform

    assert isinstance(known, Platform)
    assert known.source
    assert all(is_dns_name(host) for host in known.hosts)
    assert not known.home or known.home in known.hosts
    assert bool(known.hosts) == bool(known.home)
    assert all(known.fold(word) == word and known.spells(word) for word in known.reserved)
    assert known.grammar is not None or known.id_grammar is not None
    assert known.scope is Scope.GLOBAL or known.id_grammar is not None
    assert not known.public_ids or known.scope is not Scope.GLOBAL


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("x.com", "x"),
        ("de.linkedin.com", "linkedin"),
        ("somebody.github.io", "github"),
        ("github.io", None),
        ("X.com", None),
    ],
)
def test_owner_of_host(host: str, found: str | None) -> None:
    owner = owner_of_host(host)
    assert (owner.name if owner else None) == found


def test_the_document_has_the_table() -> None:
    assert table() in DOC.read_text(encoding="utf-8"), "write it anew: python tests/platform_table.py"


# --- platforms of other distributions -------------------------------------------------------------

GOOD = """
import re
from socialmatch.handles.address import forms
from socialmatch.handles.platform import Platform

class Flock(Platform):
    name = "flock"
    home = "flock.example.org"
    hosts = frozenset({"flock.example.org"})
    forms = forms("/~{handle}", "flock://user?name={handle}")
    grammar = re.compile(r"[a-z]{3,10}")
    source = "invented"
"""


def run(folder: Path, code: str, module: str = GOOD, entries: str = "flock = flock_platform:Flock") -> str:
    """Run a program beside an installed distribution that brings platforms, and return what it prints."""
    info = folder / "flock_platform-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: flock-platform\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[socialmatch.platforms]\n{entries}\n", encoding="utf-8")
    (folder / "flock_platform.py").write_text(module, encoding="utf-8")
    program = f"import sys; sys.path.append({str(folder)!r})\n{PREAMBLE}\n{code}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


PREAMBLE = """
from socialmatch.errors import SocialMatchError
from socialmatch.handles.parse import parse
from socialmatch.handles.registry import platform, platforms
def code(call):
    try:
        return call()
    except SocialMatchError as error:
        return type(error).__name__ + " " + error.code
"""


def test_a_distribution_brings_a_platform(tmp_path: Path) -> None:
    shown = run(
        tmp_path,
        """
parse("https://x.com/somebody")
print("flock_platform" in sys.modules)
for text in ("flock:somebody", "https://flock.example.org/~somebody", "flock://user?name=somebody"):
    print(parse(text).key.user_id, parse(text).url)
print(platforms()[-1].name, len(platforms()))
""",
    )
    read = "~handle:somebody https://flock.example.org/~somebody"
    assert shown.splitlines() == ["False", read, read, read, "flock 21"]


@pytest.mark.parametrize(
    ("module", "entries", "code"),
    [
        (GOOD, "x = flock_platform:Flock", "platform_clash"),
        (GOOD, "twitter = flock_platform:Flock", "platform_clash"),
        (GOOD.replace("flock.example.org", "x.com"), "flock = flock_platform:Flock", "platform_clash"),
        (GOOD.replace("flock://", "tg://"), "flock = flock_platform:Flock", "platform_clash"),
        (GOOD, "flock = flock_platform:Flock\nother = flock_platform:Flock", "platform_broken"),
        (GOOD, "flock = flock_platform:Missing", "platform_broken"),
        ("import no_such_module_anywhere", "flock = flock_platform:Flock", "platform_broken"),
        ("class Flock: name = 'flock'", "flock = flock_platform:Flock", "platform_broken"),
        (GOOD.replace("flock.example.org", "Flock.example.org"), "flock = flock_platform:Flock", "platform_broken"),
        (GOOD.replace('"flock"', '"https"'), "https = flock_platform:Flock", "platform_broken"),
        (GOOD.replace("home =", "aliases = ('fl',); home ="), "flock = flock_platform:Flock", "platform_broken"),
    ],
)
def test_a_distribution_that_clashes_or_is_broken(tmp_path: Path, module: str, entries: str, code: str) -> None:
    shown = run(tmp_path, "print(code(platforms)); print(parse('x:somebody').platform)", module, entries)
    assert shown.splitlines() == [f"ConfigError {code}", "x"]
