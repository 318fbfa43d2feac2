"""The stage `attribute`: who wrote the article, whom the page credits, and the place that opens the text.

The source, in order of evidence: the page's own label (found by extraction), the dateline, an agency in
brackets at the end, a trailing line, a byline. The site's own name is no source: it is the publisher.
`source.name` is what the page writes (`أ ف ب`), `evidence` the literal text around it.

Lines at the edges of the body that are only a byline, a credit or a date leave it; a dateline inside the
first sentence is part of the text and stays.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.arabic.attribution import (
    byline_of,
    closing_of,
    credits_of,
    opening_of,
    signature_of,
    signer_of,
)
from crawler.arabic.dates import is_date_line
from crawler.arabic.fold import fold
from crawler.arabic.lexicon import label_of
from crawler.arabic.names import is_place
from crawler.arabic.outlets import Outlet, kind_of_name, outlet_of, outlet_of_domain
from crawler.arabic.text import clean_line, paragraphs
from crawler.items import Article, Source
from crawler.site import Site

_EDGE_LINES = 4  # lines at either end of the body that may be furniture
_DESKS = frozenset(
    map(
        fold,
        (
            "خاص",
            "خاص بالموقع",
            "متابعات",
            "متابعة",
            "الموقع",
            "التحرير",
            "المحرر",
            "فريق التحرير",
            "هيئة التحرير",
            "قسم التحرير",
            "غرفة الأخبار",
            "رصد",
            "مواقع",
            "مواقع إلكترونية",
            "صحف",
            "غيتي",
            "جيتي",
            "getty",
            "getty images",
            "gettyimages",
            "غيتي إيميجز",
            "shutterstock",
            "شترستوك",
            "istock",
            "pixabay",
            "unsplash",
            "أرشيفية",
            "أرشيف",
            "الإنترنت",
            "إنترنت",
            "مواقع التواصل",
            "social media",
            "internet",
            "web",
            "وسائل إعلام",
            "none",
            "null",
        ),
    )
)
_TRIM = " \t.،,:؛;-–—ـ/|*•\"'"
_LONGEST_NAME = 70
_TYPE = re.compile("^(?:صحيفه|جريده|موقع|بوابه|قناه|وكاله|شبكه|مجله) ")
# Parts of domains that name nobody.
_NOBODY = frozenset(("", "com", "net", "org", "news", "www", "arabic", "gov", "info", "example", "العربيه"))


def attribute(article: Article, site: Site) -> Article:
    """Fill `source`, `authors` and `dateline`, and take lines of attribution off the edges of `body`."""
    own = own_names(article, site)
    _signed_as_source(article, own)
    source = _labelled(article, site, own)
    written = credits_of(article.authors, own)
    lines, credit_lines, bylines = _without_edges(article.body, own, frozenset(map(fold, written.people)))
    article.body = "\n\n".join(lines)

    printed = credits_of(bylines, own)
    people = written.people or printed.people or _signers(article, lines, own)
    article.authors = people
    _mark(article, "authors", not written.people and bool(people), bool(people))

    opening = opening_of(lines[0]) if lines else None
    if opening is not None and opening.place:
        article.dateline = opening.place
    found: list[Source | None] = []
    if source is None and opening is not None and opening.outlet and opening.credit:
        found.append(_credit(opening.credit, opening.outlet, opening.evidence, site, own))
    closing = closing_of(lines[-1]) if lines and source is None else None
    if closing is not None and not closing[2]:
        found.append(_credit(closing[0], closing[1], closing[0], site, own))
    if source is None:
        found += [_named_in(line, site, own, article) for line in credit_lines]
        found += [
            _credit(name, outlet, name, site, own)
            for name, outlet in (*written.outlets, *printed.outlets)
            if outlet.kind != "publisher" or len(fold(name).split()) > 1 or outlet.site
        ]
        source = next((credit for credit in found if credit is not None), None)
        _mark(article, "source", source is not None, source is not None)
    article.source = source
    if source is None:
        article.provenance.pop("source", None)
    return article


def _signers(article: Article, lines: list[str], own: frozenset[str]) -> list[str]:
    """Return who signs the text: in the dateline that opens it, or with a name alone that ends it.

    The name that ends it leaves the body.
    """
    if not lines:
        return []
    if (person := signer_of(lines[0], own)) is not None:
        return credits_of([person], own).people
    if len(lines) > 2 and signature_of(lines[-1]) and len(lines[-2]) > 2 * len(lines[-1]):
        people = credits_of([lines[-1]], own).people
        if people:
            lines.pop()
            article.body = "\n\n".join(lines)
        return people
    return []


def _signed_as_source(article: Article, own: frozenset[str]) -> None:
    """Take a person for the author whom some pages name as the source: `المصدر: ليلى حسن — دبي`."""
    if article.source is None:
        return
    name = article.source.name
    sides = [side.strip(_TRIM) for side in re.split(r"\s+[-–—ـ/|]+\s*|\s*[-–—ـ/|]+\s+", name)]
    sides = [side for side in sides if side]
    others = [x for x in sides if not is_place(x) and fold(x) not in own and outlet_of(x) is None]
    if len(others) == 1 and signature_of(others[0]):
        article.source = None
        if not credits_of(article.authors, own).people:
            article.authors = [others[0]]
            article.provenance["authors"] = "label"


def _mark(article: Article, field: str, ours: bool, there: bool) -> None:
    """Record that a field was read out of the text, or that it is empty after all."""
    if ours:
        article.provenance[field] = "label"
    elif not there:
        article.provenance.pop(field, None)


def own_names(article: Article, site: Site) -> frozenset[str]:
    """Return the folded names under which a page speaks of its own site: no source, and nobody's author."""
    return _own_names(article.publisher, site.publisher, site.domain)


