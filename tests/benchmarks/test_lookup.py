"""The benchmark of the lookup measures what it says, on a CRM small enough to wait for."""

from __future__ import annotations

import csv
import io

from benchmarks.lookup import COMMON_NAME, COMMON_PHONE, figures, measure, skewed


def test_every_kind_of_answer_is_measured_and_each_is_committed(tmp_path):
    found = measure(tmp_path, f"sqlite:///{tmp_path}/store.db", 60, 16, 0.1)
    asked = found["process"]
    kinds = {kind: asked[kind]["number"] for kind in ("link", "proposals", "refusal") if kind in asked}
    assert kinds["link"] == 4
    assert sum(kinds.values()) == asked["all"]["number"] == 16
    assert all(found[phase]["cpu_s"] > 0 for phase in ("import", "count values", "consents", "index"))
    assert found["bytes_per_account"] > 0


def test_the_share_that_is_asked_for_has_the_common_values():
    text = "account_id,family_name,full_name,phones\n" + "".join(f"A-{n},Roe,,+1555010{n:04}\n" for n in range(100))
    rows = list(csv.DictReader(io.StringIO(skewed(text.encode(), 0.05, "phones").decode())))
    assert sum(row["family_name"] == COMMON_NAME for row in rows) == 5
    assert sum(row["phones"] == COMMON_PHONE for row in rows) == 5
    assert not any(row["family_name"] == COMMON_NAME and row["phones"] == COMMON_PHONE for row in rows)


def test_figures_are_of_the_times_that_were_taken():
    told = figures([(0.001 * n, 0.0005 * n) for n in range(1, 101)])
    assert (told["number"], told["p99_ms"]) == (100, 100.0)
    assert round(told["p50_ms"], 1) == 50.5
