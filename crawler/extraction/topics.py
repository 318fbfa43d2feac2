"""Under which topics the article stands: labelled, by rel=tag, called tags, or hashtags."""

from __future__ import annotations

import re

from crawler.arabic.fold import fold
from crawler.arabic.keywords import parted
from crawler.arabic.phrases import MORE
from crawler.classify import classify
from crawler.extraction.around import Around
from crawler.extraction.flow import Element, Flow
from crawler.extraction.hints import CARD, CHROME, COMMENT, HIDDEN, RELATED, SHARE, TAGS, UNRELATED
from crawler.extraction.labels import Labels, Region
from crawler.extraction.links import title_of
from crawler.extraction.page import Page
from crawler.items import Layer

_ELSEWHERE = CARD | RELATED | UNRELATED | COMMENT
_HASHTAG = re.compile(r"#([^\s#،,|]+)")
_OF_TAG = re.compile(
    r'href="[^"]*/(?:tags?|topics?|keywords?|hashtags?|وسم|وسوم|تاغ|تاج|%d9%88%d8%b3%d9%85)(?:[/?=]|\.\w+\?)',
    re.IGNORECASE,
)
_TITLE = 30  # characters: longer than most topics


def topics(
    page: Page, flow: Flow, labels: Labels, around: Around, section: str | None
) -> tuple[list[str], Layer | None]:
    """Return the visible topics, in order; what stands above the text without the article's `section`."""
    marked = flow.marked.get("tags")
    if marked:
        out = []
        for element in marked:
            out.extend(_values(flow, element))
        return _once(out), "selector"
    for region in labels.regions:
        line = region.label
        if region.kind != "tags" or line.start >= around.stop:
            continue
        if line.linked and not region.rest and len(region.links) <= len(line.links):
            continue  # `ملفات` in a menu
        if around.apart(line.element, (_ELSEWHERE | SHARE) & ~TAGS, line.hints):
            continue
        values = _region_values(flow, region)
        if values:
            return _once(values), "label"
    linked: list[str] = []
    for element in flow.hinted(TAGS):
        if element.tag == "a" and 'rel="' in element.attrs and element.start < around.stop:
            rel = (element.get("rel") or "").split()
            if "tag" in rel and "category" not in rel and not around.apart(element, _ELSEWHERE | HIDDEN):
                linked.append(flow.text(element))
    if linked and len(linked) <= 40:
        return _once(linked), "generic"
    boxed, above = _boxed(page, flow, around, section)
    for region in labels.regions:
        line = region.label
        if boxed or region.kind != "related" or around.apart(line.element, _ELSEWHERE & ~RELATED, line.hints):
            continue
        boxed = _topic_links(page, flow, region)
    if boxed or above:
        return _once(boxed or above), "generic"
    return _addressed(flow, around) or _hashtags(flow, labels, around)


def _addressed(flow: Flow, around: Around) -> tuple[list[str], Layer | None] | None:
    """Return the links in lines of their own at the end of the text whose address is a topic's."""
    out: list[str] = []
    for line in flow.lines_between(max(around.start, around.end - 3), min(around.end + 20, around.stop)):
        if line.linked and not around.apart(line.element, _ELSEWHERE | CHROME | HIDDEN, line.hints):
            if all(_OF_TAG.search(a.attrs) for a in line.links):
                out += [flow.text(a) for a in line.links]
            elif out:
                break
    return (_once(out), "generic") if out else None


def _boxed(page: Page, flow: Flow, around: Around, section: str | None) -> tuple[list[str], list[str]]:
    """Return what elements hold whose class calls them tags: in or under the text, and above it."""
    start = around.start
    best: list[str] = []
    above: list[str] = []
    seen_until = -1
    for element in flow.hinted(TAGS):
        if element.start < seen_until or not start - 30 <= element.start < around.stop:
            continue
        if not 0 < element.end - element.start <= 60 or element.start <= start < element.end:
            continue
        if around.apart(element, _ELSEWHERE | CHROME | HIDDEN) or _leads_to_articles(page, flow, element):
            continue
        values = _values(flow, element)
        if start <= element.start < around.end and any(len(v) > 40 for v in values):
            continue
        values = [v for v in values if len(v) < 60]
        if values:
            (above if element.end <= start else best).extend(values)
            seen_until = element.end
            if len(best) > 40:
                return [], []
    # A section is called a topic above the text.
    return best, [value for value in above if not section or fold(value) != fold(section)]


def _leads_to_articles(page: Page, flow: Flow, element: Element) -> bool:
    """Whether all links of what is called topics lead to articles, under titles: a box of stories."""
    links = [a for a in flow.links_in(element) if a.end > a.start]
    if not links or any(sum(map(len, flow.runs[a.start : a.end])) < _TITLE for a in links):
        return False
    urls = [page.absolute(a.get("href") or "") for a in links[:5]]
    return all(url is not None and classify(url, page.site) == "article" for url in urls)


def _topic_links(page: Page, flow: Flow, region: Region) -> list[str]:
    """Return the topics that some sites list as "related": short names, of which none leads to an article."""
    names = [flow.text(a) for a in region.links]
    if not 2 <= len(names) <= 15 or any(name.count(" ") > 3 or len(name) > 40 for name in names):
        return []
    urls = [page.absolute(a.get("href") or "") for a in region.links]
    return [] if any(url is None or classify(url, page.site) == "article" for url in urls) else names


def _hashtags(flow: Flow, labels: Labels, around: Around) -> tuple[list[str], Layer | None]:
    """Return a line under the text that holds nothing but hashtags."""
    for line in flow.lines_between(around.end, around.stop):
        if "#" not in line.text or len(line.text) > 300:
            continue
        if around.apart(line.element, _ELSEWHERE | CHROME, line.hints):
            continue
        if len(line.links) > 1:
            texts = [flow.text(a) for a in line.links]
            if all(t.startswith("#") for t in texts):
                return _once(texts), "generic"
        if line.text.count("#") < 2 or line.index in labels.taken:
            continue
        if _HASHTAG.sub("", line.text).strip(" ،,|#-"):
            continue  # words between them: a headline about hashtags
        return _once(_HASHTAG.findall(line.text)), "generic"
    return [], None


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
    apart = _in_elements(flow, region)
    if apart:
        return apart
    text = region.rest
    if not text:
        return []
    if text.count("#") > 1 or text.startswith("#"):
        parts = parted(text)
        return [t.replace("_", " ") for t in (parts if len(parts) > 1 else _HASHTAG.findall(text))]
    parts = parted(text, alone=True)
    # Words without separators cannot be told apart; a single topic of a few words can.
    return parts if len(parts) > 1 or len(text.split()) <= 2 else []


def _in_elements(flow: Flow, region: Region) -> list[str]:
    """Return the values of a label that stand in elements of their own: `<b>غزة</b> <b>مصر</b>`."""
    line = region.lines[0] if region.lines else region.label
    if len(region.lines) > 1 or not 1 < line.end - line.start <= 40:
        return []
    runs = [n for n in range(line.start, line.end) if flow.runs[n].strip(" \t\n:،,|-–·•")]
    if line is region.label:
        runs = runs[1:]
    owners = [flow.owners[n] for n in runs]
    if len(runs) < 2 or len({id(e) for e in owners}) < len(runs):
        return []
    if any(e is line.element or e.tag != owners[0].tag for e in owners):
        return []
    return [flow.between(n, n + 1) for n in runs]


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
