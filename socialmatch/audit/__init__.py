"""What a privacy officer needs: one person's record, the reports, the proofs, and the jobs that keep promises.

::

    subject     everything about one person, for access and portability; receipts
    report      the register, the inventory, counts, lists, and who read what
    export      a bundle that proves it to an outsider; checking one is socialmatch.ledger.verify, without a store
    signing     checkpoints, and handing them out
    retention   what is kept no longer than promised
    rotation    new keys without downtime
    desk        the officer's verbs behind one object, ``SocialMatch.audit``

Modules are imported one by one. Everything here that shows a person leaves an event of class ``read``.
"""
