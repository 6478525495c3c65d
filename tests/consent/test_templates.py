"""What people read: complete, replaceable, and safe against what others put into a name."""

from __future__ import annotations

import dataclasses
import string
import unicodedata
from pathlib import Path

import pytest

from notice_fields import NOTICE
from socialmatch.consent.codes import issue_code
from socialmatch.consent.templates import (
    REQUIRED,
    Template,
    escape,
    load_templates,
    mask_account,
    purpose_lines,
    render,
)
from socialmatch.errors import ConfigError, FileError, UsageError
from socialmatch.models import Account

OURS = load_templates()
VALUES = {
    "account": "a•••@e•••.com",
    "brand": "Example Brand",
    "brand_handle": "@examplebrand",
    "code": "SM-BGNT-Z49E-KRX2-7K",
    "handle": "@annaexample",
    "hours": 24,
    "link": "https://brand.example/link#SMI-BGNTZ49EKRX27CHPV05AFMSY380",
    "minutes": 10,
    "notice": NOTICE.text,
    "platform": "Mastodon",
    "purposes": purpose_lines(NOTICE, ["support", "returns"]),
    "report": "https://example.com/report",
    "undo_until": "2026-11-29",
    "withdraw": "send STOP",
}


def fields(name: str, **changes) -> dict:
    return {field: value for field, value in {**VALUES, **changes}.items() if field in REQUIRED[name]}


def rendered(name: str, **changes) -> str:
    return render(OURS[name], **fields(name, **changes))


# --- the texts -------------------------------------------------------------------------------------


