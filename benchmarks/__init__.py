"""Measurements: quality, speed and size, beside the peers; run as ``python -m benchmarks.NAME``."""