@lru_cache(maxsize=1024)
def _own_names(publisher: str | None, known: str | None, domain: str) -> frozenset[str]:
    names = {fold(name) for name in (publisher, known, domain) if name}
    names.update(label for label in re.split(r"[.\-]", domain) if len(label) > 2)
    outlets = [outlet_of(name) for name in names]
    outlets.append(outlet_of_domain(domain))
    for outlet in outlets:
        if outlet is not None:
            names.update(fold(variant) for variant in (outlet.name, *outlet.variants))
    names.update(_TYPE.sub("", name) for name in tuple(names))
    return frozenset(names - _NOBODY)


def _is_own(name: str, outlet: Outlet | None, site: Site, own: frozenset[str]) -> bool:
    folded = fold(name)
    if folded in own or _TYPE.sub("", folded) in own:
        return True
    if outlet is None:
        return False
    return outlet.site == (site.key or "?") or any(fold(v) in own for v in (outlet.name, *outlet.variants))


def _credit(
    name: str, outlet: Outlet | None, evidence: str, site: Site, own: frozenset[str]
) -> Source | None:
    if _is_own(name, outlet, site, own):
        return None
    return Source(
        name=name,
        site=outlet.site if outlet else None,
        kind=outlet.kind if outlet else kind_of_name(name),
        evidence=evidence,
    )


def _labelled(article: Article, site: Site, own: frozenset[str]) -> Source | None:
    """Return what the page's own source label says, or None where it names the site or nobody."""
    if article.source is None:
        return None
    evidence = article.source.evidence or article.source.name
    name = _source_name(article.source.name, own)
    if not name:
        return None
    return _credit(name, outlet_of(name), clean_line(evidence), site, own)


def _source_name(text: str, own: frozenset[str]) -> str:
    """Return the name in a source label's value, without the label, places and desks; empty for none."""
    text = clean_line(text)
    label = label_of(text)
    if label is not None and label.kind == "source":
        text = label.rest
    address = re.fullmatch(
        r"(?:https?://)?(?:www\.)?([a-z0-9.\-]+\.[a-z]{2,})(?:/\S*)?", text.strip(_TRIM), re.IGNORECASE
    )
    if address:
        known = outlet_of_domain(address[1].lower())
        return known.name if known else address[1].lower()
    text = text.strip(_TRIM)
    whole = re.fullmatch(r"[(\[«](.*)[)\]»]", text)
    if whole and not re.search(r"[()\[\]«»]", whole[1]):
        text = whole[1].strip(_TRIM)
    parts = [part.strip(_TRIM) for part in re.split(r"\s+[-–—|/]\s*|\s*[-–—|/]\s+", text)]
    parts = [part for part in parts if part]
    if len(parts) > 1:
        parts = [part for part in parts if not is_date_line(part)]
        kept = [p for p in parts if not is_place(p) or outlet_of(p) is not None]
        if any(fold(p) in own for p in kept) and all(
            fold(p) in own or is_place(p) or fold(p) in _DESKS for p in parts
        ):
            return ""
        if len(kept) == 1:
            text = kept[0]
    if text.count("«") != text.count("»") or text[:1] in "«{":
        text = text.strip("«»{}" + _TRIM)
    folded = fold(text)
    if not folded or folded in _DESKS or len(text) > _LONGEST_NAME or len(folded.split()) > 9:
        return ""
    return text


