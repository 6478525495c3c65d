"""SocialMatch for programs that run an event loop: the same verbs, each in a thread, so that the loop never waits.

::

    async with AsyncSocialMatch(SocialMatch("sqlite:///socialmatch.db")) as sm:
        answer = await sm.match(profile, purpose="support")

There is one way to do each thing, and it is :class:`~socialmatch.client.SocialMatch`'s; nothing here knows a rule.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from socialmatch.client import SocialMatch

P = ParamSpec("P")
T = TypeVar("T")


def _awaited(
    verb: Callable[Concatenate[SocialMatch, P], T],
) -> Callable[Concatenate[AsyncSocialMatch, P], Coroutine[Any, Any, T]]:
    @wraps(verb)
    async def act(self: AsyncSocialMatch, /, *arguments: P.args, **options: P.kwargs) -> T:
        return await self.run(lambda sm: verb(sm, *arguments, **options))

    return act


class AsyncSocialMatch:
    """The verbs of a :class:`~socialmatch.client.SocialMatch`, to be awaited; they raise what its own do.

    A task that is cancelled stops waiting. A call that had not begun is not made; one that had is made to its end, so
    nothing is half done, and whether it was done is to be asked of the store (a code that was used says so).

    Parameters
    ----------
    sm: what does the work. It is closed with this.
    threads: calls at once, at most; the others wait for their turn. No more than the store has connections for,
        which is fifteen.
    """

    def __init__(self, sm: SocialMatch, *, threads: int = 8) -> None:
        self._sm = sm
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="socialmatch")

    def __repr__(self) -> str:
        return f"Async{self._sm!r}"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def run(self, act: Callable[[SocialMatch], T]) -> T:
        """Do in a thread what has no verb here: ``await sm.run(lambda sm: sm.review.queue())``."""
        call = partial(copy_context().run, act, self._sm)
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    async def close(self) -> None:
        """Wait for the calls that have begun, make no others, and give the store's connections back."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)
        self._sm.close()

    match = _awaited(SocialMatch.match)
    invite = _awaited(SocialMatch.invite)
    peek = _awaited(SocialMatch.peek)
    decline_invitation = _awaited(SocialMatch.decline_invitation)
    invite_profile = _awaited(SocialMatch.invite_profile)
    redeem = _awaited(SocialMatch.redeem)
    check_inbound = _awaited(SocialMatch.check_inbound)
    show = _awaited(SocialMatch.show)
    confirm = _awaited(SocialMatch.confirm)
    decline = _awaited(SocialMatch.decline)
    begin_sign_in = _awaited(SocialMatch.begin_sign_in)
    link_by_sign_in = _awaited(SocialMatch.link_by_sign_in)
    import_link = _awaited(SocialMatch.import_link)
    revoke = _awaited(SocialMatch.revoke)
    undo = _awaited(SocialMatch.undo)
    unlink = _awaited(SocialMatch.unlink)
    erase = _awaited(SocialMatch.erase)
    reconcile = _awaited(SocialMatch.reconcile)
    register_notice = _awaited(SocialMatch.register_notice)
    status = _awaited(SocialMatch.status)
    health = _awaited(SocialMatch.health)
    import_accounts = _awaited(SocialMatch.import_accounts)
    import_profiles = _awaited(SocialMatch.import_profiles)
