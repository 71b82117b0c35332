"""A chat service on loopback that answers as told: well, badly, late, or not at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answerer = Callable[[dict[str, Any], int], Any]
"""Request body and its number from 0 → content, a ``Reply``, or a status with a message."""


@dataclass(frozen=True)
class Reply:
    """An answer of the service; ``raw`` is sent in place of a chat completion."""

    content: str | None = ""
    status: int = 200
    message: str = ""
    finish: str = "stop"
    refusal: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    wait: float = 0.0
    raw: bytes | None = None
    usage: bool = True


@dataclass
class Service:
    """A running service: where, and what it was asked."""

    url: str
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


@contextmanager
def service(answer: Answerer) -> Iterator[Service]:
    """Run a service on a free port of loopback."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                number = len(told.bodies)
                told.bodies.append(body)
                told.headers.append(dict(self.headers))
                told.paths.append(self.path)
            found = answer(body, number)
            reply = found if isinstance(found, Reply) else Reply(content=found)
            if reply.wait:
                gone.wait(reply.wait)
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            if reply.raw is not None:
                data = reply.raw
            elif reply.status != 200:
                data = json.dumps({"error": {"message": reply.message}}).encode()
            else:
                message = {"role": "assistant", "content": reply.content, "refusal": reply.refusal}
                whole: dict[str, Any] = {"choices": [{"message": message, "finish_reason": reply.finish}]}
                if reply.usage:
                    whole["usage"] = {"prompt_tokens": 1000, "completion_tokens": 100}
                data = json.dumps(whole).encode()
            try:
                self.send_response(reply.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)
            except OSError:
                pass  # who asked did not wait

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    gone = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told = Service(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        gone.set()
        server.shutdown()
        server.server_close()
        thread.join()
