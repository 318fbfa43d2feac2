"""Articles that a page carries as JSON for its scripts (`__NEXT_DATA__`, `window.__STATE__`, Nuxt, flight
data).

Field names differ from CMS to CMS, so the article object is found by its shape: something called a title
beside something that holds a long text, preferring the object whose address or number is that of the page.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import unquote

from crawler.extraction.flow import Flow
from crawler.extraction.lenient_json import first_value, loads
from crawler.extraction.page import Page
from crawler.extraction.script_literals import is_flat, literal, revived
from crawler.extraction.structured import Stated, address, names, words
from crawler.items import Layer

_JSON_SCRIPT = re.compile(
    r"<script\b([^>]*\btype\s*=\s*[\"']?application/(?:json|[\w.+-]*state\+json)[^>]*)>", re.IGNORECASE
)
# Names and blanks are bounded: a script may be 8 MB of either.
_ASSIGNED = re.compile(
    r"\b(?:__\w{1,60}|\w{0,40}(?:STATE|State|DATA|Data|PROPS|Props|PAYLOAD|store|article|story)\w{0,40})"
    r"(?:[\"']\s{0,9}\])?\s{0,20}=\s{0,20}(JSON\.parse\(\s{0,20})?(?=[{\[\"']|[(!]?\s{0,9}function\b)"
)
_FLIGHT = re.compile(r"self\.__next_f\.push\(\s*(?=\[)")
_ROW = re.compile(rb"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,7}),|[A-Z]{0,2}(?=[\[{\"\w]))")
_MAX_ROWS = 50_000
_NOT_STATE = re.compile(r"datalayer|gtm|analytics", re.IGNORECASE)
_KEY = re.compile(r"[^a-z]")
MAX_NODES = 100_000

_TITLE = ("headline", "title", "name", "maintitle", "articletitle", "newstitle", "subject")
_BODY = (
    "articlebody", "body", "content", "contents", "text", "blocks", "paragraphs", "html", "fulltext",
    "bodyhtml", "contenthtml", "details", "story", "maincontent", "articlecontent", "newsbody", "bodytext",
    "richtext", "components", "sections", "elements", "contentblocks", "bodyblocks", "model", "entry",
    "contentelements", )  # fmt: skip
_PUBLISHED = (
    "publishedat", "datepublished", "publishdate", "publisheddate", "publicationdate", "pubdate",
    "publishtime", "publishedtime", "firstpublished", "publishedon", "firstpublishedat", "displaydate",
    "issuedate", "date", "dategmt", "createdat", "creationdate", "created", "createddate", "timestamp",
    "time", )  # fmt: skip
_MODIFIED = (
    "updatedat", "datemodified", "modifiedat", "lastmodified", "modified", "lastupdated", "updateddate",
    "lastupdate", "updated", "lastpublished", "modifieddate",
)  # fmt: skip
_AUTHORS = (
    "authors",
    "author",
    "byline",
    "writers",
    "writer",
    "creators",
    "creator",
    "reporters",
    "reporter",
    "authorname",
    "editors",
)
_TAGS = ("tags", "keywords", "topics", "hashtags", "taglist", "labels")
_SECTION = (
    "section",
    "sectionname",
    "category",
    "categoryname",
    "primarysection",
    "maincategory",
    "categories",
    "sections",
    "channel",
)
_SOURCE = ("source", "sourcename", "agency", "newssource", "provider", "sources", "credit")
_STANDFIRST = ("standfirst", "subtitle", "subheadline", "lead", "lede", "summary", "excerpt", "deck")
_KICKER = ("kicker", "overtitle", "pretitle", "surtitle", "eyebrow")
_RELATED = (
    "related", "relatedarticles", "relatednews", "relatedstories", "relatedposts", "similar",
    "similararticles", "seealso", "readalso", "morearticles", "recommended", "relateditems",
    "relatedcontent", "readmore", )  # fmt: skip
_URL = (
    "canonical",
    "canonicalurl",
    "url",
    "link",
    "permalink",
    "path",
    "href",
    "fullurl",
    "shareurl",
    "weburl",
    "slug",
)
_ID = ("id", "articleid", "newsid", "postid", "sid", "nid", "uid", "contentid", "legacyid")
_IMAGE = ("image", "images", "mainimage", "featuredimage", "thumbnail", "cover", "photo", "media")
_NO_TEXT = frozenset(
    [
        "image",
        "photo",
        "picture",
        "video",
        "audio",
        "embed",
        "ad",
        "ads",
        "advertisement",
        "related",
        "readalso",
        "readmore",
        "relatedarticles",
        "related-article",
        "newsletter",
        "social",
        "tweet",
        "gallery",
        "iframe",
        "html-embed",
        "divider",
        "button",
        "poll",
        "link-list",
        "links",
        "inlinerelated",
    ]
)
_INNER = (
    "text",
    "content",
    "html",
    "value",
    "body",
    "paragraph",
    "blocks",
    "children",
    "data",
    "model",
    "contents",
    "items",
    "caption",
    "c",
)


class StateArticle(NamedTuple):
    """The article object of the page's state."""

    stated: Stated
    standfirst: str
    kicker: str


