"""A code that a host logs by mistake does not reach the log."""

from __future__ import annotations

import io
import logging

import pytest

from socialmatch.consent.codes import issue_code, issue_invitation, issue_state
from socialmatch.consent.logfilter import RedactCodes


@pytest.fixture
def log():
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(RedactCodes())
    logger = logging.getLogger("test of a host.child")
    logger.propagate = False
    logger.addHandler(handler)
    yield logger, out
    logger.removeHandler(handler)


@pytest.mark.parametrize("issue", [issue_code, issue_invitation, issue_state])
def test_neither_message_nor_traceback_nor_stack_shows_one(log, issue):
    logger, out = log
    text = issue(bytes).reveal()
    logger.error("GET /link?c=%s %s", text, "from a browser")
    logger.error(f"body {text.lower()}", stack_info=True)
    try:
        raise ValueError(f"cannot read {text}")
    except ValueError:
        logger.exception("failed on %s", text)
    written = out.getvalue()
    assert text.upper() not in written.upper()
    assert written.count("[code]") >= 4
    assert "from a browser" in written
    assert "ValueError" in written


def test_a_record_whose_arguments_do_not_fit_is_still_written(log):
    logger, out = log
    logger.error("%d pieces of %s", *["SM-0000"])
    assert "pieces of" in out.getvalue()
