"""What every request and answer must have: a known host, and headers that tie a browser's hands."""

from __future__ import annotations

import ipaddress
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
# host and port alone (RFC 9110, 7.2); no user information
_AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._~%-]*))(?::[0-9]{0,5})?", re.ASCII)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
_SHARED = ("/sparql", "/api")


class Shield:
    """ASGI middleware: refuses hosts that are not this service, and adds the headers of security and sharing.

    A page from elsewhere whose name is made to lead to this machine (DNS rebinding) carries its own name as host, and
    is refused. Scripts of other sites may read answers only if they come from this machine too, or are named.
    """

    def __init__(self, app: ASGIApp, *, host: str, origins: tuple[str, ...] = ()) -> None:
        """Args:
        host: what the service listens on. On loopback, requests must name it or this machine; elsewhere any name is
            taken, for people reach it by names that it does not know.
        origins: origins whose scripts may read answers; ``*`` for all.
        """
        self.app, self.origins = app, origins
        self.hosts = frozenset({*_LOOPBACK, host.strip("[]").lower()}) if is_loopback(host) else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        name = _name(headers.get("host", ""))
        if name is None:
            await PlainTextResponse("the Host header names no host\n", 400)(scope, receive, send)
            return
        if self.hosts is not None and name not in self.hosts:
            refused = PlainTextResponse("this service answers to its own name only\n", 421)
            await refused(scope, receive, send)
            return
        shared = scope["path"].startswith(_SHARED)
        origin = headers.get("origin", "")
        allowed = self._allowed(origin) if shared else ""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    out.setdefault(name, value)
                out.setdefault("Content-Security-Policy", _POLICY)
                if shared:
                    out.add_vary_header("Origin")
                if allowed:
                    out["Access-Control-Allow-Origin"] = allowed
            await send(message)

        if shared and scope["method"] == "OPTIONS":
            await _preflight(scope, receive, sending)
            return
        await self.app(scope, receive, sending)

    def _allowed(self, origin: str) -> str:
        if "*" in self.origins:
            return "*"
        if not origin:
            return ""
        scheme, _, authority = origin.partition("://")
        own = scheme.lower() in ("http", "https") and _name(authority) in _LOOPBACK
        return origin if own or origin in self.origins else ""


async def _preflight(scope: Scope, receive: Receive, send: Send) -> None:
    headers = {
        "Allow": "GET, HEAD, POST, OPTIONS",
        "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
        "Access-Control-Allow-Headers": "Accept, Content-Type",
        "Access-Control-Max-Age": "600",
    }
    await PlainTextResponse("", 204, headers=headers)(scope, receive, send)


def is_loopback(host: str) -> bool:
    """Tell whether what listens on ``host`` can be reached from this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _name(authority: str) -> str | None:
    """Return the host of ``host:port``, also of ``[::1]:8000``; ``""`` for nothing.

    ``None`` for what is more or less than host and port, above all where a name and ``@`` stand before it: software
    disagrees about which part of that is the host.
    """
    found = _AUTHORITY.fullmatch(authority)
    return (found[1] or found[2] or "").lower() if found else None
