"""The facade: a verb a method, on a store in memory as users' own tests have it."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from pydantic import SecretBytes

import notice_fields
from linking import OFFICER
from socialmatch import Account, AccountKey, Actor, ActorKind, AnswerKind, Assurance, Profile, ProfileKey, SocialMatch
from socialmatch.config import Config, Policy, Secrets
from socialmatch.errors import (
    ConfigError,
    ConsentError,
    HandleError,
    InputError,
    SchemaMismatch,
    TokenRefused,
    UsageError,
)
from socialmatch.models import Decision, Proposal, Receipt
from socialmatch.store import events, proposals
from socialmatch.store.proposals import KnownProposal
from socialmatch.testing import FakeSocialMatch, ManualClock, fake_store

ADA = Profile("x", "1001", handle="nightowl_77")
SESSION = "a browser session of ada"
AGENT = Actor(ActorKind.AGENT, "agent-7")


@pytest.fixture
def sm():
    with fake_store() as made:
        yield made


# --- the whole way -------------------------------------------------------------------------------


def test_the_whole_way_from_a_question_to_a_withdrawal(sm):
    answer = sm.match(ADA)
    assert (answer.kind, answer.next_step) == (AnswerKind.REFUSAL, "invite")

    issued = sm.invite("A-1", session=SESSION, signed_in_at=sm.clock(), platform="x")
    assert issued.code.reveal() in issued.text
    claim = sm.redeem(f"hi, {issued.code.reveal()}", ADA)
    assert "@nightowl_77" in claim.text
    shown = sm.show(issued.code.reveal(), "A-1", session=SESSION)
    receipt = sm.confirm(issued.code.reveal(), "A-1", shown.profile, session=SESSION)
    assert isinstance(receipt, Receipt)
    assert sm.match(ADA).account == AccountKey("default", "crm", "A-1")

    sm.clock.advance(timedelta(days=30))
    assert sm.revoke(ADA).changed
    assert sm.match(ADA).reason == "suppressed"


def test_a_platform_has_one_name_whatever_the_host_calls_it(sm):
    sm.link(Profile("twitter", "1001", handle="nightowl_77"), "A-1")
    assert sm.match(ADA).kind is AnswerKind.LINK
    sm.clock.advance(timedelta(minutes=1))
    sm.revoke(ProfileKey("default", "Twitter", "", "1001"))
    assert sm.match(ADA).reason == "suppressed"
    with pytest.raises(HandleError) as refused:
        sm.revoke(Profile("my_space_station", "1001"))
    assert refused.value.code == "unknown_platform"


@pytest.mark.parametrize(
    ("options", "code"), [({"mode": "full"}, "needs_file"), ({"crm": "other"}, "needs_file"), ({"mode": "fll"}, "mode")]
)
def test_what_an_import_from_memory_cannot_do_is_refused(sm, options, code):
    with pytest.raises(UsageError) as refused:
        sm.import_accounts([Account("A-1")], **options)
    assert refused.value.code == code


def test_declining_and_undoing(sm):
    code = sm.invite("A-1", session=SESSION, signed_in_at=sm.clock()).code.reveal()
    sm.redeem(code, ADA)
    assert sm.decline(code, "A-1", session=SESSION).what == "declined"
    with pytest.raises(TokenRefused):
        sm.confirm(code, "A-1", ADA, session=SESSION)
    sm.clock.advance(timedelta(minutes=1))
    sm.link(ADA, "A-1")
    sm.clock.advance(timedelta(days=6))
    assert sm.undo(ADA).what == "undone"
    sm.clock.advance(timedelta(minutes=1))
    sm.link(ADA, "A-1")
    assert sm.unlink(ADA, why="account_closed").what == "unlinked"


def test_a_purpose_can_be_taken_back_by_itself():
    notice = notice_fields.NOTICE
    with fake_store(config=Config(policy=Policy(purposes=("support", "returns")))) as sm:
        sm.clock.advance(timedelta(minutes=1))  # the notice that was registered last is the one that is shown
        sm.register_notice(notice)
        sm.link(ADA, "A-1")
        sm.clock.advance(timedelta(minutes=1))
        sm.revoke(AccountKey("default", "crm", "A-1"), purpose="returns")
        assert sm.match(ADA, "returns").reason == "withdrawn"
        assert sm.match(ADA, "support").kind is AnswerKind.LINK
        sm.revoke(ADA, purpose=["support"])
        assert sm.match(ADA, "support").kind is AnswerKind.REFUSAL


def test_review_is_a_queue_with_decisions(sm):
    other = Profile("x", "1002", handle="quietfox_12")
    sm.link(ADA, "A-1")
    sm.link(other, "A-2")
    with sm.store.write("default", OFFICER, "run") as session:
        for account, probability in (("A-1", 0.5), ("A-2", 0.7)):
            pair = Proposal(other.key, AccountKey("default", "crm", account), 1, 1000, probability, Decision.REVIEW)
            end = session.now + timedelta(days=9)
            proposals.put(session, [KnownProposal(pair, "support", "m", 1, session.now, end)])
    first, second = sm.review.queue()
    assert (first.proposal.probability, second.proposal.probability) == (0.5, 0.7)
    sm.review.reject(other.key, first.proposal.account)
    assert len(sm.review.queue()) == 1
    with pytest.raises(ConsentError):
        sm.review.accept_with_evidence(
            other.key,
            second.proposal.account,
            evidence="letter",
            second=Actor(ActorKind.OFFICER, "o-2"),
            actor=AGENT,
        )


def test_erasing_leaves_nothing_to_read(sm):
    sm.link(ADA, "A-1")
    sm.clock.advance(timedelta(minutes=1))
    assert sm.erase(ADA).what == "erased"
    with sm.store.read("default") as session:
        assert events.about(session, ADA.key) == []


def test_status_counts_and_names_nobody(sm):
    sm.link(ADA, "A-1")
    counts = sm.status()
    assert (counts["accounts.active"], counts["links.L2"], counts["outbox.pending"]) == (2, 1, 1)
    assert counts["codes.confirmed"] == 1
    assert all(isinstance(count, int) for count in counts.values())


# --- what is taken -------------------------------------------------------------------------------


def test_a_profile_can_be_named_in_words_and_an_account_by_its_id(sm):
    assert sm.match("https://x.com/i/user/1001").profile == ADA.key
    sm.link("https://x.com/i/user/1001", "A-1")
    assert sm.match(ADA.key).account == sm.match("https://x.com/i/user/1001").account
    assert sm.match(ADA, min_assurance="L2").assurance is Assurance.L2
    with pytest.raises(UsageError):
        sm.match(ADA, min_assurance="L9")
    with pytest.raises(UsageError):
        sm.redeem("SM-1", ADA, visibility="secret")


def test_the_customer_is_the_actor_of_what_only_they_can_do(sm):
    sm.link(ADA, "A-1")
    sm.match(ADA, actor=AGENT, reason="ticket 5")
    with sm.store.read("default") as session:
        actors = {event.kind: event.actor for event in events.about(session, ADA.key)}
    assert actors["started"] == Actor(ActorKind.CUSTOMER, "A-1")
    assert actors["claimed"] == Actor(ActorKind.JOB, "host")
    assert actors["answered"] == AGENT


def test_a_facade_that_acts_for_agents_cannot_agree():
    with fake_store() as made:
        desk = SocialMatch.__new__(SocialMatch)
        desk._at, desk._actor, desk.metrics = made._at, AGENT, made.metrics
        with pytest.raises(ConsentError):
            desk.invite("A-1", session=SESSION, signed_in_at=made.clock())


def test_imports_go_through_the_facade(tmp_path, sm):
    accounts = tmp_path / "accounts.csv"
    accounts.write_text("account_id,given_name\nA-1,Ada\nA-7,Zoe\n")
    assert sm.import_accounts(accounts, allow_shrink=True).counts["new"] == 1
    profiles = tmp_path / "profiles.csv"
    profiles.write_text("platform,user_id,handle\nx,5005,zoe_example\n")
    assert sm.import_profiles(profiles).counts["new"] == 1
    assert sm.import_accounts([Account("A-8")]).counts == {"new": 1}


def test_a_notice_is_registered_complete_or_not_at_all(tmp_path, sm):
    import dataclasses
    import json

    path = tmp_path / "notice.json"
    path.write_text(json.dumps(notice_fields.FIELDS))
    assert sm.register_notice(path) == notice_fields.NOTICE
    with pytest.raises(InputError) as refused:
        sm.register_notice(dataclasses.replace(notice_fields.NOTICE, version="2", rights=""))
    assert refused.value.code == "bad_notice"


# --- opening -------------------------------------------------------------------------------------


def secrets(**changes) -> Secrets:
    given = {name: SecretBytes(name[:1].encode() * 32) for name in ("pepper", "master_key", "suppression_key")}
    return Secrets(**{**given, **changes})


def test_without_a_pepper_it_does_not_start(tmp_path):
    with pytest.raises(ConfigError) as refused:
        SocialMatch(f"sqlite:///{tmp_path / 'a.db'}", config=Config(), secrets=secrets(pepper=None))
    assert refused.value.code == "missing_secret"


def test_without_a_store_it_says_how_to_make_one(tmp_path):
    with SocialMatch(f"sqlite:///{tmp_path / 'a.db'}", config=Config(), secrets=secrets()) as sm:
        with pytest.raises(SchemaMismatch) as refused:
            sm.match(ADA)
        assert "socialmatch init" in refused.value.hint


def test_settings_and_secrets_come_from_the_folder(tmp_path, monkeypatch):
    from socialmatch.store import migrate

    monkeypatch.chdir(tmp_path)
    for name in ("STORE", "SECRETS", "CONFIG", "PEPPER", "MASTER_KEY", "SUPPRESSION_KEY", "SIGNING_KEY"):
        monkeypatch.delenv(f"SOCIALMATCH_{name}", raising=False)
    with pytest.raises(ConfigError):
        SocialMatch()
    lines = [f'{name} = "{letter * 64}"' for name, letter in (("pepper", "a"), ("master_key", "b"))]
    secret = tmp_path / "socialmatch.secrets"
    secret.write_text("\n".join([*lines, f'suppression_key = "{"c" * 64}"']))
    secret.chmod(0o600)
    (tmp_path / "socialmatch.toml").write_text('[policy]\npurposes = ["returns"]\n')
    migrate("sqlite:///socialmatch.db")
    with SocialMatch() as sm:
        assert sm.match(ADA, "returns").reason == "no_consent"
        with pytest.raises(UsageError):
            sm.match(ADA, "support")
        assert "socialmatch.db" not in repr(sm)


# --- for users' own tests --------------------------------------------------------------------------


def test_two_fake_stores_share_nothing_and_are_alike():
    one, other = fake_store(), fake_store()
    assert (
        one.invite("A-1", session=SESSION, signed_in_at=one.clock()).code
        == other.invite("A-1", session=SESSION, signed_in_at=other.clock()).code
    )
    one.link(ADA, "A-1")
    assert other.match(ADA).kind is AnswerKind.REFUSAL
    assert (
        fake_store(seed=1).invite("A-1", session=SESSION, signed_in_at=one.clock()).code
        != one.invite("A-2", session=SESSION, signed_in_at=one.clock()).code
    )
    for sm in (one, other):
        sm.close()


def test_a_fake_store_takes_accounts_settings_and_a_clock():
    clock = ManualClock()
    with fake_store(accounts=[Account("Z-9")], clock=clock, config=Config()) as sm:
        assert isinstance(sm, FakeSocialMatch)
        sm.link(ADA, "Z-9")
        clock.advance(timedelta(days=366))
        assert sm.match(ADA).reason == "expired"


# --- what it costs to import -----------------------------------------------------------------------

HEAVY = {"duckdb", "pyarrow", "pyspark", "httpx", "requests", "starlette", "flask", "alembic", "sqlalchemy"}


def test_importing_the_facade_brings_no_database_and_using_it_no_alembic():
    code = (
        "import sys\nfrom socialmatch import SocialMatch\nfirst = set(sys.modules)\n"
        "import socialmatch.review, socialmatch.store\nprint(*first, '|', *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    first, _, then = done.stdout.partition("|")
    assert not HEAVY & set(first.split())
    assert not {"alembic", "phonenumbers", "rapidfuzz"} & set(then.split())
