"""Splink on DuckDB, set up as its documentation advises: names with nickname arrays and term frequencies, a
comparison of the handle, one each of what else there is, parameters from random sampling and expectation
maximisation."""

from __future__ import annotations

import logging

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.internals.blocking_rule_creator import BlockingRuleCreator
from splink.internals.duckdb.database_api import DuckDBAPI
from splink.internals.exceptions import EMTrainingException

from benchmarks.peers import tables
from benchmarks.peers.found import TOP, Found
from benchmarks.peers.prepare import Prepared

_SAMPLED_PAIRS = 1e6
_EM_PAIRS = 1e6
_SEEN_TWICE = {"handle_family": 0.5, "given": 0.5}
"""Handle and display name are mostly made from the same name: the rarity of what both show is weighed in half."""

# Both inputs need the same columns; what only one side has is null on the other, and conditions coalesce the two.
_BOTH = """
    unique_id, given, forms, family, full_name, initial, emails, emails[1] as email, phones, city, country, labels
"""
_ACCOUNTS = f"""
    select {_BOTH}, families, locals, full_patterns, short_patterns, year, files,
        family as account_family, given as account_given, forms as account_forms,
        family as handle_family, initial as handle_initial,
        list_concat(locals, list_concat(full_patterns, short_patterns)) as handle_keys,
        null::varchar as handle_given, null::varchar as core, null::varchar as handle, null::varchar as digits,
        null::varchar as address
    from account_rows
"""
_PROFILES = f"""
    select {_BOTH}, case when family is null then null else [family] end as families,
        null::varchar[] as locals, null::varchar[] as full_patterns, null::varchar[] as short_patterns,
        null::integer as year, null::varchar[] as files,
        null::varchar as account_family, null::varchar as account_given, null::varchar[] as account_forms,
        handle_family, handle_initial, list_distinct([core, handle]) as handle_keys,
        handle_given, core, handle, digits, address
    from profile_rows
"""


