"""Notices: complete or refused, hashed word for word, and what a new version asks again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from notice_fields import FIELDS, NOTICE
from socialmatch.canonical import canonical
from socialmatch.consent.notices import (
    MEANING,
    Gesture,
    NoticeForm,
    check_notice,
    load_notice,
    notice_document,
    notice_sha256,
    read_notice,
    serve,
    supersede,
    superseded_by,
    text_sha256,
)
from socialmatch.consent.state import GRANTS, IN_FORCE, State, fold
from socialmatch.errors import FileError, InputError, UsageError
from socialmatch.models import Actor, ActorKind, EventKind, Notice
from strategies import ACCOUNT, DAY, T0, grant

JOB = Actor(ActorKind.JOB, "nightly")
DOCUMENT = (Path(__file__).parents[2] / "docs/explanation/notices.md").read_text(encoding="utf-8")


def refused(fields: dict) -> InputError:
    with pytest.raises(InputError) as raised:
        read_notice(fields)
    assert raised.value.code == "bad_notice"
    assert raised.value.__context__ is None
    return raised.value


# --- the fields ------------------------------------------------------------------------------------


def test_a_complete_notice_is_read():
    assert NOTICE.purposes == ("support", "returns")
    assert NOTICE.benefits == ("We see your orders at once.", "We send the label without asking.")
    assert NOTICE.recipients == ("our customer records", "our parcel service")
    assert (NOTICE.valid_days, NOTICE.material, NOTICE.jurisdiction) == (365, True, "EU")
    check_notice(NOTICE)


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_each_missing_field_is_refused_by_name(name):
    assert name in str(refused({k: v for k, v in FIELDS.items() if k != name}))


@pytest.mark.parametrize("name", sorted(NoticeForm.model_fields))
def test_each_field_is_required_tested_and_documented(name):
    assert name in FIELDS
    assert NoticeForm.model_fields[name].is_required()
    assert f"`{name}`" in DOCUMENT


@pytest.mark.parametrize("name", [name for name, value in FIELDS.items() if isinstance(value, str)])
@pytest.mark.parametrize("empty", ["", "   ", None, 7, ["x"]])
def test_an_empty_or_wrong_field_is_refused_by_name(name, empty):
    assert name in str(refused({**FIELDS, name: empty}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", "2026 01"),
        ("version", "-1"),
        ("language", "english"),
        ("language", "EN"),
        ("purposes", {}),
        ("purposes", {"support": ""}),
        ("purposes", {"Two words": "x"}),
        ("purposes", ["support"]),
        ("recipients", []),
        ("recipients", [""]),
        ("recipients", "our records"),
        ("valid_days", 0),
        ("valid_days", 731),
        ("valid_days", "365"),
        ("valid_days", 365.0),
        ("valid_days", True),
        ("rights", "http://example.com/privacy"),
        ("rights", "https://"),
        ("rights", "privacy page"),
        ("jurisdiction", "Europe"),
        ("jurisdiction", "de"),
        ("material", "yes"),
        ("material", None),
        ("text", "We look\0up your handle."),
        ("text", "x" * 100_001),
        ("text", "lone \ud800 surrogate"),
        ("extra", "unknown"),
    ],
)
def test_a_value_outside_its_bounds_is_refused_by_name(name, value):
    error = refused({**FIELDS, name: value})
    assert name in str(error)


def test_every_fault_is_named_at_once_and_no_value():
    error = refused({**FIELDS, "contact": 4711, "rights": "canary-value", "canary": "canary-value"})
    for name in ("contact", "rights"):
        assert name in str(error)
    assert "4711" not in str(error) + repr(error)
    assert "canary-value" not in str(error) + repr(error)


def test_a_notice_made_in_python_is_checked_too():
    for fault in ({"contact": ""}, {"benefits": ()}, {"purposes": ("support", "support")}, {"valid_days": 10_000}):
        with pytest.raises(InputError) as raised:
            check_notice(replace(NOTICE, **fault))
        assert raised.value.code == "bad_notice"
    with pytest.raises(InputError):
        check_notice(Notice("2026-01", "en", "We look up your handle.", ("support",)))


# --- files -----------------------------------------------------------------------------------------

TOML = """
notice_id = "link"
version = "2026-01"
language = "en"
text = '''If you agree, we note which of your social profiles is yours.
You can take it back at any time.'''
legal_basis = "consent, GDPR article 6(1)(a)"
controller = "Example Brand Ltd, Exampletown"
contact = "privacy@example.com"
recipients = ["our customer records", "our parcel service"]
retention = "until you withdraw"
valid_days = 365
withdrawal = "send STOP"
rights = "https://example.com/privacy"
authority = "the data protection authority"
jurisdiction = "EU"
material = true