def _named_in(line: str, site: Site, own: frozenset[str], article: Article) -> Source | None:
    """Return the source that a line of its own at an edge of the body names."""
    label = label_of(line)
    if label is not None and label.kind == "source":
        name = _source_name(label.rest, own)
        return _credit(name, outlet_of(name), line, site, own) if name else None
    closing = closing_of(line)
    if closing is not None and outlet_of(closing[0]) is not None and fold(closing[0]) == fold(line):
        return _credit(closing[0], closing[1], line, site, own)
    opening = opening_of(line)
    if opening is not None and opening.outlet and opening.credit:
        if opening.place and not article.dateline:
            article.dateline = opening.place
        return _credit(opening.credit, opening.outlet, line, site, own)
    return _credit(closing[0], closing[1], line, site, own) if closing else None


def _furniture(line: str, own: frozenset[str], people: frozenset[str]) -> str | None:
    """Return what a line of its own at the body's edge is: `byline`, `credit`, `date`, or None for text.

    `people`: the folded names of the authors.
    """
    if len(line) > 130:
        return None
    if is_date_line(line):
        return "date"
    label = label_of(line)
    if label is not None and label.kind == "source" and len(label.rest.split()) <= 10:
        return "credit" if label.rest or label.colon else None
    if label is not None and label.kind in ("date", "updated") and is_date_line(label.rest):
        return "date"
    if byline_of(line) or _names_author(line, people):
        return "byline"
    closing = closing_of(line)
    if closing is not None and closing[2]:
        return "credit"
    sides = [
        side.strip(_TRIM) for side in re.split(r"\s*[-–—/|]\s+|\s+[-–—/|]\s*", line.strip("()[]" + _TRIM))
    ]
    named = [fold(side) in own or fold(side) in _DESKS for side in sides]
    if any(named) and all(
        ours or not side or is_place(side) for side, ours in zip(sides, named, strict=True)
    ):
        return "own"
    return None


def _names_author(line: str, people: frozenset[str]) -> bool:
    """Whether a line is an author's name, alone or beside one other thing: `سعد العتيبي - واحات نيوز`."""
    if not people or len(line) > 60:
        return False
    sides = [fold(side) for side in re.split(r"\s*[-–—ـ/|:()]+\s*", line) if fold(side)]
    return (
        0 < len(sides) <= 2
        and any(side in people for side in sides)
        and all(len(side.split()) <= 3 or side in people for side in sides)
    )


def _without_edges(
    body: str, own: frozenset[str], people: frozenset[str]
) -> tuple[list[str], list[str], list[str]]:
    """Return the paragraphs of the body, the credits and the bylines that stood at its edges."""
    found: list[tuple[str, str]] = []
    parts = paragraphs(body)
    for first in (True, False):
        for _ in range(_EDGE_LINES):
            if not parts:
                break
            paragraph = parts[0] if first else parts[-1]
            lines = paragraph.split("\n")
            line = lines[0] if first else lines[-1]
            kind = _furniture(line, own, people)
            if kind is None or (len(parts) == 1 and len(lines) == 1):
                break
            found.append((kind, line))
            rest = "\n".join(lines[1:] if first else lines[:-1]).strip()
            index = 0 if first else len(parts) - 1
            parts[index : index + 1] = [rest] if rest else []
    return (
        parts,
        [line for kind, line in found if kind == "credit"],
        [line for kind, line in found if kind == "byline"],
    )
