"""Every reason code of this package; ``docs/formats/interchange.md`` says what each means."""

from __future__ import annotations

from enum import StrEnum


class RowReason(StrEnum):
    """Why a row was set aside, or why one of its values counts as unknown."""

    BAD_DATE = "bad_date"
    BAD_HANDLE = "bad_handle"
    BAD_MOMENT = "bad_moment"
    BAD_SUBJECT = "bad_subject"
    BAD_YEAR = "bad_year"
    COLUMN_COUNT = "column_count"
    DUPLICATE_ID = "duplicate_id"
    ILLEGAL_TRANSITION = "illegal_transition"
    MALFORMED = "malformed"
    MISSING_VALUE = "missing_value"
    NO_END = "no_end"
    NO_EVIDENCE = "no_evidence"
    NO_METHOD = "no_method"
    NOT_UTF8 = "not_utf8"
    NUL_BYTE = "nul_byte"
    OTHER_PURPOSE = "other_purpose"
    TOO_LONG = "too_long"
    UNKNOWN_NOTICE = "unknown_notice"
    UNKNOWN_PLATFORM = "unknown_platform"
    UNKNOWN_STATUS = "unknown_status"
    UNKNOWN_SUBJECT = "unknown_subject"
    WRONG_TYPE = "wrong_type"


class FileReason(StrEnum):
    """Why a whole file cannot be read or written."""

    CANNOT_WRITE = "cannot_write"
    CHANGED = "changed"
    DAMAGED = "damaged"
    DIRECTORY = "directory"
    DUPLICATE_COLUMN = "duplicate_column"
    EMPTY_FILE = "empty_file"
    MISSING_COLUMN = "missing_column"
    MISSING_FILE = "missing_file"
    NOT_A_FILE = "not_a_file"
    NOT_UTF8 = "not_utf8"
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"
    UNKNOWN_FORMAT = "unknown_format"
    UNHEARD_WITHDRAWAL = "unheard_withdrawal"
    UNREADABLE = "unreadable"
    UNREADABLE_HEADER = "unreadable_header"
    WRONG_TYPE = "wrong_type"
