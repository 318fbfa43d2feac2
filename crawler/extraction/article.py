"""Assembles the article: every field from the first layer that can be trusted, with the layer's name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from crawler.arabic.dates import Candidate, Chosen, choose
from crawler.arabic.fold import fold
from crawler.arabic.keywords import parted
from crawler.arabic.language import language_of
from crawler.arabic.prompts import prompt_of
from crawler.arabic.text import clean, clean_line
from crawler.extraction import body as bodies
from crawler.extraction import (
    bylines,
    credits,
    fallback,
    headline,
    media,
    pagekind,
    sections,
    stamps,
    structured,
    topics,
)
from crawler.extraction import state as states
from crawler.extraction.around import Around, around
from crawler.extraction.facts import Facts, facts
from crawler.extraction.flow import Element, Flow, Line
from crawler.extraction.hints import AD, CARD, CHROME, COMMENT, KICKER, LEAD, RELATED, UNRELATED
from crawler.extraction.labels import Labels
from crawler.extraction.links import Links
from crawler.extraction.page import Page, split_attribute
from crawler.extraction.parts import Pager, pager
from crawler.extraction.structured import Stated
from crawler.extraction.timezone import timezone_of
from crawler.found import Found
from crawler.items import Article, Embedded, Relation, Source
from crawler.site import Selector

EXTRACTOR = "1"  # raise it when a change makes other lines of the same page
_LONG = 4000  # characters: no headline and no summary is that long, so none repeats such a paragraph
_ARTICLE_TAGS = ("article:tag", "news_keywords", "og:article:tag", "parsely-tags", "sailthru.tags")
_FEW_WORDS = 3  # keywords: as few may all be right and none of them in the text
_BELOW = 5  # lines in which a wall says that it is one
_FEW = 150  # characters: a body of less is looked for elsewhere too
_FIELDS = (
    "headline",
    "kicker",
    "standfirst",
    "body",
    "authors",
    "published_at",
    "modified_at",
    "section",
    "tags",
    "source",
    "caption",
    "remove",
)
_PAID_WORDS = frozenset(
    fold(x)
    for x in (
        "إعلان",
        "إعلانات",
        "إعلان ممول",
        "ممول",
        "محتوى ممول",
        "محتوى مدفوع",
        "برعاية",
        "Sponsored",
        "Promoted",
        "Ad",
    )
)
_INTRO_TEXT = re.compile(r"intro-?text", re.IGNORECASE)
_UTC = re.compile(r"(?:\.\d+)?(?:Z|[+-]00:?00)$")


@dataclass(slots=True)
class Extraction:
    """What a page holds: the article or why there is none, and where it leads."""

    article: Article | None
    links: list[Found] = field(default_factory=list)
    reason: str | None = None
    goes_on: Pager = field(default_factory=Pager)  # where the article's further pages are


def extract_page(page: Page) -> Extraction:
    """Return the article of a parsed page. Pure; never raises on any input."""
    return _Reader(page).read()


def extract_part(page: Page, first: str, number: int) -> Extraction:
    """Return what page `number` of the article at `first` holds, which by itself may look like no article."""
    return _Reader(page, first, number).read()


class _Reader:
    """One reading of one page; the layers share what has been found so far."""

    def __init__(self, page: Page, first: str = "", number: int = 1) -> None:
        self.page = page
        self.site = page.site
        self.first = first or page.url
        self.number = number
        fields = page.site.fields
        for name in _FIELDS:
            selector: Selector = getattr(fields, name)
            if selector:
                page.mark(name, selector)
        for name in ("similar", "read_also"):
            selector = getattr(page.site.links, name)
            if selector:
                page.mark(name, selector)
        self.flow: Flow = page.flow
        self.labels = Labels(self.flow)
        self.stated: list[Stated] = [
            s for s in (structured.from_json_ld(page), structured.from_microdata(page)) if s is not None
        ]
        self.meta = structured.from_meta(page)
        self.stated.append(self.meta)
        self.provenance: dict[str, str] = {}
        self.names = headline.site_names(page, self.stated, self.flow)
        self.brand = headline.Brand(page, self.stated)
        self.head: headline.Headline | None = None
        self.text = bodies.Text()
        self.state: states.StateArticle | None = None

    # ------------------------------------------------------------------ the page

    def read(self) -> Extraction:
        page, flow = self.page, self.flow
        self.head = self._headline()
        head = self.head.element if self.head else None
        self.text = self._body(head)
        paragraphs = [line.text for line in self.text.lines]
        if sum(map(len, paragraphs)) < _FEW or self._mostly_elsewhere(paragraphs):
            paragraphs = self._other_body(paragraphs)
        if (self.head is None and self.text.lines) or (
            self.head is not None and self.head.element is None and not self.head.trusted
        ):
            self._headline_above()
        title = self._title()
        if self.head is not None and self.head.element is None and self.text.lines:
            near = headline.above(flow, self.labels, self.text.start, self.names)
            if near is not None and near.element is not None and fold(near.text) == fold(title):
                self.head.element = near.element
        head = self.head.element if self.head else None
        if head is not None and self.text.lines and self.text.start < head.end:
            self.text.lines = [x for x in self.text.lines if x.start >= head.end] or self.text.lines
            paragraphs = [x.text for x in self.text.lines]
        paragraphs = self._own(paragraphs, title)
        links = self._links(head)
        article = Article(url=page.url, site=page.site.key or page.site.domain)
        article.requested_url = page.url
        article.canonical_url = page.canonical or ""
        article.publisher = page.site.publisher
        article.country = page.site.country
        article.headline = title
        article.fetched_at = page.fetched_at.isoformat()
        article.extractor = EXTRACTOR
        start, end = self.text.start, self.text.end
        if not self.text.lines:
            start = end = head.end if head is not None else 0
        article.kicker = self._kicker(head, start)
        article.standfirst, paragraphs = self._standfirst(head, start, paragraphs, title)
        article.body = "\n\n".join(p for p in map(clean, paragraphs) if p)
        self._times(article, head, start, end)
        place = around(flow, self.labels, head, start, end)
        told = facts(flow, place)
        self._authors(article, place, told)
        self._section(article, title, place, told)
        self._tags(article, title, place)
        self._source(article, place, told)
        self._embedded(article)
        article.similar = links.list()
        every = [*self.stated] if self.state is None else [self.state.stated, *self.stated]
        article.images = media.images(
            page, flow, every, head.start if head is not None else start, max(end, start)
        )
        article.videos = media.videos(page, every)
        article.kind = pagekind.kind_of(page, every, flow, article.section)
        article.language = language_of(article.headline + " " + article.body)
        article.paywalled = self._paywalled(article)
        article.provenance = self.provenance
        self._hooks(article)
        found = [
            Found(
                x.url,
                "article",
                "similar"
                if x.relation == "similar"
                else "read_also"
                if x.relation == "read_also"
                else "inline",
                x.title or "",
            )
            for x in article.similar
            if x.url not in links.elsewhere
        ]
        reason = self._refuse(article) if self.number == 1 else None if article.body else "no-body"
        if reason:
            return Extraction(None, found, reason)
        goes_on = pager(page, flow, head, first=self.first, number=self.number)
        return Extraction(article, found, None, goes_on)

    def _refuse(self, article: Article) -> str | None:
        why = pagekind.not_an_article(
            self.page,
            self.stated,
            self.flow,
            self.labels,
            article.headline,
            article.body,
            self.text.lines,
            self.head.element if self.head else None,
            dated=article.published_at is not None,
            signed=bool(article.authors),
        )
        if why is not None:
            return why
        if not article.headline:
            return "no-headline"
        if not article.body:
            return "no-body"
        return None

    # ------------------------------------------------------------------ fields

    def _marked_value(self, name: str) -> str:
        """The text or the attribute that the site's selector for `name` points to."""
        selector: Selector = getattr(self.site.fields, name)
        if not selector:
            return ""
        for one in (selector,) if isinstance(selector, str) else selector:
            bare, attribute = split_attribute(one)
            node = self.page.first(bare)
            if node is None:
                continue
            attributes = node.attributes
            if attribute:
                value = attributes.get(attribute) or ""
            elif node.tag == "meta":
                value = attributes.get("content") or ""
            else:
                value = node.text(separator=" ")
            value = " ".join(value.split())
            if value:
                return value
        return ""

    def _headline(self) -> headline.Headline | None:
        marked = self.flow.marked.get("headline")
        for element in marked or ():
            text = self.flow.text(element)
            if text:
                self.provenance["headline"] = "selector"
                return headline.Headline(text, "selector", element)
        value = self._marked_value("headline")
        if value:
            self.provenance["headline"] = "selector"
            return headline.Headline(headline.without_site(value, self.names), "selector", None)
        found = headline.choose(self.page, self.flow, self.labels, self.stated, self.names)
        if found is not None:
            self.provenance["headline"] = found.layer
        return found

    def _headline_above(self) -> None:
        """Take the most prominent line above the first real paragraph, where nothing else says more."""
        start = next(
            (x.start for x in self.text.lines if len(x.text) >= 70 and not x.heading), self.text.start
        )
        near = headline.above(self.flow, self.labels, start, self.names)
        if near is not None:
            self.head = near
            self.provenance["headline"] = near.layer

    def _title(self) -> str:
        text = self.head.text if self.head is not None else ""
        if not text and self.state is not None:
            text = self.state.stated.headline
        return clean_line(headline.without_site(text, self.names) or text)

    def _body(self, head: Element | None) -> bodies.Text:
        marked = self.flow.marked.get("body")
        if marked:
            text = bodies.gather(
                self.flow,
                self.labels,
                marked,
                tuple(self.site.boilerplate),
                known=True,
                head=head,
                removed=self.flow.marked.get("remove"),
            )
            if text.size >= 40:
                self.provenance["body"] = "selector"
                return text
        text = bodies.find(self.flow, self.labels, head, tuple(self.site.boilerplate))
        if text.lines:
            self.provenance["body"] = "generic"
        return text

    def _mostly_elsewhere(self, paragraphs: list[str]) -> bool:
        """Whether a script of the page holds an article and the HTML shows little of its own."""
        size = sum(map(len, paragraphs))
        return size < 1200 and (
            "__NEXT_DATA__" in self.page.text
            or "__next_f" in self.page.text
            or "__STATE__" in self.page.text
            or "__NUXT_" in self.page.text
        )

    def _other_body(self, paragraphs: list[str]) -> list[str]:
        """Look for the text in the page's state, in JSON-LD, and last with the second opinion."""
        size = sum(map(len, paragraphs))
        self.state = states.article_of(self.page)
        if self.state is not None and len(self.state.stated.body) > size * 1.2:
            self.provenance["body"] = self.state.stated.layer
            if self.head is None or not self.head.element:
                self.head = headline.Headline(self.state.stated.headline, self.state.stated.layer, None)
                self.provenance["headline"] = self.state.stated.layer
            self.text = bodies.Text()
            return self.state.stated.body.split("\n\n")
        if self.state is not None and size > 0:
            self.state = None
        for s in self.stated:
            body = s.body
            if len(body) > max(size * 1.3, 120):
                self.provenance["body"] = s.layer
                return [p for p in states.body_text(body).split("\n\n") if p]
        gallery = self._gallery()
        if sum(map(len, gallery)) > size:
            self.provenance["body"] = "generic"
            return gallery
        if size < 80:
            second = fallback.paragraphs(self.page.text, self.page.url)
            if sum(map(len, second)) > max(size, 150):
                self.provenance["body"] = "generic"
                return second
        return paragraphs

    def _gallery(self) -> list[str]:
        """Captions of a gallery are its text; so are the items of a list of short urgent lines."""
        head = self.head.element if self.head else None
        if head is None:
            return []
        captions: list[Line] = []
        for line in self.flow.lines:
            if line.start < head.end or line.hints & (CHROME | UNRELATED | RELATED | COMMENT | CARD):
                continue
            tag = line.element.tag
            if (
                (
                    tag in ("figcaption", "li")
                    or any(e.tag == "figcaption" for e, _ in zip(line.element.up(), range(3), strict=False))
                )
                and not line.linked
                and len(line.text) > 15
                and line.index not in self.labels.taken
            ):
                captions.append(line)
        if captions:
            self.text = bodies.Text(captions, [captions[0].element])
        return [re.sub(r"^\d{1,3}\s*/\s*\d{1,3}\s+", "", line.text) for line in captions]

    def _own(self, paragraphs: list[str], title: str) -> list[str]:
        """Drop the headline where it is repeated as the first paragraph."""
        plain = fold(title)
        while paragraphs and plain and len(paragraphs[0]) < _LONG and fold(paragraphs[0]) == plain:
            paragraphs = paragraphs[1:]
        return paragraphs

    def _kicker(self, head: Element | None, start: int) -> str | None:
        marked = self._marked_value("kicker")
        if marked:
            self.provenance["kicker"] = "selector"
            return clean_line(marked)
        if head is None:
            return None
        for element in self.flow.hinted(KICKER):
            if head.start - 6 <= element.start <= start and 0 < element.end - element.start < 4:
                if (
                    element.hints & (CHROME | CARD | RELATED | UNRELATED)
                    or element.within(head)
                    or head.within(element)
                ):
                    continue
                text = clean_line(self.flow.text(element))
                if 3 < len(text) < 160:
                    self.provenance["kicker"] = "generic"
                    return text
        return None

    def _standfirst(
        self, head: Element | None, start: int, paragraphs: list[str], title: str
    ) -> tuple[str | None, list[str]]:
        first = fold(paragraphs[0][:_LONG]) if paragraphs else ""
        marked = self._marked_value("standfirst")
        if marked and fold(marked) != first:
            self.provenance["standfirst"] = "selector"
            plain = fold(marked)
            while (
                paragraphs
                and fold(paragraphs[0])
                and plain.startswith(fold(paragraphs[0]))
                and len(paragraphs) > 1
            ):
                paragraphs = paragraphs[1:]
            return clean_line(marked), paragraphs
        if self.state is not None and self.state.standfirst and fold(self.state.standfirst) != first:
            return clean_line(self.state.standfirst), paragraphs
        if head is None:
            return None, paragraphs
        limit = self.text.lines[1].end if len(self.text.lines) > 1 else start
        for element in self.flow.hinted(LEAD):
            if element.start > limit:
                break
            if element.start < head.end or element.end - element.start > 8 or element.end == element.start:
                continue
            if element.hints & (CHROME | CARD | RELATED | UNRELATED | COMMENT):
                continue
            text = clean_line(self.flow.text(element))
            plain = fold(text)
            if not 25 <= len(text) <= 900 or plain == fold(title):
                continue
            if len(paragraphs) > 1 and (second := fold(paragraphs[1][:_LONG])) and second in plain:
                continue  # the whole text, under a name that others give to its lead
            if _INTRO_TEXT.search(element.attrs):  # Joomla parts every text into an intro and the rest
                lines = [x.text for x in self.flow.lines_of(element)]
                return None, paragraphs if plain == first else [*lines, *paragraphs]
            if len(paragraphs) > 1 and plain == first:
                # Its own block inside the text: the lead is the standfirst, the text begins after it.
                self.provenance["standfirst"] = "generic"
                return text, paragraphs[1:]
            if plain == first or first.startswith(plain):
                return None, paragraphs
            self.provenance["standfirst"] = "generic"
            return text, paragraphs
        following = [x for x in self.flow.lines_between(head.end, start) if x.heading in ("h2", "h3")]
        for line in following[:2]:
            text = clean_line(line.text)
            if (
                40 <= len(text) <= 500
                and not line.linked
                and line.index not in self.labels.match
                and fold(text) not in (first, fold(title))
            ):
                self.provenance["standfirst"] = "generic"
                return text, paragraphs
        return None, paragraphs

    def _times(self, article: Article, head: Element | None, start: int, end: int) -> None:
        zone = timezone_of(self.page)
        now = self.page.fetched_at
        seen = stamps.shown(self.flow, self.labels, head, (start, end), timezone=zone, now=now)
        sources = [*self.stated] if self.state is None else [self.state.stated, *self.stated]
        published = [Candidate(c, "selector", True) for c in [self._marked_value("published_at")] if c]
        published += stamps.stated(sources, "published")
        published += seen.published
        late = seen.updated
        chosen = next(
            (
                found
                for candidates in (published, late, seen.masthead)
                if (found := choose(candidates, timezone=zone, now=now, near=seen.others)) is not None
            ),
            None,
        )
        if chosen is not None:
            article.published_at = chosen.iso
            article.published_raw = clean_line(chosen.raw)
            self.provenance["published_at"] = chosen.layer
        modified = [Candidate(c, "selector", True) for c in [self._marked_value("modified_at")] if c]
        modified += late
        for c in stamps.stated(sources, "modified"):
            # Local time falsely marked Z: what is true of one stamp is true of the other of the same layer.
            false = chosen is not None and any(
                s.layer == c.layer and _falsely_utc(s.published, chosen.iso) for s in sources
            )
            modified.append(Candidate(_UTC.sub("", c.raw), c.layer) if false else c)
        changed = choose(modified, timezone=zone, now=now, role="modified") if modified else None
        if changed is not None and not _before(changed, chosen):
            article.modified_at = changed.iso
            self.provenance["modified_at"] = changed.layer

    def _authors(self, article: Article, place: Around, told: Facts) -> None:
        found, layer = bylines.bylines(self.flow, self.labels, place, told, self._is_own)
        marked = self._marked_value("authors")
        if not found and marked:
            found, layer = [marked], "selector"
        if not found and self.state is not None:
            found, layer = self.state.stated.authors, self.state.stated.layer
        if not found:
            for s in self.stated:
                people = [a for a in s.authors if self._is_person(a) and fold(a) != fold(s.publisher)]
                if people:
                    found, layer = people, s.layer
                    break
        article.authors = [clean_line(a) for a in found if self._is_person(a)]
        if article.authors and layer:
            self.provenance["authors"] = layer

    def _is_own(self, text: str) -> bool:
        """Whether a text names the site."""
        return fold(text) in self.names or self.brand.is_named(text)

    def _is_person(self, text: str) -> bool:
        """Whether an author may be one: neither the site, nor the name of an account."""
        return not self._is_own(text) and not bylines.is_login(text)

    def _section(self, article: Article, title: str, place: Around, told: Facts) -> None:
        text, layer = sections.sections(self.flow, self.labels, title, place, told, self.names)
        if text is None and self.state is not None and self.state.stated.section:
            text, layer = self.state.stated.section, self.state.stated.layer
        if text is None:
            stated = [
                s
                for s in self.stated
                if s.section and _human(s.section) and fold(s.section) not in self.names
            ]
            latin = [s for s in stated if s.section.isascii()]  # `Arabic`, `news`: a name for machines
            if len(stated) > len(latin):
                text, layer = next((s.section, s.layer) for s in stated if not s.section.isascii())
            else:
                text = sections.category(self.page, self.flow, title, place, self.names)
                layer = "generic"
                if text is None and latin:
                    text, layer = latin[0].section, latin[0].layer
        if text is None:
            steps = [
                x for x in structured.breadcrumb(self.page) if sections.is_step(x, fold(title), self.names)
            ]
            steps = [x for x in steps if _human(x)]
            if steps:
                text, layer = steps[-1], "json-ld"
        if text:
            article.section = clean_line(text)
            self.provenance["section"] = layer or "generic"

    def _tags(self, article: Article, title: str, place: Around) -> None:
        values, layer = topics.topics(self.page, self.flow, self.labels, place, article.section)
        if not values and self.state is not None and self.state.stated.tags:
            values, layer = self.state.stated.tags, self.state.stated.layer
        if not values and layer is None and not any(r.kind == "tags" for r in self.labels.regions):
            for s in self.stated:
                tags = self.brand.topics_of(_keywords(s.tags), title, self.names)
                if tags and {fold(t) for t in tags} <= sections.menu_of(self.flow, place.top):
                    tags = []  # sections of the site
                plain = s is self.meta and not any(name in self.page.meta for name in _ARTICLE_TAGS)
                if plain and len(tags) > _FEW_WORDS and not _is_about(tags, f"{title} {article.body}"):
                    tags = []  # <meta name="keywords">, the same on every page
                if tags and not _is_split(tags, title) and not all(fold(t) in fold(title) for t in tags):
                    values, layer = tags, s.layer
                    break
        article.tags = [t for t in map(clean_line, values) if t]
        if article.tags and layer:
            self.provenance["tags"] = layer

    def _source(self, article: Article, place: Around, told: Facts) -> None:
        found = credits.credit(self.flow, self.labels, place, told)
        if found is not None:
            name, evidence, layer = found
            article.source = Source(name=clean_line(name), evidence=clean_line(evidence)[:300])
            self.provenance["source"] = layer
        elif self.state is not None and self.state.stated.source:
            name = self.state.stated.source
            article.source = Source(name=clean_line(name), evidence=clean_line(name))
            self.provenance["source"] = self.state.stated.layer

    def _embedded(self, article: Article) -> None:
        for region in self.labels.regions:
            if not region.embedded:
                continue
            lines = [x for x in region.lines if x is not region.head]
            kept = [x for x in lines if bodies.keeps_embedded(x, self.labels)]
            text = "\n\n".join(clean(x.text) for x in kept)
            if not text:
                continue
            head = clean_line(region.head.text) if region.head is not None else None
            url = None
            for link in region.links[:1]:
                url = self.page.absolute(link.get("href") or "")
            article.embedded.append(Embedded(headline=head, body=text, url=url))
            self.provenance["embedded"] = "label"

    def _links(self, head: Element | None) -> Links:
        flow = self.flow
        out = Links(self.page)
        for name, relation in (("read_also", "read_also"), ("similar", "similar")):
            for element in flow.marked.get(name, ()):
                anchors = [element] if element.tag == "a" else flow.links_in(element)
                out.add_elements(flow, anchors, relation)  # type: ignore[arg-type]
        if not flow.marked.get("similar") or not out.found:
            self._labelled_links(out)
        if not out.found:
            self._boxed_links(out)
        self._linked_lines(out)
        if self.state is not None:
            for href, title in self.state.stated.related:
                out.add(href, title, "similar")
        return out

    def _labelled_links(self, out: Links) -> None:
        for region in self.labels.regions:
            if region.kind in ("read_also", "related") and not region.label.hints & COMMENT:
                relation: Relation = "read_also" if region.kind == "read_also" else "similar"
                anywhere = not any(_is_paid(line) for line in region.lines)
                out.add_elements(self.flow, region.links, relation, anywhere=anywhere)

    def _linked_lines(self, out: Links) -> None:
        """Lines between the paragraphs that are nothing but a link to another article."""
        if self.text.size < 200:
            return
        for line in self.flow.lines_between(self.text.start, self.text.end):
            if (
                line.linked
                and line.index not in self.labels.taken
                and not line.hints & (UNRELATED | COMMENT | AD)
            ):
                out.add_elements(self.flow, line.links, "inline")

    def _boxed_links(self, out: Links) -> None:
        flow = self.flow
        until = -1
        for element in flow.hinted(RELATED):
            if element.start < until or element.hints & (UNRELATED | COMMENT | CHROME):
                continue
            if element.end - element.start > 120:
                continue
            if any(
                r.kind == "unrelated"
                for r in self.labels.regions
                if element.start <= r.label.start < element.end
            ):
                continue
            until = element.end
            inner = [element] if element.tag == "a" else flow.links_in(element)
            out.add_elements(flow, inner, "similar")

    def _paywalled(self, article: Article) -> bool | None:
        for s in self.stated:
            if s.free is not None:
                return not s.free
        tier = self.page.meta.get("article:content_tier", "").lower()
        if tier in ("locked", "metered"):
            return True
        if tier == "free":
            return False
        if any(r.kind == "paywall" and not r.label.hints & (CHROME | COMMENT) for r in self.labels.regions):
            return True
        last = self.text.lines[-1].index if self.text.lines else 0
        below = self.flow.lines[last : last + _BELOW]
        if any(prompt_of(x.text) == "paywall" and not x.hints & (CHROME | COMMENT) for x in below):
            return True
        return None

    def _hooks(self, article: Article) -> None:
        for name, hook in self.site.hooks.items():
            value: Any = hook(self.page)
            if value is not None:
                setattr(article, name, value)
                self.provenance[name] = "selector"


