"""A complete notice of an invented brand, for tests."""

from __future__ import annotations

from socialmatch.consent.notices import read_notice

FIELDS: dict[str, object] = {
    "notice_id": "link",
    "version": "2026-01",
    "language": "en",
    "text": "If you agree, we note which of your social profiles is yours.\nYou can take it back at any time.",
    "purposes": {"support": "We see your orders at once.", "returns": "We send the label without asking."},
    "legal_basis": "consent, GDPR article 6(1)(a)",
    "controller": "Example Brand Ltd, Exampletown",
    "contact": "privacy@example.com",
    "recipients": ["our customer records", "our parcel service"],
    "retention": "until you withdraw",
    "valid_days": 365,
    "withdrawal": "send STOP",
    "rights": "https://example.com/privacy",
    "authority": "the data protection authority",
    "jurisdiction": "EU",
    "material": True,
}
NOTICE = read_notice(FIELDS)