def link(data: Prepared, train: Prepared | None) -> Found:
    """What it proposes; a score is the match weight. It trains itself, without labels."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    con = duckdb.connect()
    con.register("account_rows", tables.accounts(data))
    con.register("profile_rows", tables.profiles(data))
    con.execute(f"create table accounts as {_ACCOUNTS}")
    con.execute(f"create table profiles as {_PROFILES}")
    api = DuckDBAPI(con)
    both = [api.register(name, dataset_display_name=name) for name in ("accounts", "profiles")]
    linker = Linker(both, _settings(data), log_level=logging.ERROR)
    _train(linker, data)
    predicted = linker.inference.predict(threshold_match_weight=-10)
    rows = con.execute(
        f"""
        select case when source_dataset_l = 'profiles' then unique_id_l else unique_id_r end as profile,
            case when source_dataset_l = 'profiles' then unique_id_r else unique_id_l end as account, match_weight
        from {predicted.physical_name}
        qualify row_number() over (partition by profile order by match_weight desc, account) <= {TOP}
        order by profile, match_weight desc, account
        """
    ).fetchall()
    found: dict[str, list[tuple[str, float]]] = {}
    for profile, account, weight in rows:
        found.setdefault(profile, []).append((account, round(weight, 9)))
    return found


def _train(linker: Linker, data: Prepared) -> None:
    training = linker.training
    surely = [
        block_on("emails", arrays_to_explode=["emails"]),
        block_on("phones", "family", arrays_to_explode=["phones"]),
        block_on("full_name", "city"),
    ]
    if any(p.emails or p.phones or (p.given and p.family and p.city) for p in data.profiles):
        training.estimate_probability_two_random_records_match(surely, recall=0.2)
    training.estimate_u_using_random_sampling(max_pairs=_SAMPLED_PAIRS, seed=1)
    rules = [
        block_on("email"),
        block_on("full_name"),
        block_on("handle_family", "handle_initial", "country"),
    ]
    if not sum([_learn(linker, rule) for rule in rules]):
        _learn(linker, block_on("handle_family", "handle_initial"))


def _learn(linker: Linker, rule: BlockingRuleCreator) -> bool:
    """One session of expectation maximisation; False where the files have no pair under the rule."""
    try:
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=_EM_PAIRS)
    except EMTrainingException:
        return False
    return True


def _settings(data: Prepared) -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only",
        comparisons=[_names(), _handle(), *_shared(), _city(), _year()],
        blocking_rules_to_generate_predictions=[
            block_on("emails", arrays_to_explode=["emails"]),
            block_on("phones", arrays_to_explode=["phones"]),
            block_on("labels", arrays_to_explode=["labels"]),
            block_on("handle_keys", arrays_to_explode=["handle_keys"]),
            block_on("families", "forms", arrays_to_explode=["families", "forms"]),
            block_on("family", "initial"),
            block_on("handle_family", "handle_initial"),
            block_on("given", "city"),
        ],
        probability_two_random_records_match=1 / len(data.accounts),
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def _either(column: str) -> str:
    return f"coalesce({column}_l, {column}_r)"


def _alike(column: str, least: float) -> str:
    return f"jaro_winkler_similarity({column}_l, {column}_r) > {least}"


def _level(condition: str, label: str, frequency: str = "") -> cll.CustomLevel:
    """A level by condition; ``frequency``: the column whose rarity weighs it."""
    level = cll.CustomLevel(condition, label_for_charts=label)
    if frequency:
        level.configure(
            tf_adjustment_column=frequency,
            tf_adjustment_weight=_SEEN_TWICE.get(frequency, 1.0),
            disable_tf_exact_match_detection=True,
            tf_minimum_u_value=1e-7,
        )
    return level


def _null(condition: str) -> cll.CustomLevel:
    return cll.CustomLevel(condition, label_for_charts="not known").configure(is_null_level=True)


def _names() -> cl.CustomComparison:
    same_given = "list_has_any(forms_l, forms_r)"
    return cl.CustomComparison(
        output_column_name="names",
        comparison_levels=[
            _null("(given_l is null and family_l is null) or (given_r is null and family_r is null)"),
            cll.ExactMatchLevel("full_name", term_frequency_adjustments=True),
            _level(f"family_l = family_r and {same_given}", "family, and given or nickname", "family"),
            _level(
                f"list_has_any(families_l, families_r) and {same_given}", "one of the families, and given", "family"
            ),
            _level("given_l = family_r and family_l = given_r", "turned round", "family"),
            _level(
                f"{_alike('family', 0.92)} and {_alike('given', 0.88)}",
                "alike",
                "family",
            ),
            _level("family_l = family_r and initial_l = initial_r", "family and initial", "family"),
            _level(
                f"{_alike('family', 0.9)} and {same_given}",
                "family alike, and given",
                "family",
            ),
            _level(
                "list_has_any(families_l, families_r) and (given_l is null or given_r is null)",
                "family alone",
                "family",
            ),
            _level("list_has_any(families_l, families_r)", "family, another given", "family"),
            _level(f"{same_given} and (family_l is null or family_r is null)", "given, no family shown", "given"),
            _level(same_given, "given, another family", "given"),
            cll.ElseLevel(),
        ],
    )


def _handle() -> cl.CustomComparison:
    core, handle = _either("core"), _either("handle")
    family, given = _either("account_family"), _either("account_given")
    in_family = f"length({family}) > 2 and contains({core}, {family})"
    in_given = f"length({given}) > 2 and contains({core}, {given})"
    local = _either("locals")
    shown, forms = _either("handle_given"), _either("account_forms")
    other = f"{shown} is not null and not list_contains({forms}, {shown})"
    return cl.CustomComparison(
        output_column_name="handle",
        comparison_levels=[
            _null(f"{core} is null or ({family} is null and {given} is null)"),
            _level(f"list_contains({local}, {handle})", "the mail's local part"),
            _level(f"list_contains({local}, {core})", "the mail's local part without digits", "handle_family"),
            _level(
                f"list_contains({_either('full_patterns')}, {core})", "given or nickname and family", "handle_family"
            ),
            _level(f"{in_family} and {in_given}", "given and family among other letters", "handle_family"),
            _level(f"list_contains({_either('short_patterns')}, {core})", "an initial and a name", "handle_family"),
            _level(f"{core} = {family}", "family alone", "handle_family"),
            _level(
                f"length({family}) > 3 and contains({core}, {family}) and {other}",
                "family, another given",
                "handle_family",
            ),
            _level(
                f"length({family}) > 3 and contains({core}, {family})", "family among other letters", "handle_family"
            ),
            _level(f"jaro_winkler_similarity({core}, {given} || {family}) > 0.9", "like given and family"),
            _level(f"{core} = {given}", "given alone", "given"),
            _level(in_given, "given among other letters", "given"),
            cll.ElseLevel(),
        ],
    )


def _shared() -> list[cl.CustomComparison]:
    """Values both sides may hold as such."""
    comparisons = [
        cl.CustomComparison(
            output_column_name=column,
            comparison_levels=[
                _null(f"{column}_l is null or {column}_r is null"),
                _level(f"list_has_any({column}_l, {column}_r)", "one in common"),
                cll.ElseLevel(),
            ],
        )
        for column in ("emails", "phones", "labels")
    ]
    files, address = _either("files"), _either("address")
    on_file = cl.CustomComparison(
        output_column_name="files",
        comparison_levels=[
            _null(f"{files} is null or {address} is null"),
            _level(f"list_contains({files}, {address})", "the handle on file"),
            cll.ElseLevel(),
        ],
    )
    return [*comparisons, on_file]


def _city() -> cl.CustomComparison:
    return cl.CustomComparison(
        output_column_name="city",
        comparison_levels=[
            _null("(city_l is null and country_l is null) or (city_r is null and country_r is null)"),
            cll.ExactMatchLevel("city", term_frequency_adjustments=True),
            _level("country_l = country_r and (city_l is null or city_r is null)", "country, no city shown"),
            _level("country_l = country_r", "country, another city"),
            cll.ElseLevel(),
        ],
    )


def _year() -> cl.CustomComparison:
    year, digits = _either("year"), _either("digits")
    return cl.CustomComparison(
        output_column_name="year",
        comparison_levels=[
            _null(f"{year} is null or {digits} is null"),
            _level(f"contains({digits}, {year}::varchar)", "birth year in the handle"),
            _level(f"ends_with({digits}, right({year}::varchar, 2))", "last digits of the birth year"),
            cll.ElseLevel(),
        ],
    )
