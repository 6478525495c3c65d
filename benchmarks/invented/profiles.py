"""Invented profiles: who shows what of themselves where, and which handles changed hands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from benchmarks.invented.crm import Customer, Row
from benchmarks.invented.dice import Dice, day
from benchmarks.invented.handles import HOSTS, PLATFORMS, Platform, bare, fit, interest, own_handle
from benchmarks.invented.names import tables, word
from benchmarks.invented.people import Addresses, Person, make_person, pseudonym

COLUMNS = (
    "profile_id", "platform", "scope", "user_id", "handle", "display_name", "bio", "location", "urls", "public_emails",
    "public_phones", "url", "first_seen", "last_seen",
)  # fmt: skip

BRAND = "tannwick"
CRAWLED = day("2026-10-30")
CRAWLED_LATER = day("2026-11-28")
START = day("2023-01-01")


@dataclass(frozen=True)
class Held:
    """A profile, who is behind it, and the handle the CRM has on file for it (``""``: none)."""

    row: Row
    account_id: str
    note: str = ""
    on_file: str = ""


class Crawl:
    """Profiles as they are found, one handle for one holder at a time."""

    def __init__(self, seed: str, addresses: Addresses) -> None:
        self.seed = seed
        self.addresses = addresses
        self.found: list[Held] = []
        self.taken: set[tuple[str, str]] = set()

    def add(self, person: Person, platform: Platform, account_id: str, note: str = "") -> Held | None:
        """One person's profile on one platform, or None where every handle they would like is gone."""
        dice = Dice(self.seed, "profile", person.label, platform.name)
        if platform.name == "whatsapp":
            return self._keep(_whatsapp(dice, person), account_id, note) if person.phones else None
        for _ in range(4):
            handle = own_handle(dice, person, platform)
            if (platform.name, handle.lower()) not in self.taken:
                self.taken.add((platform.name, handle.lower()))
                return self._keep(profile_row(dice, person, platform, handle), account_id, note)
        return None

    def _keep(self, row: Row, account_id: str, note: str) -> Held:
        self.found.append(Held(row, account_id, note))
        return self.found[-1]


