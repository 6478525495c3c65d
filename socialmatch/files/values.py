"""Cells to values: an account, a profile or a consent event for each row, or a reason why not.

What identifies somebody, or says whether they agreed, has to be right or the row is set aside.
A birthday or a date of change that cannot be read is merely unknown: losing the customer over it would be worse.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache

from socialmatch.consent.state import GRANTS
from socialmatch.errors import RowError
from socialmatch.files.columns import CONSENTS, Role
from socialmatch.files.identity import Identities
from socialmatch.files.reasons import RowReason
from socialmatch.files.rejected import Rejected
from socialmatch.files.remains import Damaged
from socialmatch.files.tables import Cells
from socialmatch.models import Account, ConsentEvent, EventKind, Profile
from socialmatch.moments import parse_moment

Rows = Iterable[tuple[int, Cells]]

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)([T ].*)?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_REMEMBERED = 4096


def to_accounts(rows: Rows, tenant: str, crm: str, rejected: Rejected) -> Iterator[tuple[int, Account]]:
    """Give (line, account) for rows of :data:`~socialmatch.files.columns.ACCOUNTS`."""
    known = _Known("accounts", rejected)
    for line, cells in rows:
        (
            account_id,
            given_name,
            middle_name,
            family_name,
            suffix,
            nickname,
            full_name,
            other_names,
            emails,
            email,
            phones,
            phone,
            websites,
            website,
            street,
            city,
            postal_code,
            state,
            country,
            birthday,
            birth_year,
            job_title,
            organization,
            handles,
            updated_at,
        ) = cells
        if not account_id.strip():
            rejected.row("accounts", line, "account_id", RowReason.MISSING_VALUE)
            continue
        yield (
            line,
            Account(
                account_id=account_id,
                crm=crm,
                tenant=tenant,
                given_name=given_name,
                middle_name=middle_name,
                family_name=family_name,
                suffix=suffix,
                nickname=nickname,
                full_name=full_name,
                other_names=texts(other_names) if other_names else (),
                emails=texts(emails, email) if emails or email else (),
                phones=texts(phones, phone) if phones or phone else (),
                websites=texts(websites, website) if websites or website else (),
                street=street,
                city=city,
                postal_code=postal_code,
                state=state,
                country=country,
                birthday=known.day("birthday", birthday, line) if birthday else "",
                birth_year=known.year("birth_year", birth_year, line) if birth_year else None,
                job_title=job_title,
                organization=organization,
                handles=texts(handles) if handles else (),
                updated_at=known.moment("updated_at", updated_at, line) if updated_at else None,
            ),
        )


def to_profiles(rows: Rows, identities: Identities, rejected: Rejected) -> Iterator[tuple[int, Profile]]:
    """Give (line, profile) for rows of :data:`~socialmatch.files.columns.PROFILES`."""
    known = _Known("profiles", rejected)
    for line, cells in rows:
        (
            platform,
            user_id,
            handle,
            scope,
            profile_id,
            display_name,
            bio,
            location,
            urls,
            bio_url,
            public_emails,
            public_email,
            public_phones,
            public_phone,
            url,
            first_seen,
            last_seen,
        ) = cells
        try:
            key = identities.profile_key(platform, scope, user_id, handle)
        except RowError as error:
            rejected.row("profiles", line, error.column, RowReason(error.code))
            continue
        yield (
            line,
            Profile(
                platform=key.platform,
                user_id=key.user_id,
                scope=key.scope,
                tenant=key.tenant,
                handle=identities.handle(identities.platform(platform), handle),
                profile_id=profile_id,
                display_name=display_name,
                bio=bio,
                location=location,
                urls=texts(urls, bio_url) if urls or bio_url else (),
                public_emails=texts(public_emails, public_email) if public_emails or public_email else (),
                public_phones=texts(public_phones, public_phone) if public_phones or public_phone else (),
                url=url,
                first_seen=known.moment("first_seen", first_seen, line) if first_seen else None,
                last_seen=known.moment("last_seen", last_seen, line) if last_seen else None,
            ),
        )


def to_consents(
    rows: Rows,
    identities: Identities,
    rejected: Rejected,
    damaged: Damaged | None = None,
    *,
    endless: bool = False,
    refused: Callable[[ConsentEvent], None] | None = None,
) -> Iterator[tuple[int, ConsentEvent]]:
    """Give the event of each row of :data:`~socialmatch.files.columns.CONSENTS`, with its line.

    Parameters
    ----------
    damaged: is told of what is left of each row that is set aside.
    refused: takes each grant that is set aside only because it names no end, as far as it can be read.
    endless: whether a grant without an end is taken as it is, for somebody else to give it one.
    """
    known = _Known("consents", rejected)
    for line, cells in rows:
        subject, purpose, status, notice_version, method, recorded_at, valid_until, evidence = cells
        try:
            kind = _kind(_needed("status", status))
            end: datetime | None = None
            if kind in GRANTS:
                if valid_until.strip() or not endless:
                    end = _moment("valid_until", _needed("valid_until", valid_until, RowReason.NO_END))
            else:  # the end of something that grants nothing must not keep a withdrawal from being heard
                end = known.moment("valid_until", valid_until, line) if valid_until else None
            event = ConsentEvent(
                subject=identities.subject(_needed("subject", subject)),
                purpose=_needed("purpose", purpose).strip(),
                kind=kind,
                recorded_at=_moment("recorded_at", _needed("recorded_at", recorded_at)),
                notice_version=notice_version,
                method=method,
                valid_until=end,
                evidence=evidence,
            )
        except RowError as error:
            rejected.row("consents", line, error.column, RowReason(error.code))
            if damaged:
                damaged(line, {name: (cell,) for name, cell in zip(CONSENTS.names, cells, strict=True)}, True)
            if refused and error.code == RowReason.NO_END:
                with contextlib.suppress(RowError):
                    refused(_without_end(identities, subject, purpose, status, recorded_at))
            continue
        yield line, event


def _without_end(identities: Identities, subject: str, purpose: str, status: str, recorded_at: str) -> ConsentEvent:
    kind, at = _kind(status), _moment("recorded_at", recorded_at)
    return ConsentEvent(identities.subject(subject), purpose.strip(), kind, at)


def texts(cell: str | list[str | None], singular: str | list[str | None] = "") -> tuple[str, ...]:
    """The values of a list column and of its singular spelling, in order, each once; a text is split at ``;``."""
    if not singular and isinstance(cell, str) and ";" not in cell:  # the most common by far
        return (text,) if (text := cell.strip()) else ()
    parts: list[str | None] = []
    for several in (cell, singular):
        parts += several.split(";") if isinstance(several, str) else several
    return tuple(dict.fromkeys([text for part in parts if part and (text := part.strip())]))


class _Known:
    """Reads values that may be unknown; one that cannot be read is counted, and is unknown as well."""

    def __init__(self, role: Role, rejected: Rejected) -> None:
        self._role = role
        self._rejected = rejected
        # A CRM changes many rows in one moment and has few birthdays: most texts come again.
        self._moment = lru_cache(_REMEMBERED)(parse_moment)
        self._day = lru_cache(_REMEMBERED)(_iso_day)

    def moment(self, column: str, text: str, line: int) -> datetime | None:
        try:
            return self._moment(text)
        except ValueError:
            self._rejected.value(self._role, line, column, RowReason.BAD_MOMENT)
            return None

    def day(self, column: str, text: str, line: int) -> str:
        try:
            return self._day(text)
        except ValueError:
            self._rejected.value(self._role, line, column, RowReason.BAD_DATE)
            return ""

    def year(self, column: str, text: str, line: int) -> int | None:
        try:
            return _iso_year(text)
        except ValueError:
            self._rejected.value(self._role, line, column, RowReason.BAD_YEAR)
            return None


def _iso_day(text: str) -> str:
    """The day of an ISO date or time, as it is written there."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise ValueError("not a date")
    return date.fromisoformat(found[1]).isoformat()


def _iso_year(text: str) -> int:
    if not _YEAR.fullmatch(text.strip()) or int(text) == 0:
        raise ValueError("not a year")
    return int(text)


def _needed(column: str, text: str, reason: RowReason = RowReason.MISSING_VALUE) -> str:
    if not text.strip():
        raise RowError(reason, column=column)
    return text


def _kind(text: str) -> EventKind:
    try:
        return EventKind(text.strip().lower())
    except ValueError as error:
        raise RowError(RowReason.UNKNOWN_STATUS, column="status") from error


def _moment(column: str, text: str) -> datetime:
    try:
        return parse_moment(text)
    except ValueError as error:
        raise RowError(RowReason.BAD_MOMENT, column=column) from error
