"""The article's own text: which element holds it, and which of its lines are the article's.

Paragraph-like lines vote for the elements that hold them, each level up for a little less, so that the
innermost element with (nearly) all of the text wins, whatever its tag: <p>, bare <div>s, text between <br>,
table cells. Lines that a label region took (source, tags, read also, an embedded article), prompts,
captions, bylines, dates and furniture are then left out; sub-headings, quotes and list items stay.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from crawler.arabic.lexicon import label_of
from crawler.arabic.phrases import BYLINE_BARE, BYLINE_LINE, TIME_ONLY
from crawler.arabic.prompts import prompt_of
from crawler.extraction.asides import ENDED, rows, spans
from crawler.extraction.blocks import blocks_like
from crawler.extraction.edges import trim
from crawler.extraction.flow import Element, Flow, Line
from crawler.extraction.hints import (
    AD,
    BODY,
    CAPTION,
    CARD,
    CHROME,
    COMMENT,
    HIDDEN,
    MAIN,
    META,
    NOT_TEXT,
    RELATED,
    SHARE,
    TAGS,
    UNRELATED,
)
from crawler.extraction.labels import Labels

_PUNCTUATED = re.compile(r"[.،:؟!,؛…»\"”]")
_LETTERS = re.compile(r"[^\W\d_]")
_POST_CLASS = re.compile(
    r"\b(?:twitter-(?:tweet|video|moment)|instagram-media|fb-(?:post|video)|tiktok-embed|telegram-post|bluesky-embed"
    r"|mastodon-embed|reddit-(?:card|embed-bq)|imgur-embed-pub|text-post-media|is-provider-(?:twitter|instagram|facebook"
    r"|tiktok)|(?:tweet|twitter|instagram|facebook|tiktok|social)-embed(?:ded)?|embed-(?:tweet|twitter|instagram|facebook"
    r"|tiktok|social))\b"
)
_POST_LINK = re.compile(
    r"href=\"(?:https?:)?//(?:(?:www|mobile|m)\.)?(?:(?:twitter|x)\.com/[^/\"]+/status(?:es)?/|instagram\.com/(?:p|reel|tv)/"
    r"|facebook\.com/[^\"]*(?:/posts/|/videos/|story_fbid=|permalink)|tiktok\.com/@[^/\"]+/video/|t\.me/[^/\"]+/\d"
    r"|threads\.net/[^\"]*/post/|truthsocial\.com/[^\"]*/\d|bsky\.app/profile/[^\"]*/post/)"
)
_POST_SIZE = 200  # elements in a <blockquote> that may be a post
# The line under a post that was pasted as text: `— فلان (@handle) November 20, 2026`.
_POST_SIGNED = re.compile(r"^[—–-]\s?[^()]{2,60}\(@\w{2,30}\)")
_TRIVIAL = re.compile(r"^[\W\d_]*$")
_DECAY = 0.72


@dataclass(slots=True)
class Text:
    """Lines that make a body, and the elements that hold them."""

    lines: list[Line] = field(default_factory=list)
    holders: list[Element] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Characters of the lines."""
        return sum(len(line.text) for line in self.lines)

    @property
    def start(self) -> int:
        """Run at which the text begins; a large number where there is none."""
        return self.lines[0].start if self.lines else 1 << 60

    @property
    def end(self) -> int:
        """Run at which the text ends."""
        return self.lines[-1].end if self.lines else 0


def is_text(line: Line, labels: Labels) -> bool:
    """Whether a line can be a paragraph at all: it counts when elements are weighed."""
    return not (
        line.hints & NOT_TEXT
        or line.linked
        or len(line.text) < 25
        or line.index in labels.taken
        or (line.heading and len(line.text) < 200)
    )