[purposes]
support = "We see your orders at once."
returns = "We send the label without asking."
"""


def test_toml_and_json_are_the_same_notice(tmp_path):
    (tmp_path / "notice.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "notice.json").write_text(json.dumps(FIELDS), encoding="utf-8-sig")
    assert load_notice(tmp_path / "notice.toml") == load_notice(tmp_path / "notice.json") == NOTICE


def test_the_example_of_the_document_loads(tmp_path):
    example = DOCUMENT.split("```toml\n", 1)[1].split("```", 1)[0]
    (tmp_path / "notice.toml").write_text(example, encoding="utf-8")
    assert load_notice(tmp_path / "notice.toml").purposes == ("support",)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("notice.toml", b"version = = 1", "bad_toml"),
        ("notice.toml", b"version = '1'\nversion = '2'", "bad_toml"),
        ("notice.toml", b"version = '2026-01'", "bad_notice"),
        ("notice.toml", b"\xff\xfe", "not_utf8"),
        ("notice.json", b"{", "bad_json"),
        ("notice.json", b"[]", "bad_json"),
        ("notice.json", b'{"version": "1", "version": "2"}', "bad_json"),
        ("notice.json", b"[" * 100_000, "bad_json"),
        ("notice.json", b"{}", "bad_notice"),
        ("notice.json", b" " * ((1 << 20) + 1), "too_large"),
        ("notice.yaml", b"", "unknown_format"),
        ("notice", b"", "unknown_format"),
    ],
)
def test_a_file_that_is_no_notice_is_refused(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError) as raised:
        load_notice(tmp_path / name)
    assert (raised.value.code, raised.value.exit_code) == (code, 3)
    assert name in str(raised.value)
    assert raised.value.__context__ is None


def test_a_file_that_is_not_there_is_refused(tmp_path):
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(FileError):
            load_notice(path)


# --- hashing ---------------------------------------------------------------------------------------


def test_the_hash_is_of_the_exact_words():
    assert text_sha256(NOTICE) == sha256(NOTICE.text.encode()).hexdigest()
    for other in (NOTICE.text + " ", NOTICE.text.replace("\n", "\r\n"), NOTICE.text.upper()):
        assert text_sha256(replace(NOTICE, text=other)) != text_sha256(NOTICE)


def test_the_hash_of_everything_sees_every_field():
    assert notice_sha256(NOTICE) == sha256(canonical(notice_document(NOTICE))).hexdigest()
    assert read_notice(notice_document(NOTICE)) == NOTICE
    others = {
        "version": "2",
        "language": "de",
        "contact": "x",
        "valid_days": 1,
        "material": False,
        "benefits": ("a", "b"),
    }
    assert len({notice_sha256(replace(NOTICE, **{name: value})) for name, value in others.items()}) == len(others)


# --- showing and answering -------------------------------------------------------------------------


def test_what_was_shown():
    served = serve(NOTICE, served_id="view-1", channel="web", served_at=T0)
    assert (served.version, served.language, served.sha256) == ("2026-01", "en", text_sha256(NOTICE))
    assert "abc" not in repr(serve(NOTICE, served_id="v", channel="web", served_at=T0, session_hash=b"abc"))


@pytest.mark.parametrize("missing", [{"served_id": ""}, {"channel": ""}, {"served_at": T0.replace(tzinfo=None)}])
def test_showing_without_an_id_a_place_or_a_time_is_refused(missing):
    with pytest.raises(UsageError):
        serve(NOTICE, **{"served_id": "view-1", "channel": "web", "served_at": T0, **missing})


def test_only_an_act_that_says_yes_is_a_grant():
    assert set(MEANING) == set(Gesture)
    assert {gesture for gesture, kind in MEANING.items() if kind in GRANTS} == {Gesture.AGREE}
    for gesture, kind in MEANING.items():
        cells = f"| `{gesture}` | {f'`{kind}`' if kind else 'none'} |"
        assert cells in DOCUMENT
        if gesture is not Gesture.AGREE and kind is not None:
            assert kind in (EventKind.REFUSED, EventKind.DEFERRED)


# --- a new version ---------------------------------------------------------------------------------

NEXT = replace(NOTICE, version="2026-02", text="We also note your pet's profile.")


def test_after_a_material_change_people_are_asked_again():
    given = grant(notice_version="2026-01")
    asked = [supersede(given, NEXT, at=T0 + DAY, actor=JOB) for p in superseded_by(NOTICE, NEXT) if p == given.purpose]
    assert [event.kind for event in asked] == [EventKind.SUPERSEDED]

    def state(at):
        return fold([given, *asked], purpose="support", subject=ACCOUNT, as_of=at).state

    assert state(T0) in IN_FORCE
    assert state(T0 + DAY) is State.REQUESTED
    assert given == grant(notice_version="2026-01")


def test_which_purposes_a_new_version_asks_again():
    assert superseded_by(NOTICE, NEXT) == ("returns", "support")
    assert superseded_by(NOTICE, replace(NEXT, purposes=("support",), benefits=("x",))) == ("returns", "support")
    assert superseded_by(NOTICE, replace(NEXT, material=False)) == ()


@pytest.mark.parametrize("other", [NOTICE, replace(NOTICE, language="de"), replace(NEXT, notice_id="another")])
def test_what_is_no_new_version_is_refused(other):
    with pytest.raises(UsageError) as raised:
        superseded_by(NOTICE, other)
    assert raised.value.code == "not_versions"


def test_superseding_at_no_moment_is_refused():
    with pytest.raises(UsageError):
        supersede(grant(), NEXT, at=(T0 + timedelta(days=1)).replace(tzinfo=None), actor=JOB)
