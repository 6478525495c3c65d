"""One call of an adapter, done properly: limits, retries, errors in our words, nothing personal in them."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from typing import TypeVar

from socialmatch.crm.limits import Gate, Limit
from socialmatch.crm.redact import redact
from socialmatch.crm.runtime import Runtime
from socialmatch.errors import CrmContract, CrmUnavailable, SocialMatchError

T = TypeVar("T")
Translate = Callable[[Exception], SocialMatchError | None]
"""An adapter's own reading of a foreign exception; ``None`` leaves it to us."""

_log = logging.getLogger("socialmatch.crm")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Calls:
    """Runs the private verbs of one adapter.

    Parameters
    ----------
    runtime: clock, sleep and patience. limits: the vendor's rules.
    secrets: what must never be seen in a message. translate: the adapter's own reading of foreign exceptions.
    """

    def __init__(self, runtime: Runtime, limits: Sequence[Limit], secrets: Sequence[str], translate: Translate) -> None:
        self.gate = Gate(limits, runtime.clock, runtime.sleep, runtime.retry.longest_wait)
        self._runtime = runtime
        self._secrets = tuple(secrets)
        self._translate = translate

    def run(self, verb: str, action: Callable[[], T], about: Sequence[str] = ()) -> T:
        """Do it, and again after :class:`CrmUnavailable`, as long as patience and the CRM's own limits let us.

        Parameters
        ----------
        verb: for messages. action: safe to repeat. about: values the call deals with; kept out of messages.

        Raises
        ------
        CrmError: what went wrong, without its chain of causes: that may hold what a message may not.
        """
        retry = self._runtime.retry
        for tries in count(1):
            try:
                with self.gate.call():
                    return action()
            except Exception as error:
                failure = self._ours(verb, error, about)
            _log.debug("%s: %s, try %d: %s", self._runtime.name, verb, tries, failure.code)
            if not isinstance(failure, CrmUnavailable):
                break
            if failure.retry_after is not None:
                self.gate.hold(failure.retry_after)
            if tries >= retry.attempts or self._too_late(failure):
                break
            self._runtime.sleep(retry.wait(tries))
        raise failure

    def each(self, verb: str, items: Iterable[T]) -> Iterator[T]:
        """Give the items of a page; an error while they stream is ours too, but nothing is tried again."""
        source = iter(items)
        while True:
            try:
                item = next(source)
            except StopIteration:
                return
            except Exception as error:
                failure = self._ours(verb, error, ())
                break
            yield item
        raise failure

    def _too_late(self, failure: CrmUnavailable) -> bool:
        if failure.retry_after is None:
            return False
        return (failure.retry_after - self._runtime.clock()).total_seconds() > self._runtime.retry.longest_wait

    def _ours(self, verb: str, error: Exception, about: Sequence[str]) -> SocialMatchError:
        """The error as one of ours, redacted and cut off from its causes."""
        failure = error if isinstance(error, SocialMatchError) else self._translate(error) or _foreign(verb, error)
        hidden = (*about, *self._secrets)
        failure.args = (redact(str(failure), hidden),)
        failure.hint = redact(failure.hint, hidden)
        if _CODE.fullmatch(failure.code) is None:
            failure.code = failure.default_code
        failure.__notes__ = []
        failure.__cause__ = failure.__context__ = None
        return failure


def _foreign(verb: str, error: Exception) -> SocialMatchError:
    """An exception that nobody translated. Its own message is not repeated: nobody knows what is in it."""
    if isinstance(error, TimeoutError):
        return CrmUnavailable(f"{verb}: the CRM did not answer in time", code="timeout")
    if isinstance(error, ConnectionError):
        return CrmUnavailable(f"{verb}: the CRM cannot be reached", code="connection")
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f" in {place.tb_frame.f_globals.get('__name__', '?')}, line {place.tb_lineno}"
    return CrmContract(
        f"{verb}: the adapter let a {type(error).__name__} escape{where}",
        code="escaped",
        hint="a bug of the adapter: it should raise a CrmError that says what the CRM did",
    )
