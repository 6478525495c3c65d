"""Settings and secrets: safe defaults, enforced bounds, messages that name the setting and never its value."""

from __future__ import annotations

import errno
import os
import stat
import time
import traceback
from datetime import timedelta

import pytest

from socialmatch.config import SECRET_NAMES, Config, Policy, Secrets, generate_secrets, load, load_secrets
from socialmatch.errors import ConfigError, FileError

posix = pytest.mark.skipif(os.name != "posix", reason="file modes mean nothing here")


def counted(size: int) -> bytes:
    """A source of 'random' bytes that differ from call to call."""
    counted.calls += 1
    return bytes([counted.calls]) * size


@pytest.fixture(autouse=True)
def _fresh(monkeypatch, tmp_path):
    counted.calls = 0
    monkeypatch.chdir(tmp_path)


def settings(tmp_path, text: str) -> Config:
    path = tmp_path / "socialmatch.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, {})


def refused(tmp_path, text: str) -> ConfigError:
    with pytest.raises(ConfigError) as raised:
        settings(tmp_path, text)
    assert raised.value.exit_code == 2
    return raised.value


# --- settings --------------------------------------------------------------------------------------


def test_without_a_file_the_defaults_are_the_safe_ones(tmp_path):
    policy = load(None, {}).policy
    assert policy == settings(tmp_path, "").policy == Policy()
    assert policy.purposes == ("support",)
    assert policy.both_sides is True
    assert (policy.min_assurance, policy.allow_l1) == ("L2", False)
    assert policy.match_threshold == 0.99
    assert policy.code_ttl == timedelta(minutes=10)
    assert policy.invitation_ttl == timedelta(hours=24)


def test_the_file_is_found_by_argument_then_variable_then_folder(tmp_path):
    for number, name in enumerate(("argument.toml", "variable.toml", "socialmatch.toml"), start=1):
        (tmp_path / name).write_text(f"[policy]\ntop_k = {number}\n", encoding="utf-8")
    environ = {"SOCIALMATCH_CONFIG": str(tmp_path / "variable.toml")}
    assert load(tmp_path / "argument.toml", environ).policy.top_k == 1
    assert load(None, environ).policy.top_k == 2
    assert load(None, {}).policy.top_k == 3


def test_a_policy_does_not_change():
    with pytest.raises(ValueError, match="frozen"):
        Policy().top_k = 9


@pytest.mark.parametrize(
    ("line", "setting"),
    [
        ("purposes = []", "policy.purposes"),
        ("purposes = ['support', 'support']", "policy.purposes"),
        ("purposes = ['Two words']", "policy.purposes.0"),
        ("purposes = 'support'", "policy.purposes"),
        ("both_sides = false", "policy.both_sides"),
        ("max_consent_months = 25", "policy.max_consent_months"),
        ("max_consent_months = 0", "policy.max_consent_months"),
        ("min_assurance = 'L0'", "policy.min_assurance"),
        ("min_assurance = 'L1'", "allow_l1"),
        ("allow_l1 = 'true'", "policy.allow_l1"),
        ("match_threshold = 0.49", "policy.match_threshold"),
        ("match_threshold = nan", "policy.match_threshold"),
        ("match_threshold = '0.9'", "policy.match_threshold"),
        ("match_threshold = 0.6\nreview_threshold = 0.7", "review_threshold"),
        ("review_threshold = -0.1", "policy.review_threshold"),
        ("top_k = 0", "policy.top_k"),
        ("top_k = 3.0", "policy.top_k"),
        ("top_k = true", "policy.top_k"),
        ("aggregate_counts = 1", "policy.aggregate_counts"),
        ("code_ttl_minutes = 11", "policy.code_ttl_minutes"),
        ("invitation_ttl_hours = 169", "policy.invitation_ttl_hours"),
        ("own_handles = ['examplebrand']", "policy.own_handles.0"),
        ("phone_region = 'de'", "policy.phone_region"),
    ],
)
def test_a_value_outside_its_bounds_is_refused_by_name(tmp_path, line, setting):
    error = refused(tmp_path, f"[policy]\n{line}\n")
    assert error.code == "bad_setting"
    assert setting in str(error)


