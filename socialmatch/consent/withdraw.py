"""Whether a message that somebody writes to the brand says "stop": withdrawing by a word, in many languages.

A withdrawal needs no token, no login and no form, so the word alone must do. Two kinds of phrases are known:

- *commands* say only this (``unlink``, ``abmelden``, ``退订``): one at the beginning of the message is enough;
- *messages* mean other things too (``stop``, ``cancel``, ``basta``): one counts where it is the whole message or
  its whole first sentence, courtesies and mentions aside.

So ``STOP``, ``Stop. You write too much.`` and ``please unlink my account`` are withdrawals; ``please don't stop``,
``stop by tomorrow``, ``cancel my order`` and ``stop?`` are not. In doubt a first sentence that is nothing but the
word counts as one: a link that ended by mistake is proved again in a minute, a "no" that was not heard is a breach.
What a person means in more words an agent must see. The words are in :mod:`socialmatch.consent.withdraw_words`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Final

from socialmatch.consent.withdraw_words import COURTESIES, UNSPACED_COURTESIES, WORDS, Words
from socialmatch.errors import UsageError

LANGUAGES: Final = tuple(sorted(WORDS))
"""The languages we know the words of, as BCP 47 primary tags."""
ALWAYS: Final = "en"
"""Whose words are known everywhere: every template says ``STOP``, and platforms teach it."""

_LOOKED_AT: Final = 2_000
"""Characters of a message that are looked at; a word behind them begins nothing."""
_LONGEST_COMMAND: Final = 6
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’ʼ`´＇"))
_BARE: Final = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d"})
_SENTENCE_END: Final = re.compile(r"[.!?;\n\r。！？；｡…؟؛।]+")
_MENTION: Final = re.compile(r"(?<!\w)@[\w.@-]+")
_WORD: Final = re.compile(r"\w+")


def is_withdrawal(text: str, languages: Collection[str]) -> bool:
    """Whether a message withdraws.

    Parameters
    ----------
    text: what somebody wrote, without any quoted history.
    languages: BCP 47 tags of the languages the brand writes in; English words are always known.

    Raises
    ------
    UsageError: a language without words (``unknown_language``), or one string instead of several (``languages``).
    """
    messages, commands = _known(_primary(languages))
    text = _MENTION.sub(" ", text[:_LOOKED_AT])
    for sentence, is_question in _sentences(text):
        words = _without_courtesies(_words(sentence))
        if words:
            openings = {"".join(words[:length]) for length in range(1, _LONGEST_COMMAND + 1)}
            whole = "".join(words)
            return not is_question if whole in messages else not openings.isdisjoint(commands)
    return False


def _sentences(text: str) -> Iterable[tuple[str, bool]]:
    """The sentences of a text, each with whether it ends with a question mark."""
    at = 0
    for end in _SENTENCE_END.finditer(text):
        yield text[at : end.start()], bool(set(end[0]) & set("?？؟"))
        at = end.end()
    yield text[at:], False


def _words(text: str) -> list[str]:
    return _WORD.findall(_folded(text))


def _folded(text: str) -> str:
    """Letters as they are compared: without case, accents, apostrophes, vowel marks and invisible characters."""
    text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    kept = (c for c in text if unicodedata.category(c) not in ("Mn", "Cf") and c != "ـ")
    return unicodedata.normalize("NFC", "".join(kept)).translate(_BARE)


def _squeezed(phrase: str) -> str:
    """A phrase without its spaces and hyphens: ``opt out``, ``opt-out`` and ``optout`` are one."""
    return "".join(_words(phrase))


@cache
def _courtesies() -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(_words(phrase)) for phrase in COURTESIES), key=len, reverse=True))


def _without_courtesies(words: list[str]) -> list[str]:
    """Without "please" and "thanks" at either end; nothing is left of a greeting."""
    before = None
    while words != before:
        before = words
        for phrase in _courtesies():
            if tuple(words[: len(phrase)]) == phrase:
                words = words[len(phrase) :]
            elif tuple(words[-len(phrase) :]) == phrase:
                words = words[: -len(phrase)]
        if words:
            words = [_stripped(words[0], str.removeprefix), *words[1:]]
            words = [*words[:-1], _stripped(words[-1], str.removesuffix)]
        words = [word for word in words if word]
    return words


def _stripped(word: str, strip: Callable[[str, str], str]) -> str:
    for phrase in _unspaced():
        word = strip(word, phrase)
    return word


@cache
def _unspaced() -> tuple[str, ...]:
    return tuple(_squeezed(phrase) for phrase in UNSPACED_COURTESIES)


def _primary(languages: Collection[str]) -> frozenset[str]:
    if isinstance(languages, str):
        raise UsageError("languages takes a collection of tags, not one string", code="languages")
    tags = {tag.replace("_", "-").split("-")[0].lower() for tag in languages}
    if not tags <= WORDS.keys():
        raise UsageError(
            "no words of withdrawal are known for one of the languages",
            code="unknown_language",
            hint=f"known are {', '.join(LANGUAGES)}",
        )
    return frozenset(tags | {ALWAYS})


@cache
def _known(languages: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """What is a withdrawal as a whole sentence, and what at the beginning of one."""
    words: list[Words] = [WORDS[tag] for tag in sorted(languages)]
    commands = frozenset(_squeezed(phrase) for one in words for phrase in one.commands)
    messages = frozenset(_squeezed(phrase) for one in words for phrase in one.messages)
    return messages | commands, commands
