"""The tools that measure are measured themselves: above all, that a queue does not hide."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer

import pytest

from tools.bench.client import Client, get, post
from tools.bench.forms import untouched
from tools.bench.openmodel import Outcome, Phase, Planned, arrivals, latencies, run

STALL = 0.6
OFTEN = 0.05


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/stall":
            time.sleep(STALL)
        if self.path == "/pieces":
            self._pieces()
            return
        self._answer(self.path.encode())

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        if self.path == "/last":
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def _pieces(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in (b"one ", b"two ", b"three"):
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Once(_Handler):
    protocol_version = "HTTP/1.0"  # one request per connection


class OneAtATime(HTTPServer):
    """Answers one request after the other: while it sleeps, a queue grows."""

    request_queue_size = 64


@contextmanager
def _served(kind: type[HTTPServer]) -> Iterator[int]:
    handler = _Once if kind is OneAtATime else _Handler
    with kind(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def port() -> Iterator[int]:
    with _served(ThreadingHTTPServer) as found:
        yield found


def test_a_stalled_server_is_charged_for_everybody_who_waits() -> None:
    later = [OFTEN * number for number in range(1, 11)]
    plan = [
        Planned(0.0, get("/stall"), "stall"),
        *(Planned(at, get("/quick"), "quick") for at in later),
    ]
    with _served(OneAtATime) as found:
        outcomes = run(found, plan, time.monotonic() + 0.1, clients=20)
    assert [outcome.status for outcome in outcomes] == [200] * 11
    for outcome in outcomes:
        assert outcome.latency >= STALL - outcome.at - 0.001  # nobody was served before it woke
    assert latencies(outcomes).p50 >= (STALL - later[5]) * 1000


def test_a_busy_generator_counts_its_own_delay_as_latency() -> None:
    """With one client only, the second request is sent late: its latency says so too."""
    plan = [Planned(0.0, get("/stall"), "stall"), Planned(0.0, get("/quick"), "quick")]
    with _served(ThreadingHTTPServer) as found:
        _, quick = run(found, plan, time.monotonic(), clients=1)
    assert quick.late >= STALL
    assert quick.latency >= quick.late


def test_no_answer_is_an_error() -> None:
    with _served(ThreadingHTTPServer) as found:
        pass
    outcomes = run(found, [Planned(0.0, get("/gone"), "gone")] * 2, time.monotonic(), clients=2)
    assert [outcome.status for outcome in outcomes] == [0, 0]
    assert latencies(outcomes).errors == 2


def test_arrivals_are_the_same_each_time_and_as_many_as_asked() -> None:
    phases = [Phase(60, 60), Phase(120, 20)]
    found = list(arrivals(phases, "seed"))
    assert found == list(arrivals(phases, "seed"))
    assert found != list(arrivals(phases, "another"))
    assert found == sorted(found)
    calm = sum(at < 60 for at in found)
    assert abs(calm - 3600) < 4 * 3600**0.5  # four standard deviations of a Poisson count
    assert abs(len(found) - calm - 2400) < 4 * 2400**0.5
    assert 0 <= found[0] < found[-1] < 80


def test_percentiles() -> None:
    outcomes = [Outcome("x", 200, 0.0, number / 1000, 0.0) for number in range(101)]
    found = latencies([*outcomes[:-1], Outcome("x", 503, 0.0, 0.1, 0.0)])
    assert (found.p50, found.p95, found.p99, found.highest) == pytest.approx((50, 95, 99, 100))
    assert (found.number, found.errors) == (101, 1)


def test_the_client_reads_whole_bodies_and_counts_bytes(port: int) -> None:
    with Client(port) as client:
        pieces = client.send(get("/pieces"))
        assert pieces.body == b"one two three"
        sent = client.send(post("/", "a=b", {"q": "é & ü"}))
        assert sent.body == b"q=%C3%A9+%26+%C3%BC"
        whole = client.send(get("/last"))
        assert whole.body == b"/last"
        assert whole.wire > len(whole.body) + len("HTTP/1.1 200 OK\r\n\r\n")
        assert client.send(get("/again")).body == b"/again"  # on a new connection


def test_a_form_goes_back_as_it_came() -> None:
    html = """<main><form method="post"><input type="hidden" name="_key" value="k">
      <input name="a" value="1"><textarea name="t">
line</textarea><input type="checkbox" name="c" value="x" checked>
      <input type="checkbox" name="c" value="y"><select name="s"><option value="1">
      <option value="2" selected></select><button name="then">Go</button></form></main>"""
    assert untouched(html) == [("_key", "k"), ("a", "1"), ("t", "line"), ("c", "x"), ("s", "2")]
