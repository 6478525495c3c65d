"""Vendors' own OpenAPI documents, held against every request and every answer of a fake."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest

from shared import SHARED
from socialmatch.crm.http import Answer, Request

FOLDER = SHARED / "data" / "openapi"

needs_contracts = pytest.mark.skipif(
    not FOLDER.is_dir(),
    reason="the vendors' contracts are absent: set SOCIALMATCH_SHARED to the folder that holds data/openapi",
)


@functools.cache
def _document(name: str):
    from openapi_core import OpenAPI

    return OpenAPI.from_dict(json.loads((FOLDER / name).read_text(encoding="utf-8")))


class Contract:
    """One document. What breaks it raises, and so fails the test; nothing in the adapter catches it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def check_request(self, request: Request) -> None:
        self._held(request, lambda: _document(self._name).validate_request(_asked(request)))

    def check_answer(self, request: Request, given: Answer) -> None:
        from openapi_core.testing import MockResponse

        if given.body:
            replied = MockResponse(given.body, given.status, dict(given.headers), "application/json")
            self._held(request, lambda: _document(self._name).validate_response(_asked(request), replied))

    def _held(self, request: Request, check: Callable[[], object]) -> None:
        from openapi_core.exceptions import OpenAPIError

        try:
            check()
        except OpenAPIError as error:
            raise BrokenContract(f"{request.method} {self._name}: {error!r} {error.__cause__!r}") from error


def _asked(request: Request):
    from openapi_core.testing import MockRequest
    from werkzeug.datastructures import ImmutableMultiDict

    split = urlsplit(request.url)
    return MockRequest(
        f"{split.scheme}://{split.netloc}",
        request.method.lower(),
        split.path,
        args=ImmutableMultiDict(parse_qsl(split.query, keep_blank_values=True)),
        headers={name: value for name, value in request.headers.items() if name != "Content-Type"},
        data=request.body or None,
        content_type=request.headers.get("Content-Type", "application/json"),
    )


class BrokenContract(BaseException):
    """Request or answer is not what the vendor's document says. No ``Exception``, so that no frame catches it."""
