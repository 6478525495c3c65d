"""Hangul by Revised Romanization, family names as their holders mostly spell them."""

from __future__ import annotations

import re

RUN = re.compile(r"[가-힣]+")

# Common family names in the spelling most of their holders use in passports (National Institute of Korean Language,
# survey of the romanisation of family names, 2009).
_FAMILIES = {
    "김": "kim", "이": "lee", "박": "park", "최": "choi", "정": "jung", "강": "kang", "조": "cho", "윤": "yoon",
    "장": "jang", "임": "lim", "림": "lim", "한": "han", "오": "oh", "서": "seo", "신": "shin", "권": "kwon",
    "황": "hwang", "안": "ahn", "송": "song", "유": "yoo", "류": "ryu", "홍": "hong", "전": "jeon", "고": "ko",
    "문": "moon", "양": "yang", "손": "son", "배": "bae", "백": "baek", "허": "heo", "노": "noh", "남": "nam",
    "심": "shim", "하": "ha", "곽": "kwak", "성": "sung", "차": "cha", "주": "joo", "우": "woo", "구": "koo",
    "민": "min", "나": "na", "진": "jin", "지": "ji", "엄": "eom", "원": "won", "천": "cheon", "방": "bang",
    "공": "kong", "현": "hyun", "함": "ham", "변": "byun", "염": "yeom", "여": "yeo", "추": "choo", "도": "do",
    "소": "so", "석": "seok", "선": "sun", "설": "seol", "마": "ma", "길": "gil", "연": "yeon", "위": "wi",
    "표": "pyo", "명": "myung", "기": "ki", "반": "ban", "왕": "wang", "금": "keum", "옥": "ok", "육": "yook",
    "남궁": "namgung", "황보": "hwangbo", "제갈": "jegal", "사공": "sagong", "선우": "sunwoo", "독고": "dokgo",
}  # fmt: skip
_LEADS = ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h")
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_TAILS = ("", *"k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split())


def spell(run: str) -> str:
    """A run of syllables: family and given name apart where it is both, ``김민수`` as ``kim minsu``.

    A name of two syllables may be a given name, and is left whole; three are one and two, or two and one where the
    family name is one of the few of two syllables; four are two and two.
    """
    for size in (2, 1):
        family, given = run[:size], run[size:]
        if family in _FAMILIES and (len(given) == 2 or (size == 2 and len(given) == 1)):
            return f"{_FAMILIES[family]} {_syllables(given)}"
    return _FAMILIES.get(run) or _syllables(run)


def _syllables(run: str) -> str:
    """Each syllable by its letters, without the changes between syllables, as names are written."""
    spelled = []
    for syllable in run:
        lead, rest = divmod(ord(syllable) - ord("가"), 21 * 28)
        vowel, tail = divmod(rest, 28)
        spelled.append(_LEADS[lead] + _VOWELS[vowel] + _TAILS[tail])
    return "".join(spelled)
