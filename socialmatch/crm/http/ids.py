"""Ids as vendors write them, so that a text that cannot be one never becomes part of an address."""

from __future__ import annotations


def is_number(account_id: str) -> bool:
    """Whether it is a whole number as a CRM writes its ids: no sign, no zero in front, within 64 bits."""
    return account_id.isascii() and account_id.isdecimal() and account_id[0] != "0" and len(account_id) < 19