def make_profiles(seed: str, customers: list[Customer], count: int, addresses: Addresses) -> list[Held]:
    """``count`` profiles; two in three belong to a customer, the others to nobody in the CRM or to the brand."""
    crawl, dice = Crawl(seed, addresses), Dice(seed, "profiles")
    recycled = count // 100
    strangers = count // 3 - recycled - len(BRAND_PROFILES)
    _customers_profiles(crawl, dice, customers, count - count // 3)
    _strangers_profiles(crawl, dice, customers, strangers)
    found = [_on_file(Dice(seed, "on file", held.row["user_id"], held.row["handle"]), held) for held in crawl.found]
    found = _recycle(seed, found, recycled) + [_brand_profile(*shown) for shown in BRAND_PROFILES]
    numbered = Dice(seed, "profile ids").shuffled(found)
    return [replace(held, row=held.row | {"profile_id": f"P{number:05d}"}) for number, held in enumerate(numbered, 1)]


def _customers_profiles(crawl: Crawl, dice: Dice, customers: list[Customer], count: int) -> None:
    weights = {platform.name: platform.weight for platform in PLATFORMS.values()}
    for customer in dice.shuffled(customers):
        for _ in range(dice.weighted({1: 70, 2: 22, 3: 8})):
            platform = PLATFORMS[dice.weighted(weights)]
            known = {held.row["platform"] for held in crawl.found[-3:] if held.account_id == customer.account_id}
            if platform.name not in known and len(crawl.found) < count:
                crawl.add(customer.person, platform, customer.account_id)


def _strangers_profiles(crawl: Crawl, dice: Dice, customers: list[Customer], count: int) -> None:
    """People who are no customers; one in twelve has a customer's name."""
    weights = {platform.name: platform.weight for platform in PLATFORMS.values() if platform.name != "whatsapp"}
    end, number = len(crawl.found) + count, 0
    while len(crawl.found) < end:
        number += 1
        namesake = dice.pick(customers).person if dice.chance(0.08) else None
        person = crawl.addresses.settle(make_person(f"{crawl.seed}-stranger-{number}", namesake_of=namesake))
        crawl.add(person, PLATFORMS[dice.weighted(weights)], "", "namesake" if namesake else "")


def _on_file(dice: Dice, held: Held) -> Held:
    """One customer in nine once told the brand a handle; a quarter of these have renamed themselves since."""
    row = held.row
    if not held.account_id or row["platform"] == "whatsapp" or not dice.chance(0.11):
        return held
    if not _can_rename(held) or dice.chance(0.75):
        return replace(held, on_file=f"{row['platform']}:{row['handle']}")
    platform = PLATFORMS[row["platform"]]
    former = fit(dice, bare(row["handle"]) + dice.pick(["", ".", "x"]) + dice.text("##"), platform)
    first_seen = dice.moment(day("2026-04-15"), day("2026-08-01"))
    return replace(
        held, row=row | {"first_seen": stamp(first_seen)}, note="renamed", on_file=f"{platform.name}:{former}"
    )


def _can_rename(held: Held) -> bool:
    """Whether we would know it for the same profile: a stable id, and a platform that lets names change."""
    return bool(held.row["user_id"] and held.row["handle"]) and held.row["platform"] != "mastodon"


def _recycle(seed: str, found: list[Held], count: int) -> list[Held]:
    """Let strangers pick up handles that customers gave up: the same handle on two ids, one after the other."""
    dice = Dice(seed, "recycled")
    held_by_customers = [
        place
        for place, held in enumerate(found)
        if held.account_id and held.row["platform"] in ("x", "instagram", "github", "telegram") and not held.note
    ]
    for number, place in enumerate(dice.shuffled(held_by_customers)[:count]):
        former, platform = found[place], PLATFORMS[found[place].row["platform"]]
        given_up = dice.moment(day("2026-03-01"), day("2026-05-15"))
        first_seen = min(former.row["first_seen"], stamp(given_up - timedelta(days=300)))
        found[place] = replace(
            former,
            row=former.row | {"first_seen": first_seen, "last_seen": stamp(given_up)},
            note="gave up handle",
            on_file=f"{platform.name}:{former.row['handle']}",
        )
        newcomer = make_person(f"{seed}-newcomer-{number}")
        own = Dice(seed, "newcomer", number)
        row = profile_row(own, newcomer, platform, former.row["handle"])
        since = own.moment(given_up + timedelta(days=40), day("2026-09-20"))
        found.append(Held(row | {"first_seen": stamp(since), "last_seen": stamp(CRAWLED)}, "", "took over handle"))
    return found


def profile_row(dice: Dice, person: Person, platform: Platform, handle: str) -> Row:
    """What a visitor of this profile sees."""
    said_nothing = dice.chance(0.07)
    row = dict.fromkeys(COLUMNS, "") | {
        "platform": platform.name,
        "scope": platform.scope,
        "user_id": platform.make_id(dice, handle) if platform.make_id else "",
        "handle": handle,
        "url": platform.address.format(handle=handle) if dice.chance(0.5) else "",
        "first_seen": stamp(dice.moment(START, day("2026-03-01"))),
        "last_seen": stamp(dice.moment(day("2026-08-01"), CRAWLED)),
    }
    if said_nothing:
        return row | {"display_name": dice.pick(["", bare(handle), "🖤", ".", pseudonym(dice)])}
    return row | _shown(dice, person, platform, handle)


def _shown(dice: Dice, person: Person, platform: Platform, handle: str) -> Row:
    emails = person.emails if dice.chance(0.6) else (f"{word(bare(handle))}@inbox.example",)
    site = person.website or f"https://{word(bare(handle))}.page.example"
    return {
        "display_name": _display_name(dice, person, platform),
        "bio": _bio(dice, person, handle),
        "location": _location(dice, person),
        "urls": site if dice.chance(0.6 if person.website else 0.06) else "",
        "public_emails": emails[0] if emails and dice.chance(0.11) else "",
    }


def _display_name(dice: Dice, person: Person, platform: Platform) -> str:
    given, family = person.spelling
    if person.former_family and dice.chance(0.4):
        family = person.former_family.latin
    if not person.language.latin_script and dice.chance(0.55):
        given, family = person.given.native, person.families[0].native
    elif person.language.latin_script and len(person.families) > 1 and dice.chance(0.3):
        family = " ".join(name.latin for name in person.families)
    called = person.goes_by or given
    full = f"{family} {given}" if person.language.family_first and dice.chance(0.5) else f"{given} {family}"
    style = "full" if platform.name in ("linkedin", "facebook") else dice.weighted(_DISPLAY)
    name = {
        "full": full,
        "called": f"{called} {family}",
        "first": given,
        "nickname": called,
        "initial": f"{called} {family[0]}.",
        "lower": full.lower(),
        "interest": f"{called} {interest(person)[0]}",
        "pseudonym": pseudonym(dice).replace("_", " ").replace(".", " "),
        "empty": "",
    }[style]
    if person.job and dice.chance(0.08):
        name = f"{name} | {person.job}" if dice.chance(0.7) else f"{name}, {person.job}"
    elif dice.chance(0.03):
        name = f"Dr. {name}" if name else name
    if dice.chance(0.12):
        emoji = interest(person)[1]
        name = f"{name} {emoji}" if dice.chance(0.7) else f"{emoji} {name} {emoji}"
    return " ".join(name.split())


_DISPLAY = {
    "full": 40, "called": 14, "first": 11, "nickname": 7, "initial": 7, "lower": 4, "interest": 4, "pseudonym": 9,
    "empty": 4,
}  # fmt: skip


def _bio(dice: Dice, person: Person, handle: str) -> str:
    if dice.chance(0.42):
        return ""
    words = tables("words")
    sentences = [interest(person)[2]] if dice.chance(0.5) else []
    for _ in range(dice.between(0, 2)):
        own = words["bios"].get(person.language.code, [])
        sentence = dice.pick(own if own and dice.chance(0.6) else words["bios"]["en"])
        needs = {"{job}": person.job, "{organization}": person.organization}
        if all(value for mark, value in needs.items() if mark in sentence):
            city = person.home.city.name if dice.chance(0.7) else person.home.city.english
            facts = {"city": city, "year": person.year, "handle": bare(handle)}
            sentences.append(sentence.format(job=person.job, organization=person.organization, **facts))
    return " ".join(dict.fromkeys(sentences))


def _location(dice: Dice, person: Person) -> str:
    city = person.home.city
    country: str = tables("places")[person.home.country]["name"]
    joke: str = dice.pick(tables("words")["locations"]["jokes"])
    return dice.weighted(
        {
            "": 27,
            city.name: 30,
            city.english: 10,
            f"{city.english}, {city.state or country}": 9,
            f"{city.name}, {country}": 8,
            country: 8,
            joke: 6,
        }
    )


def _whatsapp(dice: Dice, person: Person) -> Row:
    """A messenger shows a number and whatever name its owner typed."""
    platform = PLATFORMS["whatsapp"]
    user_id = platform.make_id(dice, "") if platform.make_id else ""
    called = person.goes_by or person.spelling[0]
    return dict.fromkeys(COLUMNS, "") | {
        "platform": platform.name,
        "scope": platform.scope,
        "user_id": user_id.replace("XX", person.home.country),
        "display_name": dice.pick(["", called, person.given.native, " ".join(person.spelling)]),
        "public_phones": person.phones[0].replace(" ", ""),
        "first_seen": stamp(dice.moment(day("2025-01-01"), day("2026-03-01"))),
        "last_seen": stamp(dice.moment(day("2026-08-01"), CRAWLED)),
    }


BRAND_PROFILES = (
    ("x", f"{BRAND}", "Tannwick", "Boots, bags and tents. Help: @tannwick_help"),
    ("x", f"{BRAND}_help", "Tannwick Help", "We answer from 8 to 20."),
    ("instagram", f"{BRAND}.outdoor", "Tannwick", "Out there since 2009."),
    ("mastodon", f"{BRAND}@{HOSTS[0]}", "Tannwick", "Boots, bags and tents."),
)


def _brand_profile(name: str, handle: str, display_name: str, bio: str) -> Held:
    """One of the brand's own profiles. The crawl finds them too; they are nobody's account."""
    platform, dice = PLATFORMS[name], Dice("brand", name, handle)
    row = dict.fromkeys(COLUMNS, "") | {
        "platform": name,
        "scope": platform.scope,
        "user_id": platform.make_id(dice, handle) if platform.make_id else "",
        "handle": handle,
        "display_name": display_name,
        "bio": bio,
        "urls": f"https://{BRAND}.example",
        "first_seen": stamp(START),
        "last_seen": stamp(CRAWLED),
    }
    return Held(row, "", "brand")


def stamp(moment: datetime) -> str:
    """A day is all that a crawl knows."""
    return f"{moment:%Y-%m-%d}"


def crawl_later(seed: str, found: list[Held], renames: int, takeovers: int) -> list[Held]:
    """What the next crawl sees of some of these: new handles under the same id, old handles under a new id."""
    dice = Dice(seed, "later")
    settled = [held for held in found if _can_rename(held) and not held.note]
    again = dice.shuffled(settled)[: 2 * renames]
    seen = [_renamed_later(dice, held) for held in again[:renames]]
    seen += [_seen_later(held, {}) for held in again[renames:]]
    seen += [_taken_over_later(seed, number, held) for number, held in enumerate(again[:takeovers])]
    return sorted(seen, key=lambda held: held.row["profile_id"])


def _seen_later(held: Held, changes: Row, note: str = "") -> Held:
    return replace(held, row=held.row | {"last_seen": stamp(CRAWLED_LATER)} | changes, note=note)


def _renamed_later(dice: Dice, held: Held) -> Held:
    platform = PLATFORMS[held.row["platform"]]
    handle = fit(dice, f"{bare(held.row['handle'])}.{dice.pick(['new', 'now', '2', 'again'])}", platform)
    since = stamp(dice.moment(day("2026-11-03"), day("2026-11-12")))
    address = platform.address.format(handle=handle) if held.row["url"] else ""
    return _seen_later(held, {"handle": handle, "first_seen": since, "url": address}, "renamed later")


def _taken_over_later(seed: str, number: int, held: Held) -> Held:
    """Somebody new picks up the handle that a rename has set free."""
    dice, newcomer = Dice(seed, "late", number), make_person(f"{seed}-late-newcomer-{number}")
    row = profile_row(dice, newcomer, PLATFORMS[held.row["platform"]], held.row["handle"])
    since = stamp(dice.moment(day("2026-11-14"), day("2026-11-27")))
    row |= {"profile_id": f"P9{number:04d}", "first_seen": since, "last_seen": stamp(CRAWLED_LATER)}
    return Held(row, "", "took over handle later")
