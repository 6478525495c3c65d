"""The tamper-evident record: a Merkle tree over commitments, checkpoints that are signed, proofs that stand alone.

Modules are imported one by one. ``merkle``, ``note``, ``checkpoint``, ``proof``, ``leaf``, ``sealed`` and
``verify`` know no database and no network, so that a bundle can be checked where there is neither.
"""
