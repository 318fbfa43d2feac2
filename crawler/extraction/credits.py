"""Who wrote it, where it belongs, under which topics, by whose copy: the small lines around the text, raw."""

from __future__ import annotations

import re
from bisect import bisect_left
from urllib.parse import urlsplit

from crawler.arabic.fold import fold
from crawler.arabic.keywords import parted
from crawler.arabic.lexicon import label_of
from crawler.arabic.names import is_given_name, is_place
from crawler.arabic.phrases import BY_ALONE, BY_NAME, BYLINE_NAME, DATE_TAIL, HOME, MORE
from crawler.classify import classify
from crawler.extraction.flow import Element, Flow, Picture
from crawler.extraction.hints import (
    AD,
    AUTHOR,
    CAPTION,
    CARD,
    CHROME,
    COMMENT,
    CRUMBS,
    DATE,
    HIDDEN,
    RELATED,
    SECTION,
    SHARE,
    SOURCE,
    TAGS,
    UNRELATED,
)
from crawler.extraction.labels import Labels, Region
from crawler.extraction.links import title_of
from crawler.extraction.page import Page
from crawler.items import Layer

_ELSEWHERE = CARD | RELATED | UNRELATED | COMMENT
_HASHTAG = re.compile(r"#([^\s#،,|]+)")
_CRUMB_CUT = re.compile(r"\s*(?:[»«>›‹/\\|]|::|→|←)\s*")
_OF_PICTURE = re.compile(r"(?:photo|image|img|picture|media|gallery)", re.IGNORECASE)
_WHOLE = frozenset(("article", "main", "section", "body", "html", "#root"))
_ROLE = re.compile(r"(?:^|[\s,])Author, ([^,|]+)")  # for those who do not see the picture beside it
_BAR = re.compile(r"\s*[|•]\s*")
_UNDER = 12  # runs after the text in which its category may stand
_FEW_RUNS = 8  # what a picture's box holds beside it: caption, credit, a button
_CAPTION_LENGTH = 300  # characters: more is a text, not a caption with its credit


def bylines(
    page: Page, flow: Flow, labels: Labels, head: Element | None, start: int, end: int
) -> tuple[list[str], Layer | None]:
    """Return the bylines that a reader sees about the headline and the body, raw."""
    top = (head.start if head is not None else start) - 40
    limit = end + 12
    marked = flow.marked.get("authors")
    if marked:
        return [t for t in (flow.text(e) for e in marked) if t and len(t) < 200], "selector"
    out: list[str] = []
    for element in flow.hinted(AUTHOR):  # a class, rel="author" or itemprop="author"
        if len(out) >= _MAX_BYLINES:
            break
        if (
            not top <= element.start <= limit
            or element.hints & (_ELSEWHERE | SHARE)
            or element.end - element.start > 16
            or sum(map(len, flow.runs[element.start : element.end])) > _MAX_BYLINE
        ):
            continue
        inner = [e for e in flow.inside(element) if 'rel="author' in e.attrs or 'itemprop="name' in e.attrs]
        texts = [flow.text(e) for e in inner] or [_without_times(flow, element)]
        told = _ROLE.search(flow.text(element))
        if told:
            texts = [told[1]]
        for text in texts:
            text = _cut_dates(_before_labels(text))
            if _is_name(text) and text not in out and fold(text) not in BY_ALONE:
                out.append(text)
    out = [t for t in out if not any(t != o and o in t for o in out) or t.count("،") > 0]
    if out:
        return out, "generic"
    for region in labels.regions:
        if (
            region.kind != "byline"
            or region.label.hints & _ELSEWHERE
            or not top <= region.label.start <= limit
        ):
            continue
        line = region.label
        links = [flow.text(a) for a in line.links if (a.get("href") or "#") != "#"]
        if len(links) > 1 and all(_is_name(x) for x in links):
            return links, "label"
        value = _before_labels(region.rest)
        if not value and line.index + 1 < len(flow.lines):
            value = flow.lines[line.index + 1].text
        if value and len(value) < 160 and _is_name(_cut_dates(value)):
            return [_cut_dates(value)], "label"
    return _unmarked_byline(flow, labels, head, start, end), "generic"


