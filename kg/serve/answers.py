"""Making HTTP of answers and of errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from kg.serve.pool import Answer, BadRequest, Busy, Refused, TooLarge

_PIECE = 256 * 2**10
_RETRY = {"Retry-After": "5"}


def spooled(answer: Answer, content_type: str) -> Response:
    """Return a response with what was sent by the worker; it is complete by now, so its length is known."""
    headers = {"Content-Length": str(answer.size), "Vary": "Accept"}
    if answer.size <= _PIECE:
        data = answer.body.read()
        answer.body.close()
        return Response(data, headers={**headers, "Content-Type": content_type})
    return StreamingResponse(
        _pieces(answer.body),
        headers={**headers, "Content-Type": content_type},
        background=BackgroundTask(answer.body.close),
    )


def _pieces(body: IO[bytes]) -> Iterator[bytes]:
    while piece := body.read(_PIECE):
        yield piece


async def text_of(answer: Answer) -> str:
    """Return what was sent as text."""
    data = answer.body.read() if answer.size <= _PIECE else await run_in_threadpool(answer.body.read)
    answer.body.close()
    return data.decode()


async def body_of(request: Request, most: int) -> str:
    """Return a request's body as text.

    Raises:
        TooLarge: it is over ``most`` bytes; the rest is not read.
        BadRequest: it is not UTF-8, or the client hung up before its end.
    """
    data = b""
    try:
        async for piece in request.stream():
            data += piece
            if len(data) > most:
                raise TooLarge(f"the request is over {most // 1024} KiB")
    except ClientDisconnect:
        raise BadRequest("the request ends before its end") from None
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise BadRequest("the request is not UTF-8") from None


def plain_error(error: Refused) -> Response:
    """Return an error as one line of text."""
    headers = _RETRY if isinstance(error, Busy) else None
    return PlainTextResponse(f"{error}\n", error.status, headers=headers)


def json_error(error: Refused) -> Response:
    """Return an error as ``{"error": …}``, with ``offers`` where something near was found."""
    content: dict[str, object] = {"error": str(error)}
    if error.offers:
        content["offers"] = [{"href": href, "title": title} for href, title in error.offers]
    headers = _RETRY if isinstance(error, Busy) else None
    return JSONResponse(content, error.status, headers=headers)