def _falsely_utc(raw: str, iso: str) -> bool:
    """Whether a stamp that claims to be UTC was found to be local time."""
    return (
        bool(_UTC.search(raw))
        and raw[:16].replace(" ", "T") == iso[:16]
        and iso[19:] not in ("+00:00", "Z", "")
    )


def _before(changed: Chosen, published: Chosen | None) -> bool:
    """Whether an update is said to lie before publication."""
    if published is None:
        return False
    size = 10 if len(published.iso) == 10 or len(changed.iso) == 10 else 16
    if changed.iso[19:] == published.iso[19:] or size == 10:
        return changed.iso[:size] < published.iso[:size]
    return changed.iso[:10] < published.iso[:10]


def _is_paid(line: Line) -> bool:
    """Whether a line of a box says that its links are advertisements."""
    return len(line.text) < 40 and fold(line.text) in _PAID_WORDS


def _human(text: str) -> bool:
    """Whether a section name is for readers: not a slug, a number or an address."""
    return (
        len(text) <= 60
        and not text.startswith("http")
        and not re.fullmatch(r"[\d\W_]*|[a-z0-9]+(?:[-_][a-z0-9]+)+", text)
    )


def _is_about(tags: list[str], text: str) -> bool:
    """Whether a third of the keywords that only machines see stand in the text."""
    plain = fold(text)
    return 3 * sum(fold(tag) in plain for tag in tags) >= len(tags)


def _keywords(values: list[str]) -> list[str]:
    """Part keywords that were printed as one string."""
    return [part.strip() for value in values for part in parted(value, alone=len(values) == 1)]


def _is_split(tags: list[str], title: str) -> bool:
    """Whether keywords are nothing but the words of the headline."""
    words = fold(title).split()
    said = [w for t in tags for w in fold(t).split()]
    if not words or not said:
        return False
    single = sum(1 for t in tags if len(t.split()) == 1)
    return all(w in words for w in said) and (len(said) >= 0.6 * len(words) or single == len(tags))