def test_the_bounds_themselves_are_allowed(tmp_path):
    policy = settings(
        tmp_path,
        "[policy]\nmatch_threshold = 1\nreview_threshold = 0\ntop_k = 100\nmax_consent_months = 1\n"
        "code_ttl_minutes = 1\ninvitation_ttl_hours = 168\nmin_assurance = 'L1'\nallow_l1 = true\n"
        "purposes = ['support', 'returns']\nown_handles = ['x:examplebrand']\nphone_region = 'DE'\n",
    ).policy
    assert (policy.purposes, policy.own_handles) == (("support", "returns"), ("x:examplebrand",))
    assert (policy.match_threshold, policy.review_threshold) == (1.0, 0.0)
    assert policy.invitation_ttl == timedelta(days=7)


@pytest.mark.parametrize("text", ["[policy]\nmatch_treshold = 1.0\n", "match_threshold = 1.0\n", "[polcy]\n"])
def test_an_unknown_setting_is_named(tmp_path, text):
    error = refused(tmp_path, text)
    assert error.code == "unknown_setting"
    assert any(word in str(error) for word in ("match_treshold", "match_threshold", "polcy"))


def test_a_misspelt_setting_gets_a_suggestion(tmp_path):
    assert refused(tmp_path, "[policy]\nmatch_treshold = 1.0\n").hint == "did you mean policy.match_threshold?"


def test_every_fault_is_named_at_once_and_no_value(tmp_path):
    error = refused(tmp_path, "[policy]\ntop_k = 777\nown_handles = ['canary-value']\nextra = 1\n")
    for name in ("policy.top_k", "policy.own_handles.0", "unknown setting policy.extra"):
        assert name in str(error)
    shown = "".join(traceback.format_exception(error)) + repr(error) + error.hint
    assert "canary-value" not in shown
    assert "777" not in shown


def test_a_file_that_is_no_toml_says_where(tmp_path):
    error = refused(tmp_path, "[policy]\ntop_k = = 3\n")
    assert error.code == "bad_toml"
    assert "line 2" in str(error)


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 5_000, "a = " + "9" * 5_000, "a." * 100_000 + "a = 1", "[" + "'a' . " * 40_000 + "a]\n"]
)
def test_a_file_that_asks_for_too_much_is_refused_at_once(tmp_path, text):
    began = time.process_time()
    error = refused(tmp_path, text)
    assert error.code == "bad_toml"
    assert time.process_time() - began < 5  # a minute and more, if a key were read part by part


def test_dots_that_are_no_key_are_read(tmp_path):
    told = ("So it is. " * 20 + "." * 100 + " www.shop.example.com/a.b.c.d.e.f.g ") * 2
    assert settings(tmp_path, f"[brand]\nreport = {told[:400]!r}\n").brand.report == told[:400]


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "socialmatch.toml").write_bytes(b"\xff\xfe[policy]")
    with pytest.raises(ConfigError) as raised:
        load(None, {})
    assert raised.value.code == "bad_toml"


@pytest.mark.parametrize("read", [load, load_secrets])
def test_a_named_file_must_be_there(tmp_path, read):
    for path, environ in (
        (tmp_path / "none", {}),
        (None, {"SOCIALMATCH_CONFIG": "none", "SOCIALMATCH_SECRETS": "none"}),
    ):
        with pytest.raises(FileError) as raised:
            read(path, environ)
        assert (raised.value.code, raised.value.exit_code) == ("unreadable", 3)


@pytest.mark.parametrize("read", [load, load_secrets])
def test_a_folder_is_no_file(tmp_path, read):
    with pytest.raises(FileError):
        read(tmp_path, {})


@posix
@pytest.mark.parametrize("read", [load, load_secrets])
def test_a_pipe_does_not_hang(tmp_path, read):
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(FileError) as raised:
        read(tmp_path / "pipe", {})
    assert raised.value.code == "not_a_file"


def test_an_endless_file_is_refused(tmp_path):
    (tmp_path / "big").write_bytes(b"#" * (1 << 20) + b"#")
    with pytest.raises(FileError) as raised:
        load(tmp_path / "big", {})
    assert raised.value.code == "too_large"


# --- secrets ---------------------------------------------------------------------------------------