def test_all_templates_are_there_and_documented():
    text = (Path(__file__).parents[2] / "docs/explanation/notices.md").read_text(encoding="utf-8")
    assert set(OURS) == set(REQUIRED)
    for name, needed in REQUIRED.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{name}` |"))
        assert row.rsplit("|", 2)[1].strip() == ", ".join(f"`{field}`" for field in sorted(needed))


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_every_field_is_shown(name):
    text = rendered(name)
    for field, value in fields(name).items():
        for line in (value,) if isinstance(value, str | int) else value:
            assert str(line) in text, field
    assert not set("{}") & set(text)


@pytest.mark.parametrize("name", ["confirm_page", "code_seen", "linked", "loop_page"])
def test_who_decides_sees_both_identities_and_how_to_say_no(name):
    assert {"account", "handle", "platform", "purposes", "withdraw", "report"} <= REQUIRED[name]


def test_the_page_behind_an_invitation_does_not_tell_the_handle():
    assert "handle" not in REQUIRED["invitation_page"]
    with pytest.raises(UsageError):
        render(OURS["invitation_page"], **fields("invitation_page"), handle="@annaexample")


def test_purposes_come_with_what_the_person_has_of_them():
    text = rendered("confirm_page")
    assert "- support: We see your orders at once.\n- returns: We send the label without asking." in text
    assert purpose_lines(dataclasses.replace(NOTICE, benefits=()), ["support"]) == ("support",)
    with pytest.raises(UsageError):
        purpose_lines(NOTICE, ["marketing"])


# --- fields ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_a_missing_or_unknown_field_is_refused_by_name(name):
    for field in REQUIRED[name]:
        left = fields(name)
        del left[field]
        with pytest.raises(UsageError) as raised:
            render(OURS[name], **left)
        assert (raised.value.code, field in str(raised.value)) == ("template_fields", True)
    with pytest.raises(UsageError) as raised:
        render(OURS[name], **fields(name), canary="canary-value")
    assert "canary is unknown" in str(raised.value)
    assert "canary-value" not in str(raised.value)


@pytest.mark.parametrize(
    "value", ["", "  ", None, True, 1.5, b"bytes", [], ["", "x"], [7], {"a": 1}, issue_code(bytes)]
)
def test_a_field_that_is_no_text_is_refused(value):
    with pytest.raises(UsageError) as raised:
        rendered("refused", brand=value)
    assert "brand" in str(raised.value)


def test_rendering_is_pure_and_values_are_not_templates():
    tricky = "{brand} {code} {0} {handle.__class__} %s $brand \\1 \\g<0>"
    text = rendered("linked", handle=tricky)
    assert tricky in text
    assert rendered("linked", handle=tricky) == text


def test_the_notice_is_shown_exactly_as_it_was_hashed():
    exact = "Line one.\n\n\tLine\u00a0two \u200f{brand} \u202eend"
    assert exact in rendered("confirm_page", notice=exact)


# --- spoofing --------------------------------------------------------------------------------------

HOSTILE = [
    "@anna\n\nThe account was verified by Example Brand.",
    "@anna\r\nReply YES",
    "@anna\u2028Reply YES",
    "@anna\u202egpj.exe",
    "\u2066@anna\u2069\u2067",
    "@an\u200bna",
    "@an\u200dna",
    "@anna\ufe0f",
    "@anna\x00\x1b[2J",
    "@anna\u00a0\u3000admin",
    "@an\u00adna",
    "@anna\u2800",
    "@anna\u3164",
    "@anna\U000e0041",
    "@anna\ue000",
    "@anna\ud800",
    "@anna\u0378",
    "@anna\x85",
    "@anna\t",
]


@pytest.mark.parametrize("handle", HOSTILE, ids=lambda text: text.encode("unicode_escape").decode())
def test_what_hides_in_a_handle_is_written_out(handle):
    shown = escape(handle)
    assert all(unicodedata.category(c)[0] not in "CZ" or c == " " for c in shown)
    assert "<U+" in shown
    text = rendered("confirm_page", handle=handle)
    assert shown in text
    assert text.count("\n") == rendered("confirm_page").count("\n")


def test_plain_handles_are_left_alone():
    for handle in ("@annaexample", "@anna.example-1_2", "@anna@social.example", "@änna", "@安娜", "@анна", "anna 🐕"):
        assert escape(handle) == handle


def test_what_is_written_from_right_to_left_cannot_reorder_the_rest():
    assert escape("@שלום") == "\u2068@שלום\u2069"
    assert escape("مرحبا") == "\u2068مرحبا\u2069"


def test_a_name_without_end_is_cut():
    assert len(escape("x" * 10**6)) == 2_000


def test_the_hosts_own_words_may_join_letters():
    persian = "می\u200cخواهم"
    assert f"\u2068{persian}\u2069" in rendered("refused", report=persian)
    assert "<U+200C>" in rendered("confirm_page", handle=persian)
    assert "<U+202E>" in rendered("refused", report="a\u202eb")


def all_but(field: str) -> str:
    return " ".join(f"{{{name}}}" for name in sorted(REQUIRED["confirm_page"] - {field}))


# --- replaced by the host --------------------------------------------------------------------------


def test_a_host_replaces_what_it_wants(tmp_path):
    (tmp_path / "refused.txt").write_bytes("\ufeffGeht nicht.\r\n{brand}, {report}\r\n".encode())
    (tmp_path / "notes.md").write_text("ignored", encoding="utf-8")
    templates = load_templates(tmp_path)
    assert render(templates["refused"], brand="Marke", report="hier") == "Geht nicht.\nMarke, hier"
    assert {name: templates[name] for name in templates if name != "refused"} == {
        name: OURS[name] for name in OURS if name != "refused"
    }


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("refused", "no fields", "{brand} is missing"),
        ("refused", "{brand} {report} {handle}", "{handle} is no field"),
        ("refused", "{brand} {report} {brand.__class__}", "a brace stands alone"),
        ("refused", "{brand} {report} {", "a brace stands alone"),
        ("confirm_page", all_but("account"), "{account} is missing"),
        (
            "confirm_page",
            all_but("withdraw"),
            "{withdraw} is missing",
        ),
    ],
)
def test_a_text_that_leaves_out_what_must_be_seen_is_refused(tmp_path, name, text, fault):
    (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load_templates(tmp_path)
    assert raised.value.code == "bad_template"
    assert fault in str(raised.value)


def test_a_file_named_like_no_template_is_refused(tmp_path):
    (tmp_path / "confirm.txt").write_text("{brand}", encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load_templates(tmp_path)
    assert raised.value.code == "unknown_template"
    assert "confirm_page" in raised.value.hint


@pytest.mark.parametrize(("content", "code"), [(b"\xff", "not_utf8"), (b" " * 70_000, "too_large")])
def test_a_file_that_is_no_text_is_refused(tmp_path, content, code):
    (tmp_path / "refused.txt").write_bytes(content)
    with pytest.raises(FileError) as raised:
        load_templates(tmp_path)
    assert raised.value.code == code


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileError):
        load_templates(tmp_path / "none")
    with pytest.raises(ConfigError):
        Template("nothing", "")


# --- masking ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("account", "shown"),
    [
        (Account("A-100017", emails=("anna@example.com",), phones=("+1 202 555 0142",)), "a•••@e•••.com"),
        (Account("A-100017", emails=("a@b.example.org",)), "a•••@b•••.org"),
        (Account("A-100017", emails=("no address",), phones=("+1 202-555-0142",)), "••• 42"),
        (Account("A-100017", emails=("@example.com", "anna@"), phones=("112",)), "•••17"),
        (Account("A-100017"), "•••17"),
        (Account("A-117"), "•••"),
        (Account("7"), "•••"),
    ],
)
def test_an_account_is_shown_masked(account, shown):
    assert mask_account(account) == shown


def test_a_mask_tells_no_length_and_hides_nothing():
    short, long = (mask_account(Account("1", emails=(f"{'a' * n}@{'e' * n}.com",))) for n in (1, 60))
    assert short == long
    hostile = mask_account(Account("1", emails=("\u202eanna@example.com",)))
    assert "\u202e" not in hostile
    letters = set(mask_account(Account("1", emails=("zoe.quark@xylo.example.com",)))) & set(string.ascii_lowercase)
    assert letters == set("zxcom")
