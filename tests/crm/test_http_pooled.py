"""The transport in earnest, against a server on this machine."""

from __future__ import annotations

import gzip
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from socialmatch.crm.http import PooledTransport, Request
from socialmatch.errors import CrmContract, CrmUnavailable, MissingExtra


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        getattr(self, self.path.strip("/"))()

    do_POST = do_GET

    def give(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def echo(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.give(sent, Port=str(self.client_address[1]), Method=self.command, X_Back=self.headers.get("X-There", ""))

    def elsewhere(self) -> None:
        self.give(b"", 302, Location="/echo")

    def busy(self) -> None:
        self.give(b"busy", 503, Retry_After="0")

    def packed(self) -> None:
        self.give(gzip.compress(b"x" * 2_000_000), Content_Encoding="gzip")

    def pieces(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        packed = gzip.compress(b"piece by piece " * 1_000)
        for at in range(0, len(packed), 7):
            piece = packed[at : at + 7]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def not_packed(self) -> None:
        self.give(b"canary", Content_Encoding="gzip")

    def cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"canary")
        self.close_connection = True

    def slow(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.02)

    def silent(self) -> None:
        time.sleep(0.5)
        self.close_connection = True


@pytest.fixture(scope="module")
def address():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.handle_error = lambda *_: None
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def transport(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    transport = PooledTransport(timeout=0.3, max_bytes=1_000_000)
    yield transport
    transport.close()


def test_a_request_and_its_answer(transport, address):
    answer = transport.send(Request("POST", f"{address}/echo", {"X-There": "and back"}, b"body"))
    assert (answer.status, answer.body) == (200, b"body")
    assert (answer.headers["X-Back"], answer.headers["Method"]) == ("and back", "POST")


def test_connections_are_kept(transport, address):
    ports = {transport.send(Request("GET", f"{address}/echo", {})).headers["Port"] for _ in range(3)}
    assert len(ports) == 1


def test_no_redirect_is_followed_and_nothing_is_tried_again(transport, address):
    assert transport.send(Request("GET", f"{address}/elsewhere", {})).status == 302
    assert transport.send(Request("GET", f"{address}/busy", {})).status == 503


def test_an_answer_that_is_too_large_unpacked(transport, address):
    with pytest.raises(CrmContract) as refused:
        transport.send(Request("GET", f"{address}/packed", {}))
    assert refused.value.code == "answer_too_large"


def test_an_answer_in_packed_pieces(transport, address):
    for _ in range(2):
        assert transport.send(Request("GET", f"{address}/pieces", {})).body == b"piece by piece " * 1_000


def test_a_byte_now_and_then_is_no_answer(transport, address):
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        transport.send(Request("GET", f"{address}/slow", {}))
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize(
    ("path", "kind"),
    [("cut", ConnectionError), ("slow", TimeoutError), ("silent", TimeoutError), ("not_packed", CrmContract)],
)
def test_answers_that_do_not_come_whole(transport, address, path, kind):
    with pytest.raises(kind) as failed:
        transport.send(Request("GET", f"{address}/{path}", {"X-There": "canary"}))
    assert failed.value.__context__ is None
    assert "canary" not in str(failed.value)


def test_a_server_that_is_not_there(transport):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody else gets the port meanwhile
        with pytest.raises(ConnectionError):
            transport.send(Request("GET", f"http://127.0.0.1:{taken.getsockname()[1]}/canary", {}))


def test_a_server_that_does_not_speak_tls(transport, address):
    with pytest.raises(CrmUnavailable) as failed:
        transport.send(Request("GET", address.replace("http:", "https:") + "/canary", {}))
    assert failed.value.code == "certificate"
    assert "canary" not in str(failed.value)


def test_without_the_extra_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "urllib3", None)
    with pytest.raises(MissingExtra) as missing:
        PooledTransport()
    assert missing.value.hint == "pip install 'socialmatch[http]'"
