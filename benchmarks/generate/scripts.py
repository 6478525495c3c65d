"""From other scripts to Latin letters, as people themselves do it, and from Latin letters to what a handle may hold.

Rules: Cyrillic after the ICAO passport tables (Doc 9303) and the freer spellings people prefer, Greek after ELOT 743,
kana by syllable. Names in Arabic, Hebrew, Han and Hangul carry their spellings in the name tables.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_RUSSIAN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".split(),
        strict=True,
    )
)
_UKRAINIAN = _RUSSIAN | dict(
    zip("гґиіїєйюяь'", ["h", "g", "y", "i", "i", "ie", "i", "iu", "ia", "_", "_"], strict=True)
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψως",
        "a v g d e z i th i k l m n x o p r s t y f ch ps o s".split(),
        strict=True,
    )
)
_GREEK_PAIRS = (
    ("ου", "ou"),
    ("αυ", "av"),
    ("ευ", "ev"),
    ("μπ", "b"),
    ("γγ", "ng"),
    ("γκ", "gk"),
    ("ντ", "nt"),
    ("τζ", "tz"),
)
_FREER = {
    script: dict(pair.split("=") for pair in pairs.split())
    for script, pairs in {
        "cyrillic": "shch=sh zh=zh ch=ch sh=sh iy=y yy=y kh=h yu=iu ya=ia ts=c ks=x",
        "ukrainian": "shch=sh zh=zh ch=ch sh=sh kh=kh ii=y yi=i ia=ya iu=yu ie=e h=g y=i",
        "greek": "ch=h th=th ps=ps av=af ei=i oi=i ou=u ng=gg y=i",
    }.items()
}
_FREER_SOUNDS = {script: re.compile("|".join(sorted(pairs, key=len, reverse=True))) for script, pairs in _FREER.items()}


_KANA = dict(
    pair.split("=")
    for pair in """
kya=きゃ kyu=きゅ kyo=きょ sha=しゃ shu=しゅ sho=しょ cha=ちゃ chu=ちゅ cho=ちょ nya=にゃ nyu=にゅ nyo=にょ
hya=ひゃ hyu=ひゅ hyo=ひょ mya=みゃ myu=みゅ myo=みょ rya=りゃ ryu=りゅ ryo=りょ gya=ぎゃ gyu=ぎゅ gyo=ぎょ
ja=じゃ ju=じゅ jo=じょ bya=びゃ byu=びゅ byo=びょ pya=ぴゃ pyu=ぴゅ pyo=ぴょ shi=し chi=ち tsu=つ ka=か
ki=き ku=く ke=け ko=こ sa=さ su=す se=せ so=そ ta=た te=て to=と na=な ni=に nu=ぬ ne=ね no=の ha=は hi=ひ
fu=ふ he=へ ho=ほ ma=ま mi=み mu=む me=め mo=も ya=や yu=ゆ yo=よ ra=ら ri=り ru=る re=れ ro=ろ wa=わ ga=が
gi=ぎ gu=ぐ ge=げ go=ご za=ざ ji=じ zu=ず ze=ぜ zo=ぞ da=だ de=で do=ど ba=ば bi=び bu=ぶ be=べ bo=ぼ pa=ぱ
pi=ぴ pu=ぷ pe=ぺ po=ぽ a=あ i=い u=う e=え o=お n=ん""".split()
)
_ROMAJI = {kana: latin for latin, kana in _KANA.items()} | {"ー": ""}

_STROKES = str.maketrans(
    {
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "Œ": "Oe",
    }
)
_SPELLED_OUT = {
    "german": str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}),
    "nordic": str.maketrans(
        {"å": "aa", "ä": "ae", "ö": "oe", "ø": "oe", "æ": "ae", "Å": "Aa", "Ä": "Ae", "Ö": "Oe", "Ø": "Oe"}
    ),
}


@lru_cache(maxsize=65536)
def romanised(text: str, script: str) -> tuple[str, ...]:
    """Latin spellings of a name in a script with rules, the usual one first; the text itself for other scripts."""
    if text.isascii() or script not in ("cyrillic", "ukrainian", "greek", "kanji"):
        return (text,)
    if script == "kanji":
        return (_from_kana(text).capitalize(),)
    usual = _capitals(_letters(text.lower(), script))
    freer = _capitals(_FREER_SOUNDS[script].sub(lambda sound: _FREER[script][sound.group()], usual.lower()))
    return (usual,) if freer == usual else (usual, freer)


def _letters(text: str, script: str) -> str:
    if script == "greek":
        text = "".join(c for c in unicodedata.normalize("NFD", text) if c not in "\u0301\u0308")
        for old, new in _GREEK_PAIRS:
            text = text.replace(old, new)
        return "".join(_GREEK.get(c, c) for c in text)
    table = _RUSSIAN if script == "cyrillic" else _UKRAINIAN
    start = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"} if script == "ukrainian" else {}
    first = start.get(text[:1]) or table.get(text[:1], text[:1])
    return (first + "".join(table.get(c, c) for c in text[1:])).replace("_", "")


def _capitals(text: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in text.split("-"))


def hepburn(romaji: str) -> tuple[str, ...]:
    """Customary spellings of word-processor romaji: ``satou`` -> ``Sato``, ``Satou``, ``Satoh``."""
    short = romaji.replace("ou", "o").replace("uu", "u").replace("oo", "o")
    if short == romaji:
        return (romaji.capitalize(),)
    with_h = romaji.replace("ou", "oh").replace("oo", "oh").replace("uu", "u")
    return tuple(dict.fromkeys(name.capitalize() for name in (short, romaji, with_h)))


def katakana(romaji: str) -> str:
    """The reading in katakana: ``satou`` -> ``サトウ``."""
    kana, rest = "", romaji.replace("'", "")
    while rest:
        size = next((n for n in (3, 2, 1) if rest[:n] in _KANA), 0)
        if size:
            kana, rest = kana + _KANA[rest[:size]], rest[size:]
        else:
            kana, rest = kana + ("っ" if rest[:1] == rest[1:2] else ""), rest[1:]
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ん" else c for c in kana)


def _from_kana(text: str) -> str:
    latin, double, place = "", False, 0
    while place < len(text):
        size = 2 if text[place : place + 2] in _ROMAJI else 1
        piece = text[place : place + size]
        place += size
        if piece == "っ":
            double = True
            continue
        sound = _ROMAJI.get(piece, "")
        latin += (sound[:1] if double else "") + sound
        double = False
    return latin


@lru_cache(maxsize=262144)
def plain(text: str, folding: str = "plain") -> str:
    """ASCII letters of a Latin text, case and word boundaries kept; ``folding`` "german" or "nordic" spells umlauts
    out."""
    if not text.isascii():
        text = text.translate(_SPELLED_OUT.get(folding, {})).translate(_STROKES)
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = text.encode("ascii", "ignore").decode()
    return text


_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=262144)
def slug(text: str, folding: str = "plain") -> str:
    """What a handle shows of a name: lower-case ASCII letters and digits run together."""
    return _NOT_LETTERS.sub("", plain(text, folding).lower())