def weigh(flow: Flow, labels: Labels, ignore: int = 0) -> list[tuple[float, Element]]:
    """Return the elements that hold running text, best first. Bits in `ignore` are hints not to believe."""
    scores: dict[int, float] = {}
    elements: dict[int, Element] = {}
    for line in flow.lines:
        hints = line.hints & ~ignore
        if hints & NOT_TEXT or line.linked or line.index in labels.taken:
            continue
        size = len(line.text)
        if size < 25 or (line.heading and size < 200):
            continue
        weight = float(min(size - line.link_chars, 700))
        if size < 80 and not _PUNCTUATED.search(line.text):
            weight *= 0.3
        if hints & (CAPTION | CARD | META | RELATED | TAGS):
            weight *= 0.25
        if not _LETTERS.search(line.text):
            continue
        at: Element | None = line.element
        # A line between two <br> votes for the element that it stands in; a paragraph first for its parent.
        if at is not None and at.start == line.start and at.end == line.end and at.parent is not None:
            at = at.parent
        for _ in range(12):
            if at is None:
                break
            key = id(at)
            scores[key] = scores.get(key, 0.0) + weight
            elements[key] = at
            weight *= _DECAY
            at = at.parent
    ranked = [
        (
            score * _trust(elements[key]),
            elements[key],
        )
        for key, score in scores.items()
    ]
    ranked.sort(key=lambda pair: (-pair[0], pair[1].start))
    return ranked


def _trust(element: Element) -> float:
    """Return how far to believe that an element with much text is the article's own."""
    if element.hint & BODY:
        return 1.35
    if element.hint & MAIN:
        return 1.1
    return 0.75 if element.tag in ("body", "html", "#root") else 1.0  # comments and footers add to those


def find(flow: Flow, labels: Labels, head: Element | None, boilerplate: tuple[str, ...] = ()) -> Text:
    """Return the body of a page that we know no selectors of. `head` is the headline's element, if known."""
    for ignore in (0, CHROME | UNRELATED | AD | SHARE | COMMENT):
        if ignore:
            ignore = ignore & ~COMMENT if head is not None else ignore
        ranked = weigh(flow, labels, ignore)
        for _, element in ranked[:3]:
            top = _widen(flow, labels, element, head, ignore)
            holders = blocks_like(flow, top)
            text = gather(flow, labels, holders, boilerplate, ignore=ignore, head=head)
            if text.size >= 60:
                return text
    return Text()


def _widen(flow: Flow, labels: Labels, top: Element, head: Element | None, ignore: int) -> Element:
    """Climb while what the parent adds is text of the same article, not another box."""
    for _ in range(6):
        parent = top.parent
        if parent is None or parent.tag in ("body", "#root", "html") or top.hint & BODY:
            return top
        own = added = other = 0
        for line in flow.lines_of(parent):
            hints = line.hints & ~ignore
            if line.start >= top.start and line.end <= top.end:
                own += len(line.text) if is_text(line, labels) else 0
            elif line.index in labels.taken or hints & (NOT_TEXT | RELATED | CARD | CAPTION | TAGS | META):
                continue
            elif line.linked:
                other += len(line.text)
            elif len(line.text) >= 60:
                if head is not None and line.start < head.start and head.within(parent):
                    continue
                added += len(line.text) if prompt_of(line.text) is None else 0
        if added < 100 or added * 4 < own or other > added:
            return top
        top = parent
    return top


def gather(
    flow: Flow,
    labels: Labels,
    holders: list[Element],
    boilerplate: tuple[str, ...] = (),
    *,
    ignore: int = 0,
    known: bool = False,
    head: Element | None = None,
    removed: list[Element] | None = None,
) -> Text:
    """Return the lines of `holders` that are the article's own. `known`: a site file says where the text
    is.
    """
    patterns = [re.compile(p) for p in boilerplate]
    posts = [
        e
        for holder in holders
        for e in flow.inside(holder)
        if (e.tag == "blockquote" or "embed" in e.attrs) and _is_post(flow, e)
    ]
    out_of = _spans([*((e.start, e.end) for e in (*(removed or ()), *posts)), *spans(flow, holders)])
    out: list[Line] = []
    first = min((h.start for h in holders), default=0)
    if head is not None and head.start >= first and not known:
        first = head.end  # the headline stands in the same element: text begins after it
    seen: set[int] = set()
    for holder in sorted(holders, key=lambda e: e.start):
        outer = _outer_hints(holder)
        there: list[Line] = []
        kept: set[int] = set()
        for line in flow.lines_of(holder):
            if line.start < first or line.index in seen:
                continue
            seen.add(line.index)
            at = bisect_right(out_of, line.start, key=_first) - 1
            if at >= 0 and line.start < out_of[at][1]:
                continue
            there.append(line)
            if keeps(line, labels, line.hints & ~outer & ~ignore, known) and not any(
                p.search(line.text) for p in patterns
            ):
                kept.add(line.index)
        out += rows(there, kept, labels)
    return Text(trim(flow, _until_end(out, labels)), holders)


