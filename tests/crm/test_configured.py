"""CRMs as ``socialmatch.toml`` names them: opened under their names, with secrets that stand elsewhere."""

from __future__ import annotations

import pytest

from socialmatch.config import Config, Crm, load
from socialmatch.crm import Runtime
from socialmatch.crm.configured import open_configured
from socialmatch.errors import ConfigError

CANARY = "canary-pass"


def read(folder, text: str) -> Config:
    path = folder / "socialmatch.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, {})


def test_a_crm_is_opened_under_its_name_with_its_options(tmp_path):
    found = read(
        tmp_path, f'[crm.shop]\naddress = "csv:{tmp_path}/a.csv"\n[crm.shop.options]\nlinks = "{tmp_path}/l.csv"'
    )
    crm = open_configured("shop", found.crm, {}, runtime=Runtime(tenant="other"))
    assert (crm.name, crm.tenant) == ("shop", "other")
    assert crm._links_path == tmp_path / "l.csv"


def test_variables_are_filled_in_wherever_a_text_stands():
    shop = Crm(address="sql:${A}://${B}", options={"table": "t_${B}", "columns": {"emails": ["${A}", "x"]}, "n": 5})
    address, options = shop.resolved({"A": "postgresql", "B": "$host"})
    assert address == "sql:postgresql://$host"
    assert options == {"table": "t_$host", "columns": {"emails": ["postgresql", "x"]}, "n": 5}


def test_a_variable_that_is_not_set_is_named_and_one_that_is_stays_hidden():
    shop = Crm(address="csv:${KNOWN}/${UNKNOWN}")
    with pytest.raises(ConfigError) as refused:
        shop.resolved({"KNOWN": CANARY})
    assert refused.value.code == "missing_variable"
    assert "UNKNOWN" in str(refused.value)
    assert CANARY not in str(refused.value)


def test_a_crm_that_is_not_configured_is_not_guessed():
    with pytest.raises(ConfigError) as refused:
        open_configured("shop", {"store": Crm(address="csv:x.csv")}, {})
    assert (refused.value.code, refused.value.hint) == ("unknown_crm", "configured: store")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f'[crm.shop]\nadress = "csv:{CANARY}"', "crm.shop.adress"),
        (f'[crm.shop]\naddress = "{CANARY}"', "crm.shop.address"),
        (f'[crm.shop]\naddress = "csv:x"\npassword = "{CANARY}"', "crm.shop.password"),
        (f'[crm.Shop]\naddress = "csv:{CANARY}"', "crm.Shop"),
        (f'crm.shop = "{CANARY}"', "crm.shop"),
    ],
)
def test_a_setting_at_fault_is_named_and_not_shown(tmp_path, text, told):
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, text)
    assert told in str(refused.value)
    assert CANARY not in str(refused.value) + refused.value.hint


def test_a_mistyped_key_of_a_crm_is_recognised(tmp_path):
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, '[crm.shop]\naddress = "csv:x"\noption = {}')
    assert refused.value.hint == "did you mean crm.shop.options?"


def test_no_address_and_no_option_in_a_repr(tmp_path):
    found = read(tmp_path, f'[crm.shop]\naddress = "csv:{CANARY}"\n[crm.shop.options]\nlinks = "{CANARY}"')
    assert CANARY not in repr(found) + str(found)
