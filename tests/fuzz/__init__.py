"""Fuzzing of everything that reads what others wrote: only our own errors, no input over a second, little memory.

The ordinary tests feed each target a small sample (``test_targets.py``); the long command is ``python -m tests.fuzz``.
"""
