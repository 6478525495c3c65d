"""Prepared accounts and profiles as Arrow tables, for the peers that think in SQL."""

from __future__ import annotations

import pyarrow as pa

from benchmarks.peers.prepare import Account, Prepared, Profile


def _schema(texts: str, lists: str, numbers: str = "") -> pa.Schema:
    kinds = ((texts, pa.string()), (lists, pa.list_(pa.string())), (numbers, pa.int32()))
    return pa.schema([(name, kind) for names, kind in kinds for name in names.split()])


ACCOUNTS = _schema(
    texts="unique_id given family full_name initial city state country",
    lists="forms families emails locals phones labels files full_patterns short_patterns",
    numbers="year",
)
PROFILES = _schema(
    texts="unique_id given family full_name initial handle core digits handle_given handle_family handle_initial city "
    "country address",
    lists="words forms emails phones places labels",
)


def accounts(data: Prepared) -> pa.Table:
    """One row an account; empty values are null."""
    return pa.Table.from_pylist([_account(a) for a in data.accounts], schema=ACCOUNTS)


def profiles(data: Prepared) -> pa.Table:
    """One row a profile; empty values are null."""
    return pa.Table.from_pylist([_profile(p) for p in data.profiles], schema=PROFILES)


def _account(a: Account) -> dict[str, object]:
    given = a.given[0] if a.given else None
    initials = sorted({form[0] for form in a.forms if form})
    forms = [form for form in a.forms if len(form) > 1]
    full = [pattern for f in a.families for form in forms for pattern in (form + f, f + form)]
    middle = [a.given[0][0] + m[0] + f for m in a.middle if a.given for f in a.families]
    short = [pattern for f in a.families for i in initials for pattern in (i + f, f + i)]
    short += [form + f[0] for f in a.families[:1] for form in forms]
    return {
        "unique_id": a.id,
        "given": given,
        "forms": forms or None,
        "family": a.family or None,
        "families": a.families or None,
        "full_name": f"{given} {a.family}" if given and a.family else None,
        "initial": given[0] if given else None,
        "emails": a.emails or None,
        "locals": [*a.locals, *a.local_cores] or None,
        "phones": a.phones or None,
        "city": a.city or None,
        "state": a.state or None,
        "country": a.country or None,
        "labels": a.labels or None,
        "year": a.year or None,
        "files": a.files or None,
        "full_patterns": full or None,
        "short_patterns": [*short, *middle] or None,
    }


def _profile(p: Profile) -> dict[str, object]:
    return {
        "unique_id": p.id,
        "given": p.given or None,
        "family": p.family or None,
        "full_name": f"{p.given} {p.family}" if p.given and p.family else None,
        "initial": p.given[:1] or None,
        "handle": p.handle or None,
        "core": p.core or None,
        "digits": p.digits or None,
        "handle_given": p.handle_given or None,
        "handle_family": p.handle_family or None,
        "handle_initial": p.handle_initial or None,
        "words": p.words or None,
        "forms": [p.given] if p.given else None,
        "emails": p.emails or None,
        "phones": p.phones or None,
        "city": p.city or None,
        "country": p.country or None,
        "places": p.places or None,
        "labels": [*p.labels, p.core] if p.core else p.labels or None,
        "address": p.address,
    }
