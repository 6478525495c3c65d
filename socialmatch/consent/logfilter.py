"""A filter for the host's own logs: whatever looks like a code, an invitation or a state is cut out of a record."""

from __future__ import annotations

import logging
import traceback

from socialmatch.consent.codes import redact_codes


class RedactCodes(logging.Filter):
    """Cuts codes out of message, traceback and stack of every record; put it on handlers, not on loggers.

    A filter on a logger is not asked about records of the loggers below it; one on a handler is asked about all.
    The library itself logs no code; this is for what a host's web server and frameworks log of addresses and bodies.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without codes."""
        try:
            message = record.getMessage()
        except Exception:  # a record whose arguments do not fit says so later, without its arguments
            message = str(record.msg)
        record.msg, record.args = redact_codes(message), ()
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = "".join(traceback.format_exception(record.exc_info[1])).rstrip()
        if record.exc_text:
            record.exc_text = redact_codes(record.exc_text)
        if record.stack_info:
            record.stack_info = redact_codes(record.stack_info)
        return True
