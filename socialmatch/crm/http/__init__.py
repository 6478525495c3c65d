"""CRMs over HTTP: one request, one answer, and everything between them that is the same for every vendor.

An adapter derives from :class:`HttpAdapter` and says ``self.http.call("GET", "contacts", account_id)``. The turn of
every request, header lines, statuses, addresses of further pages and JSON are dealt with here, once.
"""

from socialmatch.crm.http.adapter import HttpAdapter, every_page
from socialmatch.crm.http.client import HttpClient
from socialmatch.crm.http.field_links import FieldLinks
from socialmatch.crm.http.fields import Fields
from socialmatch.crm.http.oauth import ClientCredentials
from socialmatch.crm.http.pooled import PooledTransport
from socialmatch.crm.http.transport import Answer, Request, Transport

__all__ = [
    "Answer",
    "ClientCredentials",
    "FieldLinks",
    "Fields",
    "HttpAdapter",
    "HttpClient",
    "PooledTransport",
    "Request",
    "Transport",
    "every_page",
]