def read_state(page: Page) -> list[Any]:
    """Return every JSON value that the page's scripts hold and that is big enough to hold an article."""
    text = page.text
    out: list[Any] = []
    for found in _JSON_SCRIPT.finditer(text):
        end = text.find("</script", found.end())
        if end - found.end() > 200:
            value = loads(text[found.end() : end])
            if is_flat(value):
                value = revived(value)
            if isinstance(value, dict | list):
                out.append(value)
    at = 0
    for _ in range(200):
        script = text.find("<script", at)
        if script < 0:
            break
        start = text.find(">", script) + 1
        end = text.find("</script", start)
        if start <= 0:
            break
        end = end if end > 0 else len(text)
        at = end + 8
        if end - start < 200 or "src=" in text[script:start] or "json" in text[script:start]:
            continue
        source = text[start:end]
        if "__next_f" in source:
            continue
        place = 0
        for _ in range(40):
            found_at = _ASSIGNED.search(source, place)
            if found_at is None:
                break
            place = found_at.end()
            if _NOT_STATE.search(found_at[0]) or len(source) - place < 200:
                continue
            value = first_value(source, place) if source[place] in '{["' else None
            if value is None:
                value = literal(source, place)
            if isinstance(value, str) and value[:1] in "{[":
                value = loads(value)
            if isinstance(value, dict | list):
                out.append(value)
                break
    if "__next_f" in text:
        out.extend(_flight(text))
    return out


def _flight(text: str) -> list[Any]:
    """Return the values of Next.js's flight data: rows `id:value`, long texts in rows of their own."""
    pieces: list[str] = []
    for found in _FLIGHT.finditer(text):
        value = first_value(text, found.end())
        if isinstance(value, list) and len(value) > 1 and isinstance(value[1], str):
            pieces.append(value[1])
    data = "".join(pieces).encode("utf-8", "surrogatepass")
    texts: dict[str, str] = {}
    out: list[Any] = []
    at = 0
    for _ in range(_MAX_ROWS):
        row = _ROW.match(data, at)
        if row is None:
            at = data.find(b"\n", at) + 1
            if at <= 0:
                break
            continue
        if row[2] is not None:
            end = row.end() + int(row[2], 16)
            texts["$" + row[1].decode()] = data[row.end() : end].decode("utf-8", "replace")
        else:
            end = data.find(b"\n", row.end())
            end = end if end > 0 else len(data)
            line = data[row.end() : end].decode("utf-8", "replace")
            if line[:1] in ("[", "{") and len(line) > 200:
                value = first_value(line, 0)
                if value is not None:
                    out.append(value)
        at = end + (data[end : end + 1] == b"\n")
    if texts:
        _fill(out, texts)
    return out


def _fill(values: list[Any], texts: dict[str, str]) -> None:
    """Put the long texts where rows refer to them: `{"body": "$1a"}`."""
    waiting: list[Any] = [values]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        pairs: Iterable[tuple[Any, Any]] = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in list(pairs):
            if isinstance(value, str):
                if value in texts:
                    node[key] = texts[value]
            elif isinstance(value, dict | list):
                waiting.append(value)


def _plain(key: Any) -> str:
    return _KEY.sub("", str(key).lower())


