"""Adapters by name: found through the entry-point group ``socialmatch.crm``, imported when one is asked for.

Our own adapters come the same way as anybody's. An address such as ``csv:PATH`` names the adapter and what it
opens: what follows the colon is the adapter's own, and may hold a password, so no message repeats it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Final

from socialmatch import plugins
from socialmatch.crm.base import API_VERSION, CrmAdapter
from socialmatch.crm.runtime import DEFAULT_RUNTIME, Runtime
from socialmatch.errors import ConfigError, CrmContract, SocialMatchError, UsageError

GROUP: Final = "socialmatch.crm"
_ADDRESS = re.compile(r"([a-z][a-z0-9_-]*):(.*)", re.DOTALL)


def installed() -> tuple[str, ...]:
    """The names of all adapters on offer, sorted; none is imported."""
    return plugins.names(GROUP)


def adapter_class(name: str) -> type[CrmAdapter]:
    """Import the adapter of that name.

    Raises
    ------
    UsageError: nobody offers it (``unknown_plugin``), two distributions do (``plugin_clash``), or it lacks a
        dependency (``missing_dependency``).
    CrmContract: it is not an adapter, or was written for another version of the frame (``api_version``).
    """
    found = plugins.load(GROUP, name)
    if not (isinstance(found, type) and issubclass(found, CrmAdapter)) or inspect.isabstract(found):
        raise CrmContract(f"the CRM adapter {name} is not a complete CrmAdapter class", code="not_an_adapter")
    version = getattr(found, "api_version", None)
    if type(version) is not int or version != API_VERSION:
        raise CrmContract(
            f"the CRM adapter {name} does not state the interface version {API_VERSION}",
            code="api_version",
            hint="look for a release of the adapter, or of socialmatch, that goes with the other",
        )
    return found


def open_adapter(address: str, *, runtime: Runtime = DEFAULT_RUNTIME, **options: object) -> CrmAdapter:
    """Open a CRM by its address.

    Parameters
    ----------
    address: ``ADAPTER:TARGET``, such as ``csv:customers.csv``, ``sql:postgresql+psycopg://...``, ``memory:demo``.
    runtime: its configured name, tenant, clock, sleep and patience. options: the adapter's own settings.

    Raises
    ------
    UsageError: not such an address (``bad_address``). ConfigError: an option that the adapter does not have, lacks
        (``missing_option``) or cannot use. Also as for :func:`adapter_class`.
    """
    parts = _ADDRESS.fullmatch(address)
    if parts is None:
        raise UsageError(
            "a CRM address is ADAPTER:TARGET", code="bad_address", hint=f"adapters here: {', '.join(installed())}"
        )
    name, target = parts.groups()
    chosen = adapter_class(name)
    known = inspect.signature(chosen).parameters
    settings = [option for option in known if option not in ("target", "runtime")]
    for option in options:
        if option not in settings:
            hint = f"it has {', '.join(settings)}" if settings else "it has none"
            raise ConfigError(f"the CRM adapter {name} has no option {option}", code="unknown_option", hint=hint)
    for option in settings:
        if option not in options and known[option].default is inspect.Parameter.empty and _is_named(known[option]):
            raise ConfigError(f"the CRM adapter {name} needs the option {option}", code="missing_option")
    make: Callable[..., CrmAdapter] = chosen  # each adapter has its own settings
    trouble = ""
    try:
        return make(target, runtime=runtime, **options)
    except SocialMatchError:
        raise
    except Exception as error:
        trouble = type(error).__name__
    # Outside the except block, so that no traceback repeats the address or an option.
    raise ConfigError(f"the CRM adapter {name} cannot be opened with these settings ({trouble})", code="cannot_open")


def _is_named(parameter: inspect.Parameter) -> bool:
    return parameter.kind not in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