def _unmarked_byline(flow: Flow, labels: Labels, head: Element | None, start: int, end: int) -> list[str]:
    """A byline between headline and text that no class and no label names: `أضيف بواسطة …`, or a bare
    name.
    """
    if head is None:
        return []
    for line in flow.lines_between(head.end, start):
        if line.hints & (_ELSEWHERE | CHROME | CAPTION) or line.heading or len(line.text) > 140:
            continue
        by = BY_NAME.search(line.text) or BYLINE_NAME.match(line.text)
        if by is not None:
            return [by[1]]
        if line.index in labels.match:
            continue
        for n in range(line.start, line.end):
            text = _cut_dates(flow.between(n, n + 1))
            name, dash, place = text.partition(" - ")
            if dash and is_place(place):  # `سميرة حسن - القاهرة`
                text = name.strip()
            words = text.split()
            if (
                2 <= len(words) <= 4
                and len(text) <= 40
                and all(w.isalpha() for w in words)
                and is_given_name(words[0])
            ):
                return [text]
    # A name alone under the text signs it.
    for line in flow.lines_between(end, end + 3)[:1]:
        words = line.text.split()
        if (
            2 <= len(words) <= 4
            and not line.hints & (_ELSEWHERE | CHROME | CAPTION | TAGS)
            and not line.links
            and line.index not in labels.match
            and all(w.isalpha() for w in words)
            and is_given_name(words[0])
        ):
            return [line.text]
    return []


def _without_times(flow: Flow, element: Element) -> str:
    """Return an element's text without the times that stand in it, `بواسطة` and the name set apart."""
    times = [e for e in flow.inside(element) if e.tag == "time" or (e.hint & DATE and not e.hint & AUTHOR)]
    kept = [n for n in range(element.start, element.end) if not any(t.start <= n < t.end for t in times)]
    return " ".join(" ".join(flow.between(n, n + 1) for n in kept).split())


_MAX_BYLINES = 30
_MAX_BYLINE = 1000  # characters of markup's text, blanks included


def _before_labels(text: str) -> str:
    """Return the value of a label without what other labels on the line say: `إعداد: … | المصدر: …`."""
    parts = _BAR.split(text)
    return next((" | ".join(parts[:n]) for n in range(1, len(parts)) if label_of(parts[n])), text)


def _cut_dates(text: str) -> str:
    return DATE_TAIL.sub("", text).strip(" |-–—")


def _is_name(text: str) -> bool:
    return 2 < len(text) <= 120 and len(text.split()) <= 16 and not re.search(r"\d{3,}|https?:|@", text)


def sections(
    page: Page, flow: Flow, labels: Labels, headline: str, head: Element | None, names: set[str]
) -> tuple[str | None, Layer | None]:
    """Return the last editorial step of the breadcrumb, or the category printed by the headline."""
    marked = flow.marked.get("section")
    if marked:
        texts = [flow.text(e) for e in marked]
        texts = [t for t in texts if t and fold(t) not in HOME]
        return (texts[-1], "selector") if texts else (None, None)
    plain = fold(headline)
    best: tuple[int, str] | None = None
    for element in flow.hinted(CRUMBS):
        if element.end == element.start or element.end - element.start > 24:
            continue
        steps = _steps(flow, element)
        kept = [t for t in steps if _is_step(t, plain, names)]
        if kept:
            rank = 2 if len(steps) > 1 else 1
            if best is None or rank > best[0]:
                best = (rank, kept[-1])
    if best is not None:
        return best[1], "generic"
    for region in labels.regions:
        if region.kind == "section" and not region.label.hints & (_ELSEWHERE | CHROME):
            near = flow.lines[region.label.index + 1 : region.label.index + 2]
            text = region.rest or (near[0].text if near else "")
            if _is_step(text, plain, names) and len(text) <= 30:
                return text, "label"
    trail = _unnamed_trail(flow, head, plain, names)
    if trail is not None:
        return trail, "generic"
    return None, None