def article_of(page: Page) -> StateArticle | None:
    """Return the article that the page's state holds, or None."""
    best: tuple[float, dict[str, Any], str] | None = None
    seen = 0
    where = unquote(page.url)
    numbers = set(re.findall(r"\d{3,}", where))
    met: set[int] = set()  # a value may stand in several places, and in itself
    for value in page.state:
        waiting: list[tuple[Any, int]] = [(value, 0)]
        while waiting and seen < MAX_NODES:
            node, depth = waiting.pop()
            seen += 1
            if id(node) in met:
                continue
            met.add(id(node))
            if isinstance(node, list):
                waiting.extend((x, depth + 1) for x in node if isinstance(x, dict | list))
                continue
            waiting.extend((x, depth + 1) for x in node.values() if isinstance(x, dict | list))
            keys = {_plain(k): k for k in node}
            title = next(
                (words(node[keys[k]]) for k in _TITLE if k in keys and isinstance(node[keys[k]], str | dict)),
                "",
            )
            if not title or len(title) < 8:
                continue
            body = ""
            for k in _BODY:
                if k in keys and isinstance(node[keys[k]], str | list | dict):
                    text = body_text(node[keys[k]], strict=k not in ("articlebody", "body", "content"))
                    if len(text) > len(body):
                        body = text
            if len(body) < 60:
                continue
            score = min(len(body), 4000) / 1000 - depth * 0.05
            ids = {str(node[keys[k]]) for k in _ID if k in keys and isinstance(node[keys[k]], str | int)}
            link = next((address(node[keys[k]]) for k in _URL if k in keys), "")
            if ids & numbers or any(len(i) > 7 and i in where for i in ids):
                score += 6
            if (
                link
                and len(link) > 4
                and (unquote(link).rstrip("/") in where or where.endswith(unquote(link).strip("/")))
            ):
                score += 6
            if any(k in keys for k in _PUBLISHED):
                score += 1
            if best is None or score > best[0]:
                best = (score, node, body)
    return _stated(best[1], best[2]) if best else None


def _stated(node: dict[str, Any], body: str) -> StateArticle:
    keys: dict[str, Any] = {}
    for k in node:
        keys.setdefault(_plain(k), k)

    def get(options: tuple[str, ...]) -> Any:
        return next(
            (node[keys[k]] for k in options if k in keys and node[keys[k]] not in (None, "", [], {})), None
        )

    related: list[tuple[str, str]] = []
    for key in _RELATED:
        value = node.get(keys.get(key, ""))
        if isinstance(value, dict):
            value = next((v for v in value.values() if isinstance(v, list)), [])
        for one in value if isinstance(value, list) else []:
            href = address(one)
            if href:
                related.append((href, words(one) if isinstance(one, dict) else ""))
    found = get(_IMAGE)
    images = [
        (href, words(one.get("caption")) if isinstance(one, dict) else "")
        for one in (found if isinstance(found, list) else [found])
        if (href := address(one))
    ]
    tags = get(_TAGS)
    layer: Layer = "generic"
    section = get(_SECTION)
    kind = words(node.get(keys.get("type", "")) or node.get(keys.get("contenttype", "")))
    stated = Stated(
        layer=layer,
        headline=words(get(_TITLE)),
        published=when(get(_PUBLISHED)),
        modified=when(get(_MODIFIED)),
        authors=names(get(_AUTHORS)),
        section=words(section),
        tags=names(tags) if tags else [],
        body=body,
        images=images,
        types=(kind,) if kind else (),
        url=address(get(_URL)),
        source=words(get(_SOURCE)),
        related=related,
    )
    return StateArticle(stated, words(get(_STANDFIRST)), words(get(_KICKER)))


def when(value: Any) -> str:
    """Return a time in JSON as text: ISO 8601 in UTC for a number of seconds or milliseconds."""
    if isinstance(value, dict):
        value = next((v for v in value.values() if isinstance(v, str | int | float)), None)
    if isinstance(value, str) and re.fullmatch(r"\d{10}|\d{13}", value.strip()):
        value = int(value)
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        seconds = value / 1000 if value > 10**11 else value
        if not 10**8 < seconds < 5 * 10**9:
            return ""
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat()
    return str(value).strip()


def body_text(value: Any, *, strict: bool = False) -> str:
    """Return the paragraphs of a body in JSON: HTML, plain text, or blocks of any nesting.

    With `strict`, a string without Arabic or shorter than a sentence counts as nothing: the key was
    ambiguous.
    """
    out: list[str] = []
    waiting: list[Any] = [value]
    count = 0
    while waiting and count < 20_000:
        node = waiting.pop()
        count += 1
        if isinstance(node, str):
            if "<" in node and ">" in node:
                out.extend(line.text for line in _fragment(node).lines if not line.linked)
            else:
                out.extend(" ".join(words(part).split()) for part in node.split("\n") if part.strip())
        elif isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            kind = _KEY.sub(
                "", str(node.get("type") or node.get("__typename") or node.get("kind") or "").lower()
            )
            if kind in _NO_TEXT or "embed" in kind or "image" in kind or "related" in kind:
                continue
            keys = {_plain(k): k for k in node}
            inner = next((node[keys[k]] for k in _INNER if k in keys and node[keys[k]]), None)
            if inner is not None and not isinstance(inner, int | float):
                waiting.append(inner)
    text = "\n\n".join(part for part in out if part)
    if strict and (len(text) < 80 or not re.search("[\u0620-\u064a]", text[:2000])):
        return ""
    return text


def _fragment(markup: str) -> Flow:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(f"<body>{markup}")
    return Flow((tree.body.html or "") if tree.body is not None else "")
