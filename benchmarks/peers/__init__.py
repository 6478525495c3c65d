"""Other tools on the same files, set up as their own experts would, and a reference that was told the answers.

Every peer is a module with ``link(data, train) -> Found``: what it proposes for each profile, best first. All of
them are handed the same preparation (:mod:`benchmarks.peers.prepare`). None of this is part of the package: the
tools are listed in ``benchmarks/requirements.txt`` and live in an environment of their own.
``python -m benchmarks.compare`` runs them.
"""

TOOLS = ("socialmatch", "rapidfuzz", "recordlinkage", "splink", "sql", "boosting")
"""Names of the tools that can be run, ours first; ``boosting`` is the reference trained on labels of another seed."""
