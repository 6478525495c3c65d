"""Plain SQL in DuckDB with weights set by hand, in bits, rarity counted from the accounts: what a data engineer
would write."""

from __future__ import annotations

import duckdb

from benchmarks.peers import tables
from benchmarks.peers.found import TOP, Found
from benchmarks.peers.prepare import Prepared

_BLOCK = 300
"""Keys that more accounts share are passed over."""

_ACCOUNT_KEYS = """
    select unnest(list_transform(emails, lambda x: 'm:' || x)) as key, row from a
    union all select unnest(list_transform(phones, lambda x: 'p:' || x)), row from a
    union all select unnest(list_transform(locals, lambda x: 'h:' || x)), row from a
    union all select unnest(list_transform(labels, lambda x: 'h:' || x)), row from a
    union all select unnest(list_transform(files, lambda x: 'f:' || x)), row from a
    union all select unnest(list_transform(full_patterns, lambda x: 'h:' || x)), row from a
    union all select unnest(list_transform(short_patterns, lambda x: 'h:' || x)), row from a
    union all select 's:' || initial || family, row from a
    union all select 'n:' || family, row from a
    union all select 'g:' || given, row from a
    union all select 'c:' || given || city, row from a
    union all select 'd:' || family || city, row from a
    union all select 'x:' || form || '|' || unnest(families), row
        from (select row, unnest(forms) as form, families from a)
"""
_PROFILE_KEYS = """
    select unnest(list_transform(emails, lambda x: 'm:' || x)) as key, row from p
    union all select unnest(list_transform(phones, lambda x: 'p:' || x)), row from p
    union all select unnest(list_transform(labels, lambda x: 'h:' || x)), row from p
    union all select 'h:' || core, row from p
    union all select 'h:' || handle, row from p
    union all select 'f:' || address, row from p
    union all select 's:' || initial || family, row from p
    union all select 's:' || handle_initial || handle_family, row from p
    union all select 'n:' || family, row from p
    union all select 'n:' || handle_family, row from p
    union all select 'g:' || given, row from p
    union all select 'g:' || handle_given, row from p
    union all select 'c:' || coalesce(given, handle_given) || city, row from p
    union all select 'd:' || coalesce(family, handle_family) || city, row from p
    union all select 'x:' || given || '|' || family, row from p
    union all select 'x:' || family || '|' || given, row from p
    union all select 'x:' || handle_given || '|' || handle_family, row from p
"""
_SCORE = """
    case
        when list_has_any(p.emails, a.emails) then 16
        when p.emails is not null and a.emails is not null then -2
        else 0 end
    + case
        when list_has_any(p.phones, a.phones) then 11
        when p.phones is not null and a.phones is not null then -1
        else 0 end
    + case when list_contains(a.files, p.address) then 16 else 0 end
    + case when list_has_any(p.labels, a.labels) then 11 else 0 end
    + case
        when p.family = a.family or list_contains(p.words, a.family) then a.family_bits
        when list_has_any(p.words, a.families) then 0.7 * a.family_bits
        when p.family is not null and jaro_winkler_similarity(p.family, a.family) > 0.93 then 0.5 * a.family_bits
        when p.family is not null and length(p.family) > 1 and a.family is not null then -5
        else 0 end
    + case
        when list_contains(p.words, a.given) then a.given_bits
        when list_has_any(p.words, a.forms) then 0.6 * a.given_bits
        when p.initial is not null and p.initial = a.initial and length(p.given) = 1 then 2
        when p.given is not null and jaro_winkler_similarity(p.given, a.given) > 0.92 then 0.5 * a.given_bits
        when p.given is not null and length(p.given) > 1 and a.given is not null then -4
        else 0 end
    + case
        when list_contains(a.locals, p.core) or list_contains(a.locals, p.handle) then 11
        when list_contains(a.full_patterns, p.core) then 0.55 * (a.family_bits + a.given_bits)
        when list_contains(a.short_patterns, p.core) then 0.75 * a.family_bits
        when p.core = a.family then 0.7 * a.family_bits
        when length(a.family) > 3 and contains(p.core, a.family) then 0.5 * a.family_bits
        when length(a.given) > 3 and contains(p.core, a.given) then 0.3 * a.given_bits
        else -1.5 end
    + case
        when a.city is not null and list_contains(p.places, a.city) then 0.8 * a.city_bits
        when p.city is not null and a.city is not null then -2
        else 0 end
    + case when p.country = a.country then 1.5 when p.country is not null and a.country is not null then -4 else 0 end
    + case
        when a.year is not null and contains(p.digits, a.year::varchar) then 5
        when a.year is not null and p.digits is not null and ends_with(p.digits, right(a.year::varchar, 2)) then 3
        else 0 end
"""


def link(data: Prepared, train: Prepared | None) -> Found:
    """What it proposes; a score is a sum of bits."""
    con = duckdb.connect()
    con.register("account_rows", tables.accounts(data))
    con.register("profile_rows", tables.profiles(data))
    con.execute("create table p as select *, row_number() over () as row from profile_rows")
    con.execute(
        """
        create table a as
        select r.*, row_number() over () as row,
            coalesce(log2(n.n / f.n), 0) as family_bits, coalesce(log2(n.n / g.n), 0) as given_bits,
            coalesce(log2(n.n / c.n), 0) as city_bits
        from account_rows r
        cross join (select count(*)::double as n from account_rows) n
        left join (select family, count(*) as n from account_rows group by family) f using (family)
        left join (select given, count(*) as n from account_rows group by given) g using (given)
        left join (select city, count(*) as n from account_rows group by city) c using (city)
        """
    )
    con.execute(f"create table ak as select distinct key, row from ({_ACCOUNT_KEYS}) where key is not null")
    con.execute(f"delete from ak where key in (select key from ak group by key having count(*) > {_BLOCK})")
    con.execute(f"create table pk as select distinct key, row from ({_PROFILE_KEYS}) where key is not null")
    con.execute("create table pairs as select distinct pk.row as p, ak.row as a from pk join ak using (key)")
    rows = con.execute(
        f"""
        select profile, account, score from (
            select p.unique_id as profile, a.unique_id as account, {_SCORE} as score,
                row_number() over (partition by p.unique_id order by {_SCORE} desc, a.unique_id) as place
            from pairs join p on pairs.p = p.row join a on pairs.a = a.row
        ) where place <= {TOP} order by profile, score desc, account
        """
    ).fetchall()
    found: dict[str, list[tuple[str, float]]] = {}
    for profile, account, score in rows:
        found.setdefault(profile, []).append((account, round(score, 6)))
    return found
