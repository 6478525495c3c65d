"""Vendors' own OpenAPI documents, held against every request and every answer of a fake."""

from __future__ import annotations

import functools
import json
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
        self.checked = 0

    def check(self, request: Request, given: Answer) -> None:
        from openapi_core.exceptions import OpenAPIError
        from openapi_core.testing import MockRequest, MockResponse
        from werkzeug.datastructures import ImmutableMultiDict

        split = urlsplit(request.url)
        headers = {name: value for name, value in request.headers.items() if name != "Content-Type"}
        asked = MockRequest(
            f"{split.scheme}://{split.netloc}",
            request.method.lower(),
            split.path,
            args=ImmutableMultiDict(parse_qsl(split.query, keep_blank_values=True)),
            headers=headers,
            data=request.body or None,
            content_type=request.headers.get("Content-Type", "application/json"),
        )
        replied = MockResponse(given.body, given.status, dict(given.headers), "application/json")
        document = _document(self._name)
        try:
            document.validate_request(asked)
            if given.body:
                document.validate_response(asked, replied)
        except OpenAPIError as error:
            raise BrokenContract(f"{request.method} {self._name}: {error!r} {error.__cause__!r}") from error
        self.checked += 1


class BrokenContract(BaseException):
    """Request or answer is not what the vendor's document says. No ``Exception``, so that no frame catches it."""
