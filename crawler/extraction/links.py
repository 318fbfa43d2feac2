"""Links from the article to other articles: boxes, read-also lines, links inside sentences."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.classify import classify, weigh
from crawler.extraction.flow import Element, Flow
from crawler.extraction.hints import AD, CHROME, COMMENT, HIDDEN, SHARE, UNRELATED
from crawler.extraction.page import Page
from crawler.extraction.parts import is_part
from crawler.items import Relation, SimilarLink
from crawler.site import Site
from crawler.urls import page_key

_HEADLINE = 15  # characters of a title: less is a name
# The article before or after this one, whatever it is about.
_STEP = re.compile(r'(?:class|rel)="[^"]*(?:\b|[a-z])(?:[Pp]rev(?:ious)?|[Nn]ext)(?:[ -][^"]*)?"')
_PAID = AD | UNRELATED | SHARE | COMMENT | HIDDEN
_CAMPAIGN = re.compile(
    r"utm_(?:source|medium|campaign|content)=[^&]*(?:taboola|outbrain|mgid|revcontent|native|cpc|cpm|ads?\b|sponsor|paid)"
    r"|[?&](?:gclid|dclid|adid|campaign_?id|aff(?:iliate)?_?id|tblci|obclid)=",
    re.IGNORECASE,
)
_NOT_NEWS = re.compile(
    r"(?:^|\.)(?:facebook|fb|twitter|x|instagram|youtube|youtu|t|telegram|whatsapp|wa|tiktok|snapchat|linkedin"
    r"|pinterest|threads|google|goo|apple|bit|tinyurl|amazon|amzn|noon|jumia|souq|aliexpress|ebay|doubleclick"
    r"|googleadservices|googlesyndication|taboola|outbrain|mgid|criteo|adnxs|revcontent|popads|propellerads)"
    r"\.(?:com|net|org|me|be|gl|ly|co|ae|sa|eg)(?:\.\w\w)?$|(?:^|\.)(?:ads?|adserver|click|track|trk|aff)\d*\."
)


class Links:
    """Collects links to other articles: each once, in order, with the fullest title."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: dict[str, SimilarLink] = {}
        self.elsewhere: set[str] = set()  # those of other sites: they are told, and not asked for
        self._stem = (
            page.url.rsplit(".", 1)[0] if "." in page.url.rsplit("/", 1)[-1] else page.url.rstrip("/")
        )
        self._own = {page_key(page.url, page.site)}
        if page.canonical:
            self._own.add(page_key(page.canonical, page.site))

    def add(self, href: str | None, title: str, relation: Relation, *, anywhere: bool = False) -> bool:
        """Add a link when it leads to another article of this site; `anywhere`: of any site."""
        if not href or href.startswith(("#", "javascript:", "mailto:")):
            return False
        url = self.page.absolute(href)
        if url is None:
            return False
        site = self.page.site
        own = site.owns(urlsplit(url).hostname or "") if anywhere else True
        if not (self._is_article(url, title, relation) if own else _is_foreign_article(url, href, title)):
            return False
        if not own:
            self.elsewhere.add(url)
        key = page_key(url, site)
        if key in self._own or (url.startswith(self._stem) and is_part(url, self.page.url)):
            return False
        known = self.found.get(key)
        if known is not None and relation == "similar" and known.relation == "read_also":
            # The headline of an embedded article is a link, and the box of similar ones lists it too.
            del self.found[key]
            self.found[key] = dataclasses.replace(known, relation=relation)
        elif known is None:
            self.found[key] = SimilarLink(url=url, title=title or None, relation=relation)
        elif title and len(title) > len(known.title or ""):
            known.title = title
        return True

    def _is_article(self, url: str, title: str, relation: Relation) -> bool:
        """Whether a link leads to an article of this site.

        An address that the site's patterns do not know is of another age of the site, and so are its links.
        """
        page = self.page
        return _is_article(url, page.site, title, relation) or (
            bool(page.site.links.article)
            and classify(page.url, page.site) != "article"
            and _is_article(url, Site.generic(page.url), title, relation)
        )

    def add_elements(
        self, flow: Flow, elements: Iterable[Element], relation: Relation, *, anywhere: bool = False
    ) -> int:
        """Add the links of <a> elements; return how many were new or known articles."""
        count = 0
        for element in elements:
            if _STEP.search(element.attrs):
                continue
            title = title_of(flow, element)
            open_to_all = anywhere and not (element.hints & _PAID or "sponsored" in element.attrs)
            count += self.add(element.get("href"), title, relation, anywhere=open_to_all)
        return count

    def list(self) -> list[SimilarLink]:
        """Return what was collected."""
        return list(self.found.values())


def _is_article(url: str, site: Site, title: str, relation: Relation) -> bool:
    """Whether a link leads to an article of this site. Under a label a title may be short where the address
    says nothing: `/orientation/`.
    """
    kind, sure = weigh(url, site, title)
    if kind == "hub" and not sure and relation != "inline":
        return len(title) >= _HEADLINE and title.count(" ") >= 2
    return kind == "article"


def _is_foreign_article(url: str, href: str, title: str) -> bool:
    """Whether a link of a labelled box leads to an article of another site, not to an advertisement."""
    if len(title) < _HEADLINE or title.count(" ") < 2 or _CAMPAIGN.search(href):
        return False
    host = urlsplit(url).hostname or ""
    return _NOT_NEWS.search(host) is None and classify(url, _site_at(host), title) == "article"


@lru_cache(maxsize=1024)
def _site_at(host: str) -> Site:
    return Site.generic(f"https://{host}/")


def _is_unseen(element: Element) -> bool:
    """Whether an element in a link is for those who do not see the page: `list 1 of 2`."""
    return element.tag == "span" and bool(element.hint & (CHROME | HIDDEN))


def title_of(flow: Flow, link: Element) -> str:
    """Return a link's title: its heading where it holds a whole card, else its text, else its title
    attribute.
    """
    lines = [x for x in flow.lines_of(link) if x.end <= link.end]
    if len(lines) > 1:
        heading = next((x.text for x in lines if x.heading), None)
        text = heading or max((x.text for x in lines[:4]), key=len)
    else:
        text = flow.text(link)
        if any(_is_unseen(e) for e in flow.inside(link)):
            seen = [i for i in range(link.start, link.end) if not _is_unseen(flow.owners[i])]
            text = " ".join(flow.between(i, i + 1) for i in seen) or text
    return (text or link.get("title") or link.get("aria-label") or "").strip()[:300]
