from __future__ import annotations

import traceback

import pytest

from socialmatch import plugins
from socialmatch.crm import Runtime, adapter_class, installed, open_adapter
from socialmatch.crm.csvfile import CsvCrm
from socialmatch.crm.memory import MemoryCrm
from socialmatch.crm.sqltable import SqlCrm
from socialmatch.errors import ConfigError, CrmContract, UsageError
from socialmatch.models import Account

ADAPTER = """
from socialmatch.crm.memory import MemoryCrm

class Good(MemoryCrm):
    def __init__(self, target, *, colour="red", runtime):
        if colour == "none":
            raise KeyError(target)
        super().__init__(target, runtime=runtime)

class Old(MemoryCrm):
    api_version = 0

class Loose(MemoryCrm):
    api_version = True

not_a_class = 7
"""


@pytest.fixture
def distribution(tmp_path, monkeypatch):
    """Installs a third party's package for one test: module name, its code, its entry points."""

    def install(module, code, **points):
        (tmp_path / f"{module}.py").write_text(code)
        info = tmp_path / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
        lines = "".join(f"{name} = {value}\n" for name, value in points.items())
        (info / "entry_points.txt").write_text(f"[socialmatch.crm]\n{lines}")
        plugins._found.cache_clear()

    monkeypatch.syspath_prepend(tmp_path)
    yield install
    plugins._found.cache_clear()


class TestOurs:
    def test_they_come_as_anybody_s_do(self):
        assert {"csv", "memory", "sql"} <= set(installed())
        assert [adapter_class(name) for name in ("csv", "memory", "sql")] == [CsvCrm, MemoryCrm, SqlCrm]

    def test_an_address_opens_them(self, tmp_path):
        accounts = tmp_path / "customers.csv"
        accounts.write_text("account_id\n1\n2\n")
        runtime = Runtime(name="shop", tenant="t1")
        with open_adapter(f"csv:{accounts}", runtime=runtime) as crm:
            assert [account.key for account in crm.accounts()] == [crm.key("1"), crm.key("2")]
            assert (crm.key("1").tenant, crm.key("1").crm) == ("t1", "shop")

    def test_options_are_the_adapter_s_own(self):
        crm = open_adapter("memory:", accounts=[Account("1")], page_size=1)
        assert crm.get("1") is not None


class TestAddresses:
    @pytest.mark.parametrize("address", ["", "csv", ":x", "C:\\customers.csv", "s3cr3t", "a b:c"])
    def test_what_is_not_one_is_not_repeated(self, address):
        with pytest.raises(UsageError) as caught:
            open_adapter(address)
        assert caught.value.code == "bad_address"
        assert not address or address not in str(caught.value)

    def test_an_unknown_adapter(self):
        with pytest.raises(UsageError) as caught:
            open_adapter("nosuch:user:s3cr3t@host")
        assert caught.value.code == "unknown_plugin"
        assert "s3cr3t" not in str(caught.value) + caught.value.hint

    def test_an_unknown_option_is_named(self):
        with pytest.raises(ConfigError) as caught:
            open_adapter("csv:customers.csv", delimiter=";")
        assert caught.value.code == "unknown_option"
        assert "delimiter" in str(caught.value)
        assert "links" in caught.value.hint


class TestThirdParties:
    def test_an_installed_adapter_is_found_and_not_imported_before_it_is_asked_for(self, distribution):
        distribution("crm_lazy", "raise RuntimeError('imported')", lazy="crm_lazy:Any")
        assert "lazy" in installed()
        open_adapter("memory:")
        with pytest.raises(RuntimeError, match="imported"):
            adapter_class("lazy")

    def test_it_opens_with_its_own_options(self, distribution):
        distribution("crm_good", ADAPTER, good="crm_good:Good")
        crm = open_adapter("good:x", colour="blue", runtime=Runtime(name="shop"))
        assert (type(crm).__name__, crm.name) == ("Good", "shop")

    def test_trouble_on_opening_repeats_no_address(self, distribution):
        distribution("crm_fails", ADAPTER, fails="crm_fails:Good")
        with pytest.raises(ConfigError) as caught:
            open_adapter("fails:user:s3cr3t@host", colour="none")
        assert caught.value.code == "cannot_open"
        assert caught.value.__context__ is None
        assert "s3cr3t" not in "".join(traceback.format_exception_only(caught.value))

    @pytest.mark.parametrize(
        ("what", "code"),
        [("Old", "api_version"), ("Loose", "api_version"), ("not_a_class", "not_an_adapter")],
    )
    def test_what_does_not_fit_is_refused(self, distribution, what, code):
        distribution("crm_unfit", ADAPTER, unfit=f"crm_unfit:{what}")
        with pytest.raises(CrmContract) as caught:
            adapter_class("unfit")
        assert caught.value.code == code

    def test_an_incomplete_adapter_is_refused(self, distribution):
        code = "from socialmatch.crm import CrmAdapter\nclass Half(CrmAdapter):\n    api_version = 1\n"
        distribution("crm_half", code, half="crm_half:Half")
        with pytest.raises(CrmContract) as caught:
            adapter_class("half")
        assert caught.value.code == "not_an_adapter"

    def test_a_name_that_two_offer_is_an_error(self, distribution):
        distribution("crm_thief", ADAPTER, memory="crm_thief:Good")
        with pytest.raises(UsageError) as caught:
            adapter_class("memory")
        assert caught.value.code == "plugin_clash"

    def test_a_missing_dependency_is_said(self, distribution):
        distribution("crm_needy", "import no_such_client", needy="crm_needy:Any")
        with pytest.raises(UsageError) as caught:
            adapter_class("needy")
        assert caught.value.code == "missing_dependency"
        assert "no_such_client" in caught.value.hint
