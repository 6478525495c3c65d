"""Names in other scripts as they are spelled in Latin letters. Facts of each script, nobody's data."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmatch.matching.normalize import handle_shape
from socialmatch.matching.text import fold


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Παπαδημητρίου", "papadimitriou"),
        ("Μπακάλης", "bakalis"),
        ("Ντίνος", "dinos"),
        ("Ευάγγελος", "evangelos"),
        ("Λευτέρης", "lefteris"),
        ("Μαΐου", "maiou"),
        ("Αύρα Λαύριο", "avra lavrio"),
        ("Щербаков", "shcherbakov"),
        ("Юлія", "yuliya"),
        ("Загородній", "zahorodniy"),
        ("Загородний", "zagorodniy"),
        ("김민수", "kim minsu"),
        ("민수", "minsu"),
        ("이", "lee"),
        ("남궁민아", "namgung mina"),
        ("서울특별시", "seoulteukbyeolsi"),
        ("しょうた", "shota"),
        ("キョウコ", "kyoko"),
        ("いのうえ", "inoue"),
        ("はっとり", "hattori"),
        ("マッチ", "matchi"),
        ("ジョー", "jo"),
        ("ファン", "fan"),
        ("张晓明", "zhang xiaoming"),
        ("晓明", "xiaoming"),
        ("欧阳静", "ouyang jing"),
        ("渡辺", "watanabe"),
        ("长城", "zhangcheng"),
        ("大庭直江", "dating zhijiang"),
        ("森直江", "sen zhijiang"),
        ("美代子", "meidai zi"),
        ("महेश", "mahesh"),
        ("शर्मा", "sharma"),
        ("चतुर्वेदी", "chaturvedi"),
        ("செல்வி", "selvi"),
        ("முருகன்", "murugan"),
        ("முத்து", "muttu"),
        ("రాజు", "raju"),
        ("محمد", "mhmd"),
        ("الزهراني", "al zhrni"),
        ("يوسف", "ysf"),
        ("کریمی", "krmi"),
        ("مُحَمَّد", "mhmd"),
        ("دبي، ٢٠٢٤", "dbi, 2024"),
        ("בן־דוד", "bn-dd"),
        ("१२ रमन", "12 raman"),
        ("יוסף", "ysf"),
        ("פרידמן", "prdmn"),
        ("ნინო", "nino"),
    ],
)
def test_a_name_is_spelled_as_its_holders_spell_it(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text(max_size=40))
def test_whatever_is_folded_is_ascii_and_stays_as_it_is(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert fold(folded) == folded


_LETTERS = "αβγδεηιμνοπρστυωΐϋόύכהםםיוסאבשцщъяёії가힣한글ガきゃっーんひ王张々नमस्ते्ாழ்محمدةیک"


@given(st.text(alphabet=_LETTERS, min_size=1, max_size=24))
def test_letters_in_any_order_are_romanised(text: str) -> None:
    assert fold(text).isascii()


@pytest.mark.parametrize("letter", "иіαυ김きミ王महم")
def test_a_long_text_takes_no_longer_than_its_length(letter: str) -> None:
    started = time.process_time()
    fold(letter * 50_000)
    assert time.process_time() - started < 5  # a bound for what would take minutes, not a timing


def test_a_handle_keeps_the_writers_boundaries_in_any_script() -> None:
    assert handle_shape("김민수").words() == ["kim", "minsu"]
    assert handle_shape("ΕύαΠαππά").words() == ["eva", "pappa"]
    assert handle_shape("しょうた_88").words() == ["shota", "88"]
    assert handle_shape("жанна.Ру").words() == ["zhanna", "ru"]
