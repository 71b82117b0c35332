"""Clients that are many, slow, rude or gone."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.serve.patience import HEAD, patient
from kg.serve.recent import Given, Recent
from kg.serve.running import _listen
from kg.serve.shield import Shield
from tests.serve.conftest import serving


def test_the_socket_is_named_tcp_so_that_nothing_waits_to_be_sent() -> None:
    with _listen("127.0.0.1", 0) as listening:
        # asyncio sets TCP_NODELAY on connections of such sockets alone
        assert listening.proto == socket.IPPROTO_TCP


def test_fifty_at_once_all_get_their_answer(client: httpx.Client, address: str) -> None:
    def ask(number: int) -> int:
        query = f"SELECT ?s {{ ?s a kg:Talks }} LIMIT {number + 1}"
        with httpx.Client(base_url=address, timeout=30, trust_env=False) as one:
            return one.get("/sparql", params={"query": query}).status_code

    with ThreadPoolExecutor(50) as many:
        assert set(many.map(ask, range(100))) == {200}


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://a]b", "//", "http://[::1]]:1", "\\\\"])
def test_a_malformed_origin_is_a_strange_one(client: httpx.Client, origin: str) -> None:
    answer = client.get("/sparql?query=ASK%7B%7D", headers={"Origin": origin})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "origin", ["http://localhost:1@evil.example", "http://me@localhost", "http://a:b@[::1]"]
)
def test_an_origin_with_a_user_is_no_origin_of_ours(client: httpx.Client, origin: str) -> None:
    answer = client.get("/sparql?query=ASK%7B%7D", headers={"Origin": origin})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "host", ["localhost:80@evil.example", "me@localhost", "[::1", "local host", "[::1]x"]
)
def test_a_host_with_a_user_or_without_form_is_refused(client: httpx.Client, host: str) -> None:
    assert client.get("/api", headers={"Host": host}).status_code == 400


def test_an_aborted_post_leaves_no_traceback(graph_file: Path) -> None:
    # serving() itself sees that nothing of the kind was logged
    with serving(graph_file) as address:
        host, port = address.removeprefix("http://").split(":")
        kind = "Content-Type: application/sparql-query"
        head = f"POST /sparql HTTP/1.1\r\nHost: {host}\r\n{kind}\r\nContent-Length: 900\r\n\r\n"
        for _ in range(3):
            with socket.create_connection((host, int(port))) as line:
                line.sendall(head.encode() + b"ASK {")
        assert httpx.get(f"{address}/sparql?query=ASK%7B%7D", trust_env=False).status_code == 200


async def _app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def _protocols() -> list[type[asyncio.Protocol]]:
    found: list[type[asyncio.Protocol]] = [H11Protocol]
    try:
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
    except ImportError:
        return found
    return [*found, HttpToolsProtocol]


@pytest.mark.parametrize("protocol", _protocols())
def test_half_requests_are_hung_up_on_and_whole_ones_not(protocol: type[asyncio.Protocol]) -> None:
    listening = _listen("127.0.0.1", 0)
    config = uvicorn.Config(_app, http=patient(protocol, seconds=0.4), log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)

    def answer(*parts: bytes, pause: float = 0.0) -> bytes:
        with socket.create_connection(listening.getsockname(), timeout=20) as line:
            try:
                for part in parts:
                    line.sendall(part)
                    time.sleep(pause)
                return line.recv(1000)
            except ConnectionError:
                return b""

    try:
        whole = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        assert answer(whole).startswith(b"HTTP/1.1 204")
        assert answer(whole[:9], whole[9:], pause=0.05).startswith(b"HTTP/1.1 204")
        assert answer(b"") == b""
        assert answer(whole[:-2]) == b""
        assert answer(*([b"GET / HTTP/1.1\r\n"] + [b"A: b\r\n"] * 12), pause=0.1) == b""
        assert answer(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc") == b""
        assert b" 204" not in answer(b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * (HEAD // 3))
    finally:
        server.should_exit = True
        thread.join(10)


def test_recent_answers_are_of_one_state_and_bounded() -> None:
    recent = Recent(most=100)
    recent.get("now", (b"?", ""))
    for number in range(30):
        recent.keep("now", (b"%02d" % number, ""), Given(b"x" * 8, "text/csv"))
    assert recent.get("now", (b"29", "")) == Given(b"x" * 8, "text/csv")
    assert recent.get("now", (b"05", "")) is None
    assert sum(recent.get("now", (b"%02d" % n, "")) is not None for n in range(30)) == 10
    recent.keep("before", (b"z", ""), Given(b"old", ""))
    assert recent.get("now", (b"z", "")) is None
    assert recent.get("later", (b"29", "")) is None
    assert recent.get("now", (b"29", "")) is None


def test_hosts_are_read_strictly() -> None:
    here = Shield(None, host="127.0.0.1")  # type: ignore[arg-type]
    assert here._allowed("HTTP://LOCALHOST:80") == "HTTP://LOCALHOST:80"
    assert here._allowed("ftp://localhost") == ""
