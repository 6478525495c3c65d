"""New keys without downtime: a fresh key takes over at once, and the former one stays until nothing needs it.

- **Master key**: wraps the keys of people. Every one is wrapped anew, a thousand a commit; then the former is dropped.
- **Pepper**: makes the digests of codes. Open codes keep theirs; the former is dropped when the last has ended.
- **Signing key**: signs checkpoints. The log goes on, and what the former key signed is still believed.
- **Suppression key**: never rotated, because the marks and refs made with it could not be made again.

Other processes must be started again with the new keys before the former are dropped; see
``docs/how-to/after-a-key-leak.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pydantic import SecretBytes

from socialmatch.audit.signing import Signing, checkpoint
from socialmatch.config import SECRET_BYTES, Log, Secrets, replace_secrets
from socialmatch.consent.peppers import pepper_id
from socialmatch.errors import UsageError
from socialmatch.leaf import TypeClass
from socialmatch.models import DEFAULT_TENANT, Actor
from socialmatch.store import Store, events, keys, oversight
from socialmatch.store.keyring import key_id

ROTATED: Final = ("master_key", "pepper", "signing_key")
"""The secrets that can be replaced."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did.

    Attributes
    ----------
    wrapped: keys of people that were wrapped anew. tenants: in how many logs.
    """

    wrapped: int
    tenants: int


def renew(path: Path, secrets: Secrets, name: str, randbytes: Callable[[int], bytes]) -> Secrets:
    """Put a fresh key into the file of secrets; the one before it becomes a former one.

    Parameters
    ----------
    path: the file. secrets: what it holds. name: one of :data:`ROTATED`; for the signing key see :func:`renew_signing`.
    randbytes: a cryptographic source of that many bytes.

    Raises
    ------
    UsageError: a secret that is not rotated (``not_rotated``). FileError: the file cannot be written.
    """
    if name not in ("master_key", "pepper"):
        raise UsageError(f"{name} is not rotated here", code="not_rotated", hint=f"one of {', '.join(ROTATED)}")
    before = SecretBytes(secrets.need(name))
    fresh = SecretBytes(randbytes(SECRET_BYTES))
    if name == "master_key":
        changed = replace(secrets, master_key=fresh, former_master_keys=(before, *secrets.former_master_keys))
    else:
        changed = replace(secrets, pepper=fresh, former_peppers=(before, *secrets.former_peppers))
    replace_secrets(path, changed)
    return changed


def renew_signing(path: Path, secrets: Secrets, log: Log, store: Store, randbytes: Callable[[int], bytes]) -> Secrets:
    """Put a fresh signing key into the file of secrets, for the logs of all tenants.

    The former key signs one last checkpoint of each log, and its public side is remembered first: whatever happens
    in between, no log is left that nobody can sign.

    Raises
    ------
    Inconsistent: a log is no continuation of what was signed; then no key is changed.
    """
    for tenant in tenants(store):
        signing = Signing(log, secrets, tenant)
        if signing.began:
            checkpoint(store, signing)
            signing.retire(signing.key.verifier)
    changed = replace(secrets, signing_key=SecretBytes(randbytes(SECRET_BYTES)))
    replace_secrets(path, changed)
    return changed


def rewrap(store: Store, *, actor: Actor, reason: str, progress: Callable[[int], None] | None = None) -> Rotated:
    """Wrap every person's key under the current master key, in the logs of all tenants.

    It can be interrupted and run again. ``store`` holds the former keys too.
    """
    wrapped, found = 0, tenants(store)
    for tenant in found:
        mine = 0
        while True:
            with store.write(tenant, actor, reason) as session:
                done = keys.rewrap(session)
            mine += done
            if progress:
                progress(done)
            if not done:
                break
        if mine:
            with store.write(tenant, actor, reason) as session:
                events.append(session, TypeClass.ADMIN, "keys_wrapped_anew", data={"keys": mine})
        wrapped += mine
    return Rotated(wrapped, len(found))


def drop_former(path: Path, secrets: Secrets, store: Store) -> Secrets:
    """Take former keys out of the file that nothing needs any more: call it after :func:`rewrap`.

    A former master key is not needed when everything is wrapped under the current one; a former pepper, when no
    code or invitation that it made is open.
    """
    masters, peppers = set[str](), set[str]()
    for tenant in tenants(store):
        with store.read(tenant) as session:
            masters |= keys.masters_in_use(session)
            peppers |= oversight.peppers_in_use(session)
    changed = replace(
        secrets,
        former_master_keys=_still(secrets.former_master_keys, key_id, masters),
        former_peppers=_still(secrets.former_peppers, pepper_id, peppers),
    )
    if changed != secrets:
        replace_secrets(path, changed)
    return changed


def tenants(store: Store) -> list[str]:
    """Every tenant of a store."""
    with store.read(DEFAULT_TENANT) as session:
        return oversight.tenants(session)


def _still(former: tuple[SecretBytes, ...], name: Callable[[bytes], str], in_use: set[str]) -> tuple[SecretBytes, ...]:
    return tuple(key for key in former if name(key.get_secret_value()) in in_use)
