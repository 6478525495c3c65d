"""The population that customers and strangers alike are drawn from: households, and the people in them.

Any person can be made from the seed and their number alone. Households come in a fixed cycle of sizes; in each cycle
most members are customers and a few are relatives of customers who are not, so that a stranger's profile can show a
customer's family name, city and telephone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from benchmarks.generate.draw import Draw, Table
from benchmarks.generate.locale import Locale, Name, feminine, locales
from benchmarks.generate.places import City, Country, country
from benchmarks.generate.scripts import romanised

THIS_YEAR = 2026
_SIZES = (1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4)
_RELATIVES = frozenset({(8, 1), (9, 2), (10, 2), (10, 3)})
_MEMBERS = [(home, member) for home, size in enumerate(_SIZES) for member in range(size)]
_CUSTOMERS = [place for place in _MEMBERS if place not in _RELATIVES]
_KIN = sorted(_RELATIVES)
_STRANGERS = 10**12
_KEEPS_NAME = {"es": 0.97, "pt": 0.55, "ko": 1.0, "zh": 1.0, "vi": 1.0, "ar": 0.9, "fr": 0.35, "it": 0.9, "nl": 0.45}
_MARRIES = 0.6


class Part(NamedTuple):
    """One piece of a person's name: as written at home, as they spell it in Latin, its share and its kana reading."""

    native: str
    latin: str
    latins: tuple[str, ...]
    share: float
    kana: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """What a household shares. ``phone`` and ``email`` are ``""`` where each has their own only."""

    number: int
    locale: Locale
    country: Country
    city: City
    street: str
    postal: str
    phone: str
    shares_mail: bool
    family: Name


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist.

    ``family`` is the name they go by, ``second`` a further family name, ``former`` the one before a marriage, ``nick``
    what friends call them, ``western`` a given name for foreigners. ``is_native``: the name has a form that is not
    Latin.
    """

    label: str
    home: Home
    is_woman: bool
    year: int
    month: int
    day: int
    given: Part
    middle: Part | None
    family: Part | None
    second: Part | None
    former: Part | None
    nick: Part | None
    western: Part | None
    suffix: str
    is_native: bool

    @property
    def writes_native(self) -> bool:
        """Whether places around them are written in the script they write in."""
        return self.home.country.locale.script == "latin" or (
            self.is_native and self.home.country.locale is self.locale
        )

    @property
    def locale(self) -> Locale:
        """The naming customs of the household."""
        return self.home.locale


class Population:
    """Everybody, by number.

    Parameters
    ----------
    seed: another seed, other people.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def customer(self, number: int) -> Person:
        """The person behind an account."""
        cycle, place = divmod(number, len(_CUSTOMERS))
        home, member = _CUSTOMERS[place]
        return _person(self.seed, cycle * len(_SIZES) + home, member)

    def relative(self, number: int) -> Person:
        """Somebody who lives with a customer and is none."""
        cycle, place = divmod(number, len(_KIN))
        home, member = _KIN[place]
        return _person(self.seed, cycle * len(_SIZES) + home, member)

    def stranger(self, number: int) -> Person:
        """Somebody who lives with no customer."""
        return _person(self.seed, _STRANGERS + number, 0)

    @staticmethod
    def relatives(customers: int) -> int:
        """How many relatives there are beside so many customers."""
        return customers // len(_CUSTOMERS) * len(_KIN)


@lru_cache(maxsize=256)
def _home(seed: int, number: int) -> Home:
    draw = Draw(seed, "home", number)
    locale = draw.of(locales())
    land = country(draw.of(locale.countries))
    city = land.draw_city(draw)
    street, postal = land.draw_address(draw)
    phone = land.draw_phone(draw) if draw.chance(0.35) else ""
    return Home(number, locale, land, city, street, postal, phone, draw.chance(0.2), locale.draw_family(draw))