def category(
    page: Page, flow: Flow, headline: str, head: Element | None, text: tuple[int, int], names: set[str]
) -> str | None:
    """Return the category link printed near the headline or under the text (runs `text`): where a class or
    rel says that it is one, or where it stands alone above the headline.
    """
    plain = fold(headline)
    start, end = text
    top = (head.start if head is not None else start) - 12
    below: str | None = None
    outside = _ELSEWHERE | _furniture(flow, start, end)
    for element in flow.hinted(SECTION):  # a class, or rel="category"
        if element.hints & outside:
            continue
        near = top <= element.start <= start
        if not (near or end <= element.start <= end + _UNDER) or element.end - element.start > 3:
            continue
        links = flow.links_in(element)
        if not near and len(links) != 1 and element.tag != "a":
            continue
        name = flow.text(links[0]) if len(links) == 1 else flow.text(element)
        if _is_step(name, plain, names) and len(name) < 40 and not re.search(r"\d", name):
            if near:
                return name
            below = below or name
    return below or _link_above(page, flow, plain, head, names)


def _link_above(page: Page, flow: Flow, plain: str, head: Element | None, names: set[str]) -> str | None:
    """A link of one to three words that has its line to itself above the headline, and leads to a list."""
    if head is None:
        return None
    for line in reversed(flow.lines_between(max(0, head.start - 3), head.start)):
        if len(line.links) != 1 or not line.linked or line.hints & (_ELSEWHERE | CHROME | SHARE | AUTHOR):
            continue
        url = page.absolute(line.links[0].get("href") or "")
        text = line.text
        if url is None or len(text) > 30 or text.count(" ") > 2 or re.search(r"\d", text):
            continue
        parts = urlsplit(url)
        inside = bool(parts.path.strip("/")) and page.site.owns(parts.hostname or "")
        if inside and _is_step(text, plain, names) and classify(url, page.site) != "article":
            return text
    return None


def _steps(flow: Flow, element: Element) -> list[str]:
    links = [a for a in flow.links_in(element) if a.end > a.start]
    out = [flow.text(a) for a in links]
    tail = flow.between(links[-1].end, element.end) if links else flow.text(element)
    out.extend(t for t in _CRUMB_CUT.split(tail))
    return [t.strip(" -–•»«>›/\\|:") for t in out if t.strip(" -–•»«>›/\\|:")]


def _is_step(text: str, headline: str, names: set[str]) -> bool:
    plain = fold(text)
    return (
        bool(plain)
        and 1 < len(text) <= 60
        and plain not in HOME
        and plain != headline
        and plain not in names
        and not (len(plain) > 20 and (headline.startswith(plain) or plain.startswith(headline)))
    )


def _unnamed_trail(flow: Flow, head: Element | None, headline: str, names: set[str]) -> str | None:
    """A line such as `الرئيسية > سياسة` above the headline, in markup without names."""
    limit = head.start if head is not None else 1 << 60
    for line in flow.lines:
        if line.start > limit and head is not None:
            break
        if len(line.text) > 160 or len(line.links) < 1 or len(line.links) > 6:
            continue
        if "رئيس" not in line.text and "هنا" not in line.text and "ome" not in line.text:
            continue
        first = flow.text(line.links[0])
        if fold(first) not in HOME and fold(_CRUMB_CUT.split(line.text)[0]) not in HOME:
            continue
        if not _CRUMB_CUT.search(line.text.replace(" - ", " > ")) and len(line.links) > 3:
            continue
        steps = [flow.text(a) for a in line.links]
        steps += list(_CRUMB_CUT.split(flow.between(line.links[-1].end, line.end)))
        kept = [t.strip(" -–|") for t in steps if _is_step(t.strip(" -–|"), headline, names)]
        if kept and "|" not in line.text and len(line.links) <= 4:
            return kept[-1]
    return None


