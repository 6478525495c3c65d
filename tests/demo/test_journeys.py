"""The demo's second part: the store says what the scenes say, and says it the same every time."""

from __future__ import annotations

import json
import stat
from datetime import datetime
from pathlib import Path

import pytest

from pages import Reader
from socialmatch.cli import main
from socialmatch.client import SocialMatch
from socialmatch.config import Config, load_secrets
from socialmatch.demo.files import AS_OF, LATER, places
from socialmatch.demo.journeys import SCENES
from socialmatch.demo.run import DemoRun
from socialmatch.demo.scenes import lines
from socialmatch.demo.stage import LINKS, SECRETS, STORE
from socialmatch.leaf import TypeClass
from socialmatch.models import ProfileKey
from socialmatch.store import events, links, suppressions


@pytest.fixture
def scenes(done: DemoRun) -> dict:
    """The scenes by the functions that play them."""
    return {act.__name__: scene for act, scene in zip(SCENES, done.scenes, strict=True)}


@pytest.fixture
def store(done: DemoRun, folder: Path):
    """The store that the demo left, as anybody with its secrets opens it."""
    url = f"sqlite:///{folder / STORE}"
    with SocialMatch(url, config=Config(), secrets=load_secrets(folder / SECRETS, {})) as sm:
        yield sm.store


def test_the_scenes_stand_in_order_a_month_apart(done):
    moments = [scene.at for scene in done.scenes]
    assert moments == sorted(moments)
    assert {moment.date() for moment in moments} == {AS_OF.date(), LATER.date()}
    assert [scene.chapter for scene in done.scenes] == sorted(
        (scene.chapter for scene in done.scenes), key=["link", "change", "end"].index
    )


def test_a_proposal_becomes_a_link_that_both_sides_proved(scenes):
    proposed = scenes["propose"].says.partition("account ")[2].partition(" ")[0]
    for scene in ("recognise", "rename"):
        assert f"account {proposed}, proved (L2)" in scenes[scene].says
    assert "1 link in" in scenes["confirm"].says


def test_people_are_shown_what_they_are_told(scenes):
    code = next(word for word in scenes["ask"].message.split() if word.startswith("SM-"))
    assert "SMI-" in scenes["invite"].message
    assert all(scenes[name].message and scenes[name].to for name in ("invite", "ask", "claim", "confirm", "withdraw"))
    for name in ("invite", "claim", "confirm", "withdraw"):
        assert code not in scenes[name].message
    assert "STOP" in scenes["confirm"].message


def test_a_handle_that_changed_hands_brings_nothing(scenes):
    old, new = (word for word in scenes["rename"].title.split() if word.startswith("@"))
    assert old != new
    assert old in scenes["recycle"].title
    assert "a refusal (no consent; they can be invited)" in scenes["recycle"].says


def test_a_withdrawal_holds_and_importing_again_changes_nothing(scenes):
    for name in ("withdraw", "import_again"):
        assert "a refusal (suppressed; leave them alone)" in scenes[name].says
    assert "0 links in" in scenes["withdraw"].says
    facts = dict(scenes["import_again"].facts)
    assert facts["Id found in"] == "no file of the store or the CRM"
    for what in ("Accounts", "Profiles", "Consents"):
        assert "unchanged" in facts[what]
        assert not any(word in facts[what] for word in ("new", "recorded", "withdrawals", "returned", "renamed"))


def test_the_store_says_the_same(store, folder, done):
    with store.read("default") as session:
        found = list(events.walk(session))
        assert all(not event.erased for event in found)
        (confirmed,) = [e for e in found if e.type_class is TypeClass.LINK and e.kind == "started"]
        profile = next(subject for subject in confirmed.subjects if isinstance(subject, ProfileKey))
        assert links.history(session, profile) == []
        assert suppressions.holds(session, profile)
        told = [(e.kind, e.data["operation"]) for e in found if e.type_class is TypeClass.SYNC]
        assert told == [("delivered", "put_link"), ("delivered", "remove_link")]
    assert len((folder / LINKS).read_text(encoding="utf-8").splitlines()) == 1
    assert profile.user_id in places(folder).profiles.read_text(encoding="utf-8"), "a copy it cannot reach"


def test_the_secrets_are_the_owners_and_not_the_same_for_everybody(done, folder, tmp_path):
    assert stat.S_IMODE((folder / SECRETS).stat().st_mode) == 0o600
    assert load_secrets(folder / SECRETS, {}).need("pepper") != b"p" * 32


def test_everything_is_on_the_page_and_on_the_terminal(done):
    shown = "".join(Reader(done.page.read_text(encoding="utf-8")).texts)
    for scene in done.scenes:
        for part in (
            scene.title,
            scene.says,
            scene.message,
            scene.to,
            *(word for fact in scene.facts for word in fact),
        ):
            assert part in shown
    told = lines(done.scenes)
    assert len(told) == len(done.scenes)
    assert max(len(line) for entry in told for line in entry.splitlines()) <= 100


def test_it_is_told_the_same_a_second_time_and_as_json(done, folder, capsys):
    before = done.page.read_bytes()
    with pytest.raises(SystemExit) as left:
        main(["demo", "--dir", str(folder), "--json"])
    assert left.value.code == 0
    story = json.loads(capsys.readouterr().out)["story"]
    assert [(one["title"], one["says"]) for one in story] == [(scene.title, scene.says) for scene in done.scenes]
    assert [datetime.fromisoformat(one["at"]) for one in story] == [scene.at for scene in done.scenes]
    assert done.page.read_bytes() == before