def test_a_generated_file_is_read_back(tmp_path):
    made = generate_secrets(tmp_path / "socialmatch.secrets", counted)
    assert load_secrets(None, {}) == load_secrets(tmp_path / "socialmatch.secrets", {}) == made
    assert load_secrets(None, {"SOCIALMATCH_SECRETS": str(tmp_path / "socialmatch.secrets")}) == made
    assert [made.need(name) for name in SECRET_NAMES] == [bytes([n]) * 32 for n in (1, 2, 3, 4)]


def test_a_file_of_secrets_is_never_overwritten(tmp_path):
    path = tmp_path / "secrets"
    generate_secrets(path, counted)
    before = path.read_bytes()
    with pytest.raises(ConfigError) as raised:
        generate_secrets(path, counted)
    assert raised.value.code == "secrets_exist"
    assert path.read_bytes() == before


def test_secrets_are_not_written_into_a_folder_that_is_missing(tmp_path):
    with pytest.raises(FileError) as raised:
        generate_secrets(tmp_path / "none" / "secrets", counted)
    assert raised.value.code == "unwritable"


def test_a_full_disk_leaves_no_half_written_file(tmp_path, monkeypatch):
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError) as raised:
        generate_secrets(tmp_path / "secrets", counted)
    assert raised.value.code == "unwritable"
    assert list(tmp_path.iterdir()) == []


@posix
def test_the_file_is_for_its_owner_only_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        generate_secrets(tmp_path / "secrets", counted)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o600


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o666])
def test_a_file_that_others_can_touch_is_refused(tmp_path, mode):
    path = tmp_path / "secrets"
    generate_secrets(path, counted)
    path.chmod(mode)
    with pytest.raises(ConfigError) as raised:
        load_secrets(path, {})
    assert raised.value.code == "secrets_exposed"
    assert raised.value.hint == f"chmod 600 {path}"


def test_a_variable_goes_before_the_file(tmp_path):
    generate_secrets(tmp_path / "secrets", counted)
    read = load_secrets(tmp_path / "secrets", {"SOCIALMATCH_PEPPER": "AB" * 32, "SOCIALMATCH_MASTER_KEY": ""})
    assert read.need("pepper") == b"\xab" * 32
    assert read.need("master_key") == b"\x02" * 32


def test_without_any_source_a_secret_is_missing_only_when_needed():
    nothing = load_secrets(None, {})
    assert nothing == Secrets()
    with pytest.raises(ConfigError) as raised:
        nothing.need("signing_key")
    assert raised.value.code == "missing_secret"
    assert "SOCIALMATCH_SIGNING_KEY" in raised.value.hint


CANARY = "5ec2e7" * 10


@pytest.mark.parametrize("text", [CANARY, CANARY + "abcd" * 2, "zz" * 32, f"{CANARY}éé"])
def test_a_malformed_secret_is_named_and_not_shown(text):
    with pytest.raises(ConfigError) as raised:
        load_secrets(None, {"SOCIALMATCH_PEPPER": text})
    assert raised.value.code == "bad_secret"
    shown = "".join(traceback.format_exception(raised.value)) + repr(raised.value)
    assert "pepper" in shown
    assert text not in shown


@pytest.mark.parametrize("line", ["pepper = 5", f'pepper = ["{CANARY}"]', f'peper = "{CANARY}"', f'pepper = "{CANARY}'])
def test_a_malformed_file_is_named_and_not_shown(tmp_path, line):
    path = tmp_path / "secrets"
    path.write_text(line, encoding="ascii")
    path.chmod(0o600)
    with pytest.raises(ConfigError) as raised:
        load_secrets(path, {})
    assert CANARY not in "".join(traceback.format_exception(raised.value)) + repr(raised.value) + raised.value.hint


def test_two_secrets_are_never_the_same_key():
    with pytest.raises(ConfigError) as raised:
        load_secrets(None, {"SOCIALMATCH_PEPPER": "ab" * 32, "SOCIALMATCH_MASTER_KEY": "AB" * 32})
    assert raised.value.code == "shared_secret"


def test_no_secret_stands_in_a_repr(tmp_path):
    made = generate_secrets(tmp_path / "secrets", counted)
    for key in (made.need(name) for name in SECRET_NAMES):
        for shown in (repr(made), str(made), f"{made.pepper!r} {made.pepper}"):
            assert key.hex() not in shown
            assert repr(key)[2:-1] not in shown