def topics(page: Page, flow: Flow, labels: Labels, start: int, end: int) -> tuple[list[str], Layer | None]:
    """Return the visible topics, in order: labelled, by rel=tag, or in an element that is called tags."""
    marked = flow.marked.get("tags")
    if marked:
        out = []
        for element in marked:
            out.extend(_values(flow, element))
        return _once(out), "selector"
    for region in labels.regions:
        if region.kind != "tags" or region.label.hints & (_ELSEWHERE | SHARE) & ~TAGS:
            continue
        values = _region_values(flow, region)
        if values:
            return _once(values), "label"
    linked: list[str] = []
    for element in flow.hinted(TAGS):
        if element.tag == "a" and 'rel="' in element.attrs:
            rel = (element.get("rel") or "").split()
            if "tag" in rel and "category" not in rel and not element.hints & (_ELSEWHERE | HIDDEN):
                linked.append(flow.text(element))
    if linked and len(linked) <= 40:
        return _once(linked), "generic"
    outside = _ELSEWHERE | _furniture(flow, start, end)
    best: list[str] = []
    above: list[str] = []  # before the text: a section is called a topic there
    seen_until = -1
    for element in flow.hinted(TAGS):
        if element.hints & outside or element.start < seen_until:
            continue
        if element.start < start - 30 or element.end - element.start > 60 or element.end == element.start:
            continue
        if element.start <= start < element.end:
            continue
        values = _values(flow, element)
        if start <= element.start < end and any(len(v) > 40 for v in values):
            continue
        values = [v for v in values if len(v) < 60]
        if values:
            (above if element.end <= start else best).extend(values)
            seen_until = element.end
            if len(best) > 40:
                return [], None
    for region in labels.regions:
        if not best and region.kind == "related" and not region.label.hints & _ELSEWHERE & ~RELATED:
            best = _topic_links(page, flow, region)
    if best or above:
        return _once(best or above), "generic"
    for line in flow.lines:
        if line.start >= end and len(line.links) > 1 and not line.hints & outside:
            texts = [flow.text(a) for a in line.links]
            if all(t.startswith("#") for t in texts):
                return _once(texts), "generic"
        if line.start < end or line.text.count("#") < 2 or len(line.text) > 300:
            continue
        if line.hints & outside or line.index in labels.taken:
            continue
        if _HASHTAG.sub("", line.text).strip(" ،,|#-"):
            continue  # words between them: a headline about hashtags
        return _once(_HASHTAG.findall(line.text)), "generic"
    return [], None


def _furniture(flow: Flow, start: int, end: int) -> int:
    """The hint of furniture; none on pages that call everything so, as builders of pages from widgets do."""
    return 0 if any(line.hints & CHROME for line in flow.lines_between(start, end)[:3]) else CHROME


def _topic_links(page: Page, flow: Flow, region: Region) -> list[str]:
    """Return the topics that some sites list as "related": short names, of which none leads to an article."""
    names = [flow.text(a) for a in region.links]
    if not 2 <= len(names) <= 15 or any(name.count(" ") > 3 or len(name) > 40 for name in names):
        return []
    urls = [page.absolute(a.get("href") or "") for a in region.links]
    return [] if any(url is None or classify(url, page.site) == "article" for url in urls) else names


def _values(flow: Flow, element: Element) -> list[str]:
    links = [a for a in flow.links_in(element) if a.end > a.start]
    if element.tag == "a":
        links = [element]
    if links:
        return [title_of(flow, a) for a in links]
    lines = flow.lines_of(element)
    if len(lines) > 1:
        return [x.text for x in lines]
    text = flow.text(element)
    if "#" in text:
        return _HASHTAG.findall(text)
    return parted(text, alone=True)