@lru_cache(maxsize=4096)
def _person(seed: int, number: int, member: int) -> Person:
    home = _home(seed, number)
    draw = Draw(seed, "person", number, member)
    locale = home.locale
    first = Draw(seed, "person", number, 0)
    first_is_woman, first_age = first.chance(0.5), 18 + int(62 * first.point() ** 1.3)
    is_woman = first_is_woman if member == 0 else draw.chance(0.5)
    if member == 1:
        is_woman = first_is_woman if draw.chance(0.03) else not first_is_woman
    year = THIS_YEAR - first_age
    if member == 1:
        year += draw.between(-6, 6)
    elif member > 1:
        year = min(year + draw.between(20, 38), THIS_YEAR - 18)
    abroad = home.country.locale is not locale
    takes_local_given = abroad and home.country.locale.script == "latin" and draw.chance(0.35)
    name = (home.country.locale if takes_local_given else locale).draw_given(draw, is_woman)
    given = _part(draw, name, locale)
    family_name, former_name = _families(draw, home, member, is_woman, THIS_YEAR - year)
    family: Part | None = _family_part(draw, locale, family_name, is_woman)
    former = _family_part(draw, locale, former_name, is_woman) if former_name else None
    second = None
    if draw.chance(locale.two_families + locale.double_family):
        second = _family_part(draw, locale, locale.draw_family(draw), is_woman)
    if family and locale.mononym and draw.chance(locale.mononym):
        family = second = former = None
    nick = None
    if name.nicks and draw.chance(0.75):
        short = draw.early(name.nicks)
        latin = romanised(short, locale.script)[0]
        nick = Part(short, latin, (latin,), name.share * 0.2)
    western = None
    if locale.western and home.country.code != "CN" and draw.chance(locale.western * 2):
        english = home.country.locale if home.country.locale.code == "us" else _us()
        western = _part(draw, english.draw_given(draw, is_woman), english)
    suffix = draw.pick(("Jr.", "Sr.", "II", "III")) if not is_woman and draw.chance(locale.suffix) else ""
    is_native = not given.native.isascii() and locale.script != "latin" and given.native != given.latin
    is_native = is_native and (family is None or family.native != family.latin)
    middle = _middle(draw, locale, is_woman)
    return Person(
        label=f"{number}.{member}", home=home, is_woman=is_woman, year=year,
        month=draw.between(1, 12), day=draw.between(1, 28),
        given=given, middle=middle, family=family, second=second, former=former,
        nick=nick, western=western, suffix=suffix, is_native=is_native,
    )  # fmt: skip


def _us() -> Locale:
    return country("US").locale


def _families(draw: Draw, home: Home, member: int, is_woman: bool, age: int) -> tuple[Name, Name | None]:
    """The family name and the one before a marriage, if any."""
    locale = home.locale
    keeps = _KEEPS_NAME.get(locale.code, 0.25) if is_woman else 0.93
    if member != 1:
        married = min(max(age - 22, 0) / 25, 1.0) * _MARRIES
        if is_woman and member == 0 and draw.chance(married * (1 - keeps)):
            return home.family, locale.draw_family(draw)
        return home.family, None
    own = locale.draw_family(draw)
    if draw.chance(keeps):
        return own, None
    return home.family, own


def _family_part(draw: Draw, locale: Locale, name: Name, is_woman: bool) -> Part:
    native, latins = name.native, name.latin
    if is_woman and locale.feminine:
        changed = feminine(native, locale.feminine)
        if changed != native:
            native, latins = changed, romanised(changed, locale.script)
    latin = draw.early(latins)
    for particle, chance in locale.particles.items():
        if draw.chance(chance):
            mark = draw.pick(("-", " ", "")) if locale.code == "ar" else " "
            body = latin.lower() if mark == "" else latin
            latin = f"{particle}{mark}{body}"
            native = f"ال{native}" if not native.isascii() and locale.code == "ar" else latin
            latins = (latin, *latins)
            break
    return Part(native, latin, latins, name.share, name.kana)


def _part(draw: Draw, name: Name, locale: Locale) -> Part:
    return Part(name.native, draw.early(name.latin), name.latin, name.share, name.kana)


def _middle(draw: Draw, locale: Locale, is_woman: bool) -> Part | None:
    if locale.patronymic:
        father = draw.of(locale.given["men"])
        native = _patronymic(father.native, is_woman, locale.code)
        latin = romanised(native, locale.script)
        return Part(native, latin[0], latin, father.share)
    if not draw.chance(locale.middle):
        return None
    if locale.middles:
        usual = Table((middle, 1 / (rank + 1)) for rank, middle in enumerate(locale.middles))
        word = draw.of(usual)
        return Part(word, word, (word,), 0.05)
    if locale.code == "ar":
        return _part(draw, draw.of(locale.given["men"]), locale)
    return _part(draw, locale.draw_given(draw, is_woman), locale)


def _patronymic(father: str, is_woman: bool, code: str) -> str:
    """``Сергей`` -> ``Сергеевич``, ``Сергеевна``: the regular formation only."""
    ending = ("евна", "евич") if father.endswith(("й", "ь")) else ("овна", "ович")
    if code == "uk":
        ending = ("івна", "йович") if father.endswith(("й", "ь")) else ("івна", "ович")
    if father.endswith(("а", "я")):
        ending = ("ична", "ич")
    stem = father[:-1] if father.endswith(("й", "ь", "а", "я", "о")) else father
    return stem + ending[0 if is_woman else 1]
