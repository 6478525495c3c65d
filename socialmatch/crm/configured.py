"""The CRMs that ``socialmatch.toml`` names, opened under their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from socialmatch.config import Crm
from socialmatch.crm.base import CrmAdapter
from socialmatch.crm.registry import open_adapter
from socialmatch.crm.runtime import DEFAULT_RUNTIME, Runtime
from socialmatch.errors import ConfigError

_TAKEN = ("address", "runtime", "target")
"""What an address or we say, and no option can."""


def open_configured(
    name: str, settings: Mapping[str, Crm], environ: Mapping[str, str], *, runtime: Runtime = DEFAULT_RUNTIME
) -> CrmAdapter:
    """Open one of the CRMs of an installation.

    Parameters
    ----------
    name: that it is configured under. settings: the tables ``[crm.NAME]``.
    environ: the environment its texts may name variables of. runtime: everything but the name.

    Raises
    ------
    ConfigError: no CRM of that name (``unknown_crm``), a variable is not set (``missing_variable``), or a setting
        that the adapter does not have or cannot use. Also as for :func:`.registry.open_adapter`.
    """
    chosen = settings.get(name)
    if chosen is None:
        known = ", ".join(sorted(settings)) or "none"
        raise ConfigError(f"no CRM {name} is configured", code="unknown_crm", hint=f"configured: {known}")
    address, options = chosen.resolved(environ)
    for taken in _TAKEN:
        if taken in options:
            raise ConfigError(f"the CRM {name} has no option {taken}", code="unknown_option")
    return open_adapter(address, runtime=replace(runtime, name=name), **options)
