"""Images and videos of the article, with their captions and credits."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from itertools import islice

from crawler.extraction.flow import Element, Flow, Picture
from crawler.extraction.hints import AD, AUTHOR, CAPTION, CARD, CHROME, COMMENT, RELATED, SHARE, UNRELATED
from crawler.extraction.page import Page
from crawler.extraction.structured import Stated
from crawler.items import Image, Video

_SOURCE = re.compile(r'(?:^|\s)(?:data-(?:lazy-|original-)?src|data-original|src)="([^"]+)"')
_ALT = re.compile(r'(?:^|\s)alt="([^"]*)"')
_CREDIT = re.compile(
    r"[(\[（](?P<a>[^()\[\]]{2,40})[)\]）]\s*$|(?:صدر الصورة|مصدر الصورة|تصوير|المصدر|Getty Images"
    r"|عدسة)\s*[:،/]\s*(?P<b>.{2,60})$"
)
_JUNK = re.compile(
    r"logo|icon|avatar|sprite|pixel|blank|spacer|1x1|placeholder|emoji|captcha|\.svg|banner|loading|default",
    re.IGNORECASE,
)
_VIDEO = re.compile(
    r"(?:youtube(?:-nocookie)?\.com/(?:embed/|watch\?v=)|youtu\.be/|dailymotion\.com/embed|player\.vimeo"
    r"|facebook\.com/plugins/video|jwplatform|brightcove)"
)
_TAG = re.compile("<(iframe|video|source)")  # so written: a pattern without its case is slower
_FRAME = re.compile(r'<iframe\b[^<>]{0,2000}?\bsrc\s{0,9}=\s{0,9}["\']([^"\'<>]{1,2000})["\']', re.IGNORECASE)
_VIDEO_TAG = re.compile(
    r'<(?:video|source)\b[^<>]{0,2000}?\bsrc\s{0,9}=\s{0,9}["\']'
    r'([^"\'<>]{1,2000}?\.(?:mp4|m3u8|webm)[^"\'<>]{0,2000})["\']',
    re.IGNORECASE,
)
_MAX_TAGS = 1000
_OUT = CHROME | UNRELATED | RELATED | CARD | COMMENT | SHARE | AD | AUTHOR
_MAX = 40
_MAX_SEEN = 2000  # pictures of a page that are looked at


def images(page: Page, flow: Flow, stated: list[Stated], top: int, end: int) -> list[Image]:
    """Return the article's pictures: stated ones first, then those between headline and end of the body."""
    out: dict[str, Image] = {}
    first = bisect_left(flow.pictures, top - 4, key=_place)
    for picture in flow.pictures[first : first + _MAX_SEEN]:
        if len(out) >= _MAX:
            break
        if not top - 4 <= picture.at <= end or picture.element.hints & _OUT:
            continue
        source = _SOURCE.search(picture.attrs)
        if source is None or source[1].startswith("data:") or _JUNK.search(source[1].rsplit("/", 1)[-1]):
            continue
        url = page.absolute(html.unescape(source[1]))
        if url is None or url in out:
            continue
        caption, credit = _caption(flow, picture.element)
        out[url] = Image(url=url, caption=caption, credit=credit)
    lead: dict[str, Image] = {}
    for s in stated:
        for href, text in s.images[:10]:
            stated_url = page.absolute(href)
            if (
                stated_url
                and stated_url not in out
                and stated_url not in lead
                and not _JUNK.search(stated_url.rsplit("/", 1)[-1])
            ):
                lead[stated_url] = Image(url=stated_url, caption=text or None)
        if lead:
            break
    if out:
        return list(out.values())
    return list(lead.values())[:_MAX]


def _place(picture: Picture) -> int:
    return picture.at


def _caption(flow: Flow, element: Element) -> tuple[str | None, str | None]:
    for holder, _ in zip(element.up(), range(4), strict=False):
        if holder.tag in ("body", "article", "main", "#root"):
            break
        for inner in flow.inside(holder)[:30]:
            if inner.hint & CAPTION and inner.end > inner.start and inner.end - inner.start <= 8:
                text = flow.text(inner)
                if text and len(text) <= 400:
                    credit = _CREDIT.search(text)
                    return text, (credit["a"] or credit["b"]) if credit else None
        if holder.tag == "figure":
            break
    return None, None


def videos(page: Page, stated: list[Stated]) -> list[Video]:
    """Return the videos that the page states or embeds."""
    out: dict[str, Video] = {}
    for s in stated:
        for href, caption in s.videos:
            url = page.absolute(href)
            if url:
                out.setdefault(url, Video(url=url, caption=caption or None))
    for tag in islice(_TAG.finditer(page.text), _MAX_TAGS):
        frame = tag[1] == "iframe"
        found = (_FRAME if frame else _VIDEO_TAG).match(page.text, tag.start())
        href = html.unescape(found[1]) if found is not None else ""
        if not href or (frame and not _VIDEO.search(href)):
            continue
        address = page.absolute(href)
        if address and len(out) < _MAX:
            out.setdefault(address, Video(url=address))
    return list(out.values())