def _is_post(flow: Flow, element: Element) -> bool:
    """Whether an element is a post of a social network that the article embeds: not the article's prose.

    A quotation in a <blockquote> is; what tells them apart is the network's class, or the link to the post.
    """
    if _POST_CLASS.search(element.attrs):
        return element.tag in ("blockquote", "div", "figure", "section")
    if element.tag == "blockquote" and element.last - element.index < _POST_SIZE:
        return any(e.tag == "a" and _POST_LINK.search(e.attrs) for e in flow.inside(element))
    return False


def _spans(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans of runs in order, those that overlap joined."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(runs):
        if out and start <= out[-1][1]:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return out


def _first(span: tuple[int, int]) -> int:
    return span[0]


def _outer_hints(holder: Element) -> int:
    """Hints of what holds the text say nothing of its lines."""
    return holder.hints


def keeps(line: Line, labels: Labels, hints: int, known: bool) -> bool:
    """Whether a line inside the body's element is the article's own text."""
    text = line.text
    if line.index in labels.taken:
        region = labels.taken[line.index]
        if region.label is not line or region.kind not in (
            "byline",
            "date",
            "section",
            "more",
            "caption",
            "photographer",
        ):
            return False
    if hints & (HIDDEN | AD | CHROME | COMMENT | UNRELATED):
        return False
    if hints & (SHARE | CAPTION | TAGS | RELATED | CARD | META) and not (
        known and len(text) > 200 and not hints & CAPTION
    ):
        return False
    if _TRIVIAL.match(text) or _POST_SIGNED.match(text):
        return False
    if line.linked and (len(text) < 400 or hints & CARD):
        return False
    if len(text) < 60 and ENDED.search(text) and label_of(ENDED.sub("", text)) is not None:
        return False
    label = labels.match.get(line.index)
    if label is not None and (label.kind != "caption" or len(text) < 160):
        if label.kind in ("byline", "photographer", "date", "updated", "section", "caption"):
            if len(text) < 110:
                return False
        elif label.kind in ("share", "follow", "comments", "navigation", "more", "paywall", "unrelated"):
            if len(text) < 200:
                return False
        else:
            return False
    if len(text) < 90 and (TIME_ONLY.match(text) or BYLINE_LINE.match(text) or BYLINE_BARE.match(text)):
        return False
    return prompt_of(text) is None


def _until_end(lines: list[Line], labels: Labels) -> list[Line]:
    """Cut what follows an embedded article or the comments: nothing of this article comes after them."""
    stop = min(
        (
            region.label.start
            for region in labels.regions
            if region.embedded or (region.kind == "comments" and region.lines)
        ),
        default=None,
    )
    if stop is None:
        return lines
    kept = [line for line in lines if line.start < stop]
    return kept if sum(len(x.text) for x in kept) >= 60 else lines


def keeps_embedded(line: Line, labels: Labels) -> bool:
    """Whether a line of an embedded article's region is its text."""
    if line.linked or line.hints & (HIDDEN | AD | SHARE | COMMENT) or _TRIVIAL.match(line.text):
        return False
    label = labels.match.get(line.index)
    if label is not None and len(line.text) < 200:
        return False
    return prompt_of(line.text) is None
