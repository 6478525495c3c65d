"""``python -m socialmatch`` is the command ``socialmatch``."""

from socialmatch.cli import main

main()
