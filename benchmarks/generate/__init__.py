"""Invented CRMs and social profiles for measuring matching, from a seed.

``python -m benchmarks.generate OUT --accounts 100000 --profiles 100000 --seed 1`` writes ``accounts.csv``,
``profiles.csv`` (interchange files) and ``truth.csv``. How people, records and handles are made is told in
docs/benchmarks/generator.md.

Nobody here exists. Names are drawn from tables of common names and made by rule, addresses of mail and web stand at
reserved domains.

The generator is frozen: the same version, sizes and seed give the same bytes on every machine. What it makes must not
change after the first tuning of the matcher; a change of its output is a new ``VERSION``, and all numbers measured with
the old one are measured again.
"""

VERSION = "1"
"""Version of the output. tests/benchmarks/test_generate.py holds a digest of what it stands for."""
