"""Serves a world on loopback: an HTTP proxy for absolute URIs, an origin by the Host header otherwise."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from typing import TextIO
from urllib.parse import urlsplit

from crawler.newsroom.answers import Answer, Answers
from crawler.newsroom.world import World

_MAX_HEAD = 64 * 1024
_IDLE = 60.0  # seconds that a connection may stay silent
_PLAIN = "text/plain; charset=utf-8"


class Newsroom:
    """The server. `delay` is added to every answer (seconds); `log` gets one JSON line a request.

    `ahead`: seconds by which its clock, the `Date` header, is ahead of the machine's; `validators`: whether
    it sends ETag and Last-Modified, and answers 304.
    """

    def __init__(
        self,
        world: World,
        *,
        delay: float = 0.0,
        log: TextIO | None = None,
        ahead: float = 0.0,
        validators: bool = True,
    ) -> None:
        self._ahead = ahead
        self._validators = validators
        self._answers = Answers(world)
        self._delay = delay
        self._log = log
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def start(self, port: int = 0) -> int:
        """Listen on 127.0.0.1 and return the port."""
        self._server = await asyncio.start_server(self._connection, "127.0.0.1", port, limit=_MAX_HEAD)
        bound: int = self._server.sockets[0].getsockname()[1]
        return bound

    async def stop(self) -> None:
        """Close the port and every connection."""
        if self._server is not None:
            self._server.close()
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            while await self._exchange(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            pass  # the client left, or sent what is not HTTP
        except asyncio.CancelledError:
            pass  # the server stops
        finally:
            self._open.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; return whether the connection stays open."""
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _IDLE)
        first, *rest = head.decode("latin-1").split("\r\n")
        method, _, after = first.partition(" ")
        target = after.rpartition(" ")[0]
        fields = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)
        }
        if method not in ("GET", "HEAD"):
            # CONNECT too: there is no https here. The connection ends, so a body need not be read.
            status = HTTPStatus.BAD_GATEWAY if method == "CONNECT" else HTTPStatus.METHOD_NOT_ALLOWED
            writer.write(_wire(Answer(status, _PLAIN, b""), fields, head_only=False, date=self._date()))
            self._note(method, target, fields, status)
            await writer.drain()
            return False
        host, path = _where(target, fields.get("host", ""))
        answer = self._answers.get(host, path) or Answer(502, _PLAIN, f"no such host here: {host}".encode())
        if not self._validators:
            answer = replace(answer, etag="", modified="")
        if _unchanged(answer, fields):
            answer = Answer(
                304, answer.content_type, b"", None, answer.etag, answer.modified, "", answer.wait
            )
        wait = self._delay + answer.wait
        if wait:
            await asyncio.sleep(wait)
        writer.write(_wire(answer, fields, head_only=method == "HEAD", date=self._date()))
        self._note(method, f"http://{host}{path}", fields, answer.status)
        await writer.drain()
        return "close" not in fields.get("connection", "").lower()

    def _date(self) -> str:
        return formatdate(time.time() + self._ahead, usegmt=True)

    def _note(self, method: str, url: str, fields: dict[str, str], status: int) -> None:
        if self._log is not None:
            entry = {
                "at": round(time.time(), 4),
                "method": method,
                "url": url,
                "status": int(status),
                "agent": fields.get("user-agent", ""),
            }
            self._log.write(json.dumps(entry, ensure_ascii=False) + "\n")
            self._log.flush()


def _where(target: str, host_field: str) -> tuple[str, str]:
    """Return (host, path with query) of a request's target, absolute or not."""
    if target.startswith("/"):
        return host_field.partition(":")[0], target
    try:
        parts = urlsplit(target)
        host = parts.hostname or ""
    except ValueError:
        return "", "/"
    return host, (parts.path or "/") + ("?" + parts.query if parts.query else "")


def _unchanged(answer: Answer, fields: dict[str, str]) -> bool:
    if not answer.etag:
        return False
    if "if-none-match" in fields:
        return answer.etag in fields["if-none-match"].replace("W/", "")
    try:
        since = parsedate_to_datetime(fields["if-modified-since"])
        return parsedate_to_datetime(answer.modified) <= since
    except (KeyError, ValueError, TypeError):
        return False


def _wire(answer: Answer, fields: dict[str, str], *, head_only: bool, date: str) -> bytes:
    zipped = answer.zipped if "gzip" in fields.get("accept-encoding", "") else None
    body = zipped if zipped is not None else answer.body
    lines = [
        f"HTTP/1.1 {int(answer.status)} {HTTPStatus(answer.status).phrase}",
        f"Date: {date}",
        f"Content-Type: {answer.content_type}",
        f"Content-Length: {len(body)}",
        "Vary: Accept-Encoding",
    ]
    if zipped is not None:
        lines.append("Content-Encoding: gzip")
    if answer.etag:
        lines += [f"ETag: {answer.etag}", f"Last-Modified: {answer.modified}"]
    if answer.location:
        lines.append(f"Location: {answer.location}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + (b"" if head_only else body)
