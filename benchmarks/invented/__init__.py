"""Invented customers and profiles: the data that ``socialmatch demo`` ships, from a seed.

``python -m benchmarks.invented`` writes the compressed files into ``socialmatch/demo/data``.
Nobody here exists: names are drawn from tables of common given and family names, addresses of mail and web stand
at reserved domains, telephone numbers come from ranges that are kept for fiction.
"""
