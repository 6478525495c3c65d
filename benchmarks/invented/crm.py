"""The invented CRM: households, namesakes and shared numbers, and the row an operator typed for each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from benchmarks.invented.dice import Dice, day
from benchmarks.invented.names import plain, tables
from benchmarks.invented.people import PHONE_COUNTRIES, Addresses, Person, cities, make_person

Row = dict[str, str]

COLUMNS = (
    "account_id", "given_name", "middle_name", "family_name", "suffix", "nickname", "full_name", "other_names",
    "emails", "phones", "websites", "street", "city", "postal_code", "state", "country", "birthday", "birth_year",
    "job_title", "organization", "handles", "updated_at",
)  # fmt: skip


@dataclass(frozen=True)
class Customer:
    """A person and the account the brand keeps of them."""

    person: Person
    account_id: str


def make_customers(seed: str, count: int, addresses: Addresses) -> list[Customer]:
    """``count`` customers: one in six lives with another, one in forty has a namesake, some share a firm's number."""
    dice = Dice(seed, "customers")
    people: list[Person] = []
    while len(people) < count:
        label = f"{seed}-{len(people)}"
        if people and dice.chance(0.025):
            people.append(make_person(label, namesake_of=dice.pick(people)))
            continue
        first = make_person(label)
        household = [first]
        for number in range(dice.weighted({0: 82, 1: 9, 2: 5, 3: 4})):
            household.append(_relative(first, household, f"{label}+{number}", dice))
        people += household
    people = [addresses.settle(_at_work(Dice(seed, "work", person.label), person)) for person in people[:count]]
    ids = Dice(seed, "ids").shuffled(range(10_001, 10_001 + count))
    return [Customer(person, f"C{number}") for person, number in zip(people, ids, strict=True)]


def _relative(first: Person, household: list[Person], label: str, dice: Dice) -> Person:
    """Somebody of the same household: another given name, or in English a son who has his father's."""
    if first.language.code == "en" and not first.woman and not first.suffix and dice.chance(0.12):
        son = make_person(f"{label}/junior", namesake_of=first, home=first.home)
        return replace(son, suffix="Jr.", year=first.year + 25)
    taken = {person.given for person in household}
    attempt = 0
    while (person := make_person(f"{label}/{attempt}", family_of=first)).given in taken:
        attempt += 1
    return person


def _at_work(dice: Dice, person: Person) -> Person:
    """Who works for one of the firms is often reached on its switchboard."""
    if not person.organization or person.home.country not in PHONE_COUNTRIES or not dice.chance(0.7):
        return person
    board = Dice("switchboard", person.organization)
    lines = [city.phone for city in cities(person.home.country) if city.phone]
    return replace(person, phones=(*person.phones, board.text(board.pick(lines))))


def account_row(seed: str, customer: Customer, handles_on_file: tuple[str, ...]) -> Row:
    """The account as the CRM holds it: incomplete, in one script or the other, typed by somebody."""
    person, dice = customer.person, Dice(seed, "row", customer.account_id)
    row = dict.fromkeys(COLUMNS, "") | _name(dice, person) | _address(dice, person) | _work(dice, person)
    row["account_id"] = customer.account_id
    row["emails"] = ";".join(person.emails)
    row["phones"] = ";".join(_typed(dice, phone) for phone in person.phones)
    row["websites"] = person.website if dice.chance(0.8) else ""
    row["handles"] = ";".join(handles_on_file)
    if dice.chance(0.6):
        row["birthday"] = person.birthday
    elif dice.chance(0.3):
        row["birth_year"] = str(person.year)
    row["updated_at"] = f"{dice.moment(day('2025-01-01'), day('2026-04-01')):%Y-%m-%dT%H:%MZ}"
    return row


def _name(dice: Dice, person: Person) -> Row:
    language = person.language
    native = dice.chance(language.native)
    given = person.given.native if native else person.spelling[0]
    families = [name.native if native else name.latin for name in person.families]
    if not native:
        families[0] = person.spelling[1]
    middle = (person.middle.native if person.middle else "") if dice.chance(0.6) or language.middles else ""
    if language.latin_script and dice.chance(0.08):
        typed = [plain(part, language=language.code, spelled_out=True) for part in (given, middle, *families)]
        given, middle, *families = typed
    row = {
        "given_name": given,
        "middle_name": middle,
        "family_name": " ".join(families),
        "suffix": person.suffix,
        "nickname": person.goes_by if dice.chance(0.35) else "",
        "other_names": ";".join(_other_names(dice, person, native)),
    }
    if not dice.chance(0.06):
        return row
    parts = [given, middle, row["family_name"]]
    separator = "" if native and language.code in ("ja", "ko", "zh", "tw") else " "
    whole = separator.join(filter(None, parts[::-1] if language.family_first else parts))
    return row | {"given_name": "", "middle_name": "", "family_name": "", "full_name": whole}


def _other_names(dice: Dice, person: Person, native: bool) -> list[str]:
    """Readings, the Latin form, a former family name: what a CRM has a side field for."""
    found = []
    family, given = person.families[0], person.given
    if family.kana and dice.chance(0.75):
        found.append(f"{family.kana} {given.kana}")
    if not person.language.latin_script and dice.chance(0.3):
        native_name = f"{given.native} {family.native}"
        if person.language.family_first:
            native_name = family.native + given.native
        found.append(" ".join(person.spelling) if native else native_name)
    if person.former_family and dice.chance(0.7):
        found.append(f"{person.spelling[0]} {person.former_family.latin}")
    return found


def _address(dice: Dice, person: Person) -> Row:
    home = person.home
    full = dice.chance(0.85)
    return {
        "street": home.street if full else "",
        "city": home.city.english if dice.chance(0.15) else home.city.name,
        "postal_code": home.postal if full else "",
        "state": home.city.state,
        "country": tables("places")[home.country]["name"] if dice.chance(0.1) else home.country,
    }


def _work(dice: Dice, person: Person) -> Row:
    return {"job_title": person.job if dice.chance(0.4) else "", "organization": person.organization}


def _typed(dice: Dice, phone: str) -> str:
    """A number the way people type it: with the country's prefix, or as dialled at home."""
    if phone.startswith("+1 "):
        _, area, exchange, line = phone.split()
        joined = f"+1{area}{exchange}{line}"
        return dice.pick([phone, joined, f"({area}) {exchange}-{line}", f"{area}-{exchange}-{line}"])
    prefix, rest = phone.split(" ", 1)
    abroad = "0011" if prefix == "+61" else "00"
    return dice.pick([phone, phone.replace(" ", ""), f"{abroad}{prefix[1:]} {rest}", f"0{rest}"])
