"""Tables in, proposals out, on a cluster: what ``link`` does with files, where nobody's row passes through one process.

Executors read the tables, fold the consents, normalise, count, join and score. What passes through the driver is who
agreed (to make one permitted set of the parts), counts of values, and whom a doubtful "no" may mean.
"""