def _region_values(flow: Flow, region: Region) -> list[str]:
    if region.links:
        return [flow.text(a) for a in region.links]
    text = region.rest
    if not text:
        return []
    if text.count("#") > 1 or text.startswith("#"):
        parts = parted(text)
        return [t.replace("_", " ") for t in (parts if len(parts) > 1 else _HASHTAG.findall(text))]
    parts = parted(text, alone=True)
    # Words without separators cannot be told apart; a single topic of a few words can.
    return parts if len(parts) > 1 or len(text.split()) <= 2 else []


def _once(values: list[str]) -> list[str]:
    out: list[str] = []
    seen: set[str] = set()
    for value in values:
        value = " ".join(value.strip(" #،,؛:|-").replace("_", " ").split())
        key = fold(value)
        if key and key not in seen and key not in MORE and len(value) < 90:
            seen.add(key)
            out.append(value)
    return out


def credit(flow: Flow, labels: Labels, start: int, end: int) -> tuple[str, str, Layer] | None:
    """Return whom the page credits for the copy: name, the literal line, layer; None where no label does."""
    marked = flow.marked.get("source")
    if marked:
        text = flow.text(marked[0])
        if text:
            return text, text, "selector"
    for region in labels.regions:
        line = region.label
        if region.kind != "source" or line.hints & (COMMENT | UNRELATED | RELATED | HIDDEN | CARD):
            continue
        if line.hints & CAPTION and of_picture(flow, line.element):
            continue
        if any(r.embedded and r.label.start < line.start for r in labels.regions):
            break
        name = region.rest.strip(' .:،-–()[]«»"')
        if name and len(name) <= 120:
            return name, line.text if region.rest in line.text else f"{line.text} {region.rest}", "label"
    for line in flow.lines_between(max(0, start - 30), start):
        if line.hints & (_ELSEWHERE | CHROME | HIDDEN | CAPTION) or not 10 < len(line.text) < 200:
            continue
        for part in _BAR.split(line.text)[1:]:  # `إعداد: … | المصدر: … | 2024-05-02`
            found = label_of(part)
            if found is not None and found.kind == "source" and 1 < len(found.rest) <= 60:
                return found.rest.strip(" .:،"), line.text, "label"
    for element in flow.hinted(SOURCE):
        if not element.hints & (_ELSEWHERE | CHROME | HIDDEN | SHARE):
            if not start - 30 <= element.start <= end + 20 or not 0 < element.end - element.start <= 3:
                continue
            if element.hints & CAPTION and of_picture(flow, element):
                continue
            text = flow.text(element)
            if 2 < len(text) <= 50:
                return text, text, "generic"
    return None


def of_picture(flow: Flow, element: Element) -> bool:
    """Whether what is called a caption or a credit is a picture's: its class says so, or it stands by one."""
    for holder in element.up():
        if holder.tag in ("figure", "figcaption", "caption", "picture"):
            return True
        if holder.hint & CAPTION and _OF_PICTURE.search(holder.attrs):
            return True
        if holder.tag in _WHOLE or holder.end - holder.start > _FEW_RUNS:
            return False
        if sum(map(len, flow.runs[holder.start : holder.end])) > _CAPTION_LENGTH:
            return False
        first = bisect_left(flow.pictures, holder.start, key=_place)
        for picture in flow.pictures[first : first + _FEW_RUNS]:
            if picture.at > holder.end:
                break
            if picture.element.hints & (_ELSEWHERE | CHROME | SHARE | AD | AUTHOR):
                continue
            # One at its end may be the next box's; one at its start is what it follows, or holds.
            if picture.at < holder.end or any(e is holder for e in picture.element.up()):
                return True
    return False


def _place(picture: Picture) -> int:
    return picture.at
