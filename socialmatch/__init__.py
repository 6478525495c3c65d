"""Consent-aware matching of social handles to customer accounts."""
