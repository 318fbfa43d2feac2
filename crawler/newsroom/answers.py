"""What the newsroom answers to a host and a target: bytes, type, validators. No sockets here."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.newsroom import channels, pages
from crawler.newsroom.chrome import ENCODINGS, page
from crawler.newsroom.world import LIVE_HOST, OUTLETS, SADA, Outlet, Story, World

_GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
_TRACKING = ("utm_", "fbclid", "gclid")
PRIVATE = "http://169.254.169.254/latest/meta-data/"  # where clouds keep credentials
SLOW = 1.5  # seconds that the one slow page takes


@dataclass(frozen=True, slots=True)
class Answer:
    """A response before it is written: `zipped` is the gzipped body where that is smaller."""

    status: int
    content_type: str
    body: bytes
    zipped: bytes | None = None
    etag: str = ""
    modified: str = ""
    location: str = ""
    wait: float = 0.0


class Answers:
    """All answers of a world; articles are rendered when they are first asked for, then kept."""

    def __init__(self, world: World) -> None:
        self._fixed: dict[tuple[str, str], Answer] = {}
        self._stories: dict[tuple[str, str], tuple[Story, int]] = {}
        self._sections: dict[str, list[str]] = {}
        self._read: dict[str, list[Story]] = {}
        self._hosts = {LIVE_HOST, *(outlet.host for outlet in OUTLETS)}
        for outlet in OUTLETS:
            self._open(outlet, world.of(outlet), world.now)

    def get(self, host: str, target: str) -> Answer | None:
        """Return the answer to `GET target` at `host`, or None for a host that is not ours."""
        host = host.lower().removeprefix("www.")
        if host not in self._hosts:
            return None
        key = (host, _plain(target))
        found = self._fixed.get(key)
        if found is None and key in self._stories:
            found = self._fixed[key] = self._article(*self._stories[key])
        return found or self._fixed[host, "404"]

    def _open(self, outlet: Outlet, stories: list[Story], now: datetime) -> None:
        host = outlet.host
        html = f"text/html; charset={ENCODINGS[outlet.key]}"
        self._sections[outlet.key] = channels.sections_of(stories)
        listed = [story for story in stories if story.listed and story.rendering == "static"]
        self._read[outlet.key] = listed[1:60:7]
        self._put(
            host, "/robots.txt", _answer("text/plain; charset=utf-8", channels.robots(outlet).encode(), now)
        )
        for path, body in channels.hubs(outlet, stories):
            self._put(host, path, _answer(html, body, now))
        path, content_type, body = channels.feed(outlet, stories)
        self._put(host, path, _answer(content_type, body, now))
        for path, content_type, body in channels.sitemaps(outlet, stories):
            self._put(host, path, _answer(content_type, body, now))
        self._put(
            host, "/about", self._notice(outlet, 200, "من نحن", f"{outlet.name} غرفة أخبار للتجارب.", now)
        )
        gone = self._notice(outlet, 404, "خطأ 404", "الصفحة المطلوبة غير موجودة.", now)
        self._put(host, "404", gone)
        for story in stories:
            for part in range(1, story.parts + 1):
                self._stories[story.host, _plain(story.part_path(part))] = story, part
            self._put(story.host, f"/img/{story.number}.gif", _answer("image/gif", _GIF, story.published))
            if story.rendering == "browser":
                data = _answer("application/json", pages.live_data(story), story.published)
                self._put(story.host, f"/api/story/{story.number}.json", data)
        if outlet is SADA:
            self._oddities(listed[-1], now)
            self._put(LIVE_HOST, "/", _answer(html, channels.live_front(stories), now))
            self._put(LIVE_HOST, "/robots.txt", _answer("text/plain", b"User-agent: *\nDisallow:\n", now))
            self._put(LIVE_HOST, "404", gone)
            # A frame in every live page asks for what no page has any business with.
            self._put(LIVE_HOST, pages.FRAME, Answer(301, "text/html", b"", location=PRIVATE))

    def _oddities(self, moved: Story, now: datetime) -> None:
        """An old address that redirects, and a page that is gone but answers 200."""
        target = Answer(301, "text/html", b"", location=moved.url)
        self._put(SADA.host, f"/old/{moved.number}.html", target)
        soft = self._notice(SADA, 200, "عذرا", "عذرا، الصفحة التي تبحث عنها غير موجودة أو تم حذفها.", now)
        self._put(SADA.host, channels.SOFT_GONE, soft)

    def _notice(self, outlet: Outlet, status: int, title: str, text: str, now: datetime) -> Answer:
        html = page(outlet, title, f"<h1>{title}</h1><p>{text}</p>", sections=self._sections[outlet.key])
        charset = ENCODINGS[outlet.key]
        body = html.encode(charset, "xmlcharrefreplace")
        return _answer(f"text/html; charset={charset}", body, now, status=status)

    def _put(self, host: str, path: str, answer: Answer) -> None:
        self._fixed[host, path if path == "404" else _plain(path)] = answer

    def _article(self, story: Story, part: int) -> Answer:
        key = story.outlet.key
        body = pages.article(story, self._sections[key], self._read[key], part)
        content_type = f"text/html; charset={ENCODINGS[key]}"
        return _answer(content_type, body, story.published, wait=SLOW if story.slow else 0.0)


def _plain(target: str) -> str:
    """Return path and query as they are looked up: decoded, without tracking keys."""
    try:
        parts = urlsplit(target)
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return "404"
    kept = sorted((key, value) for key, value in query if not key.startswith(_TRACKING))
    text = "&".join(f"{key}={value}" for key, value in kept)
    return unquote(parts.path) + ("?" + text if text else "")


def _answer(
    content_type: str, body: bytes, modified: datetime, *, status: int = 200, wait: float = 0.0
) -> Answer:
    zipped = gzip.compress(body, compresslevel=5, mtime=0) if len(body) > 500 else None
    return Answer(
        status,
        content_type,
        body,
        zipped if zipped is not None and len(zipped) < len(body) else None,
        f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"' if status == 200 else "",
        format_datetime(modified.astimezone(UTC), usegmt=True) if status == 200 else "",
        wait=wait,
    )
