"""URLs: normalisation, and which URLs are the same page.

`normalise` gives the address that is asked for, `page_key` the identity of the page behind it. The first
changes as little as a browser would (plus tracking keys, which no server needs); the second folds every
variant that sites serve of one page: scheme, www, mobile host, AMP, print, trailing slash, percent-encoding.

Both are called for each link of each page (100 to 300 of them), so that hot paths go through a cache and a
regular expression that recognises an address with nothing to normalise.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import idna

if TYPE_CHECKING:
    from crawler.site import Site

# Longer addresses are never an article: they are traps, data or a broken template. Percent-encoded Arabic
# takes six characters a letter, so that a slug of 200 letters has about 1,200.
MAX_URL = 4096

# Query keys that say where the reader came from. Only these are dropped: any other key may be the identity
# of the article. Ambiguous ones (ref, source, from, sid) stay.
_TRACKING = re.compile(
    r"""
    utm_.* | mtm_.* | pk_.* | piwik_.* | matomo_.* | hsa_.* | wt\..* | ns_(?!id\Z).* | at_(?!id\Z).*
    | fbclid | fb_(?:action_ids|action_types|source|ref) | fbrefresh | action_(?:object|type|ref)_map | __tn__
    | gclid | gclsrc | dclid | [gw]braid | gad_(?:source|campaignid) | _ga | _gl | _gac | srsltid | usqp
    | amp_(?:js_v|gsa) | msclkid | yclid | ysclid | _openstat | twclid | ttclid | li_fat_id | igshid | igsh
    | mc_[ce]id | mkt_tok | oly_\w+_id | vero_(?:id|conv) | rb_clickid | _hs(?:enc|mi) | hsctatracking
    | s_cid | cmpid | ocid | icid | ito | xtor | wickedid | epik | spm | trk | trkcampaign | ncid | sr_share
    | ref_src | ref_url | __twitter_impression | guccounter | guce_referrer.* | nr_email_referer
    | _branch_(?:match_id|referrer)
    # session identifiers, which make an address of every visit
    | phpsessid | jsessionid | aspsessionid.* | cfid | cftoken | sessionid | session_id | zenid | oscsid
    """,
    re.VERBOSE,
)

_YES = frozenset(("", "1", "0", "true", "false", "yes", "no", "on", "amp", "print"))
# Query keys that only choose how the same page is shown, with the values that do (None: `_YES`).
_VIEW = {
    "amp": None,
    "print": None,
    "printable": None,
    "mobile": None,
    "noamp": None,
    "outputtype": frozenset(("amp", "print", "mobile")),
    "output": frozenset(("amp", "print", "mobile", "1", "html")),
    "view": frozenset(("amp", "print", "mobile", "desktop", "full")),
    "mode": frozenset(("amp", "print", "mobile")),
    "format": frozenset(("amp", "print", "html")),
    "layout": frozenset(("amp", "print", "mobile")),
    "tmpl": frozenset(("component", "print")),
    "m": frozenset(("0", "1")),
    "share": frozenset(
        ("facebook", "twitter", "x", "whatsapp", "telegram", "email", "linkedin", "pinterest")
    ),
    "nb": frozenset(("1",)),
}
# Keys that carry a number of the article; beside one of them, the keys of the listing say nothing more.
_ID_KEY = re.compile(
    r"^(?:(?:news|article|art|story|post|item|content|topic|doc)?_?(?:id|no|num)|nid|aid|sid)$"
)
_LISTING_KEY = re.compile(r"(?:cat|sec|category|(?:main)?section)_?(?:id)?\Z")

# An address with nothing to normalise: no query, no dot segments, only escapes of Arabic in upper case.
_CLEAN = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)++[a-z][a-z0-9-]*+/"
    r"(?:(?:[A-Za-z0-9_~=,@:+-]|%[89A-F][0-9A-F])(?:[A-Za-z0-9._~=,@:+-]|%[89A-F][0-9A-F])*+(?:/|\Z))*+\Z"
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Browsers drop these anywhere in an address, and trim the others at its ends. Arabic pages also leave
# direction marks and non-breaking blanks around a pasted address.
_INNER = re.compile("[\t\n\r]+")
_TRIM = (
    "".join(map(chr, range(0x21)))
    + "\xa0\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sessionid|sid)=[^/?#;]*", re.IGNORECASE)
_DOTS = re.compile(r"/(?:\.|%2e){1,2}(?:/|\Z)", re.IGNORECASE)
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_LOWER_ESCAPE = re.compile(r"%(?:[a-f][0-9A-Fa-f]|[0-9A-F][a-f])")
# Escapes of characters that never need one: letters, digits, - . _ ~
_NEEDLESS = re.compile(r"%(?:2[DE]|3[0-9]|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])")
_UNSAFE = re.compile(r"""[^!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~\[\]|]+""")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\Z")


def normalise(url: str, base: str | None = None) -> str | None:
    """Return the absolute http(s) address that `url` (as a page writes it) stands for, or None.

    Fragment, tracking keys, session identifiers, credentials and default ports are gone, the host is in
    lower case and IDNA, percent-encoding is canonical (UTF-8, upper case). `base` is the address of the page.
    None: not http(s), no usable host, port out of range, longer than `MAX_URL`. Never raises.
    """
    if len(url) > MAX_URL:
        url = url.strip(_TRIM)
        if len(url) > MAX_URL:
            return None
    if _CLEAN.match(url):
        return url
    if base is None:
        return _normalise(url, "", "")
    if url[:1] == "/" and url[1:2] not in ("/", "\\"):
        # The commonest form on a page, and the same on every page of the host: worth a shared cache entry.
        origin = _origin(base)
        clean = f"{origin}{url}"
        return clean if origin and _CLEAN.match(clean) else _normalise(url, origin, "/")
    return _normalise(url, _origin(base), _path(base))


@lru_cache(maxsize=1 << 13)
def _normalise(url: str, origin: str, base_path: str) -> str | None:
    """`normalise` with the base split into its origin and its path with query."""
    url = url.strip(_TRIM)
    if "\n" in url or "\t" in url or "\r" in url:
        url = _INNER.sub("", url)
    url = url.partition("#")[0]
    scheme = _SCHEME.match(url)
    if scheme:
        protocol = scheme[1].lower()
        if protocol not in ("http", "https"):
            return None
        rest = url[scheme.end() :].lstrip("/\\")
        return _absolute(protocol, rest)
    if not origin:
        return None
    if url[:1] in ("/", "\\") and url[1:2] in ("/", "\\"):
        return _absolute(origin.partition(":")[0], url.lstrip("/\\"))
    if not url:
        path = base_path
    elif url[0] in "/\\":
        path = url
    elif url[0] == "?":
        path = base_path.partition("?")[0] + url
    else:
        path = base_path.partition("?")[0].rpartition("/")[0] + "/" + url
    return _finish(origin, path)


def _absolute(protocol: str, rest: str) -> str | None:
    cut = len(rest)
    for mark in "/\\?":
        at = rest.find(mark)
        if 0 <= at < cut:
            cut = at
    host = _authority(rest[:cut].rpartition("@")[2], protocol)
    return None if host is None else _finish(f"{protocol}://{host}", rest[cut:])


@lru_cache(maxsize=4096)
def _authority(text: str, protocol: str) -> str | None:
    """Return host and port in canonical form, or None when no server can have that name."""
    name, colon, port = text, "", ""
    if text.startswith("["):
        name, bracket, tail = text.partition("]")
        if not bracket or (tail and tail[0] != ":"):
            return None
        colon, port = tail[:1], tail[1:]
    elif ":" in text:
        name, colon, port = text.partition(":")
    if colon and port:
        if not (port.isascii() and port.isdigit()) or len(port) > 8 or not 0 < int(port) < 65536:
            return None
        port = "" if int(port) == (80 if protocol == "http" else 443) else f":{int(port)}"
    else:
        port = ""
    if name.startswith("["):
        try:
            return f"[{ipaddress.IPv6Address(name[1:].partition('%')[0])}]{port}"
        except ValueError:
            return None
    host = _host(name)
    return None if host is None else host + port


def _host(name: str) -> str | None:
    name = unquote(name).strip().rstrip(".").lower()
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True, transitional=False).decode()
        except (idna.IDNAError, UnicodeError):
            # Registries are laxer than the standard (digits first in a right-to-left label, for one).
            try:
                name = name.encode("idna").decode().lower()
            except UnicodeError:
                return None
    if not name or len(name) > 253 or ".." in name or not _HOST.match(name):
        return None
    last = name.rpartition(".")[2]
    if last.isdigit() or last.startswith("0x"):
        return _ipv4(name)
    return name


def _ipv4(name: str) -> str | None:
    """Return a numeric host in dotted form, as browsers read it (2130706433 is 127.0.0.1)."""
    parts = name.split(".")
    if len(parts) > 4:
        return None
    try:
        numbers = [
            int(p, 16) if p.startswith("0x") else int(p, 8) if p.startswith("0") and p != "0" else int(p)
            for p in parts
        ]
    except ValueError:
        return None
    *first, last = numbers
    if any(n > 255 for n in first) or last >= 256 ** (5 - len(numbers)):
        return None
    value = last + sum(n << (8 * (3 - i)) for i, n in enumerate(first))
    return str(ipaddress.IPv4Address(value))


def _finish(origin: str, path: str) -> str | None:
    """Join `origin` and a path with query into the canonical address."""
    path, mark, query = path.partition("?")
    if "\\" in path:
        path = path.replace("\\", "/")
    if path[:1] != "/":
        path = "/" + path
    if ";" in path:
        path = _SESSION.sub("", path)
    path = _encode(path)
    if "/." in path or "%2" in path:
        path = _without_dots(path)
    if mark and query:
        query = _without_tracking(_encode(query))
        if query:
            path = f"{path}?{query}"
    url = origin + path
    return url if len(url) <= MAX_URL else None


def _encode(text: str) -> str:
    """Return `text` with one spelling of each percent-escape, and what must be escaped escaped."""
    if _UNSAFE.search(text):
        text = _UNSAFE.sub(lambda m: "%" + m[0].encode("utf-8", "replace").hex("%").upper(), text)
    if "%" in text:
        if _LOWER_ESCAPE.search(text):
            text = _ESCAPES.sub(_upper, text)
        if _NEEDLESS.search(text):
            text = _NEEDLESS.sub(lambda m: chr(int(m[0][1:], 16)), text)
    return text


def decoded(url: str) -> str:
    """Return `url` with its percent-escapes read as UTF-8 (a wrong byte gives U+FFFD)."""
    return _ESCAPES.sub(_unescape, url) if "%" in url else url


def _unescape(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace")


def _upper(match: re.Match[str]) -> str:
    return match[0].upper()


def _without_dots(path: str) -> str:
    if not _DOTS.search(path):
        return path
    out: list[str] = []
    parts = path.split("/")[1:]
    for i, part in enumerate(parts):
        plain = part.replace("%2E", ".")
        if plain == "..":
            if out:
                out.pop()
        elif plain != ".":
            out.append(part)
            continue
        if i == len(parts) - 1:
            out.append("")
    return "/" + "/".join(out)


def _without_tracking(query: str) -> str:
    pairs = query.split("&")
    kept = [pair for pair in pairs if pair and not is_tracking(pair.partition("=")[0])]
    return query if len(kept) == len(pairs) else "&".join(kept)


def aligned(url: str, beside: str) -> str:
    """Return `url` with the scheme and www of `beside`, a page of the same host: one redirect less to follow.

    Both are normalised. Only http becomes https, never the other way round.
    """
    scheme, _, rest = url.partition("://")
    beside_scheme, _, beside_rest = beside.partition("://")
    host, slash, path = rest.partition("/")
    other = beside_rest.partition("/")[0]
    if host != other:
        if host.removeprefix("www.") != other.removeprefix("www."):
            return url
        host = other
    if beside_scheme == "https":
        scheme = "https"
    return f"{scheme}://{host}{slash}{path}"


@lru_cache(maxsize=4096)
def is_tracking(key: str) -> bool:
    """Whether the query key only says where the reader came from."""
    return _TRACKING.fullmatch(decoded(key).lower().removeprefix("amp;")) is not None


@lru_cache(maxsize=8192)
def _origin(base: str) -> str:
    """Return scheme and host of `base`, canonical; empty when it has none."""
    whole = _normalise(base, "", "")
    if whole is None:
        return ""
    return whole[: whole.index("/", 8)]


@lru_cache(maxsize=8192)
def _path(base: str) -> str:
    whole = _normalise(base, "", "")
    return "/" if whole is None else whole[whole.index("/", 8) :]


# ---------------------------------------------------------------- identity

_DEVICE_HOST = re.compile(r"(?:(?:www\d?|m|mobile|amp|wap|touch|mob)\.)+(?=[^.]+\.)")
_DEVICE_PATH = re.compile(r"/(?:amp|m|mobile|print)(?=/[^/]+/?.)")
_VIEW_SUFFIX = re.compile(r"(?:/(?:amp|print|mobile)|\.amp(?=\.html?\Z)|\.amp)(\.html?)?\Z")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)\Z", re.IGNORECASE)
# A long number between an article word (or alone) and a slug: the slug follows the headline's edits and
# servers ignore it. Not after a word for a container, whose number many articles share.
_ID_SLUG = re.compile(
    r"(?P<head>.*/(?P<word>[^/]*)/(?P<id>\d{4,12}))/(?P<slug>[^/]*-[^/]*|[^/]*[^\x00-\x7f][^/]*)\Z"
)
_ARTICLE_WORD = re.compile(
    r"(?:news|story|stories|articles?|posts?|node|details?|newsdetails?|content|n|a|read|view|show)\Z", re.I
)
_CONTAINER_WORD = re.compile(
    r"(?:issues?|editions?|tags?|topics?|sections?|categor(?:y|ies)|cat|authors?|writers?|users?|events?|files?"
    r"|programs?|series|folders?|albums?|magazine|numbers?|\d+)\Z",
    re.I,
)


def page_key(url: str, site: Site) -> str:
    """Return the identity of the page at `url`: one string for all the variants that sites serve of it.

    No scheme; no www, mobile or AMP host; no AMP or print form; no trailing slash; percent-encoding undone;
    query keys sorted, without those for tracking and view. `site.links.identity` keys always survive.
    """
    return _page_key(url, site.domain, site.aliases, site.links.identity)


@lru_cache(maxsize=1 << 13)
def _page_key(url: str, domain: str, aliases: tuple[str, ...], identity: tuple[str, ...]) -> str:
    whole = normalise(url)
    if whole is None:
        return url
    rest = whole.partition("://")[2]
    host, _, path = rest.partition("/")
    path, _, query = f"/{path}".partition("?")
    device = _DEVICE_HOST.match(host)
    if device:
        host = host[device.end() :]
    if host in aliases:
        host = domain
    path = decoded(path)
    if "//" in path:
        path = re.sub("/{2,}", "/", path)
    path = _INDEX.sub("/", path)
    path = path.rstrip("/")
    path = _VIEW_SUFFIX.sub(lambda m: m[1] or "", path)
    device_path = _DEVICE_PATH.match(path + "/")
    if device_path:
        path = path[device_path.end() :]
    if path.lower().endswith((".aspx", ".asp")):
        path = path.lower()  # served by IIS, which does not look at case
    numbered = _ID_SLUG.match(path)
    if numbered and not _CONTAINER_WORD.match(numbered["word"]):
        number = numbered["id"]
        dated = len(number) in (4, 8, 12) and number[:2] in ("19", "20")
        if not dated and (len(number) >= 6 or _ARTICLE_WORD.match(numbered["word"])):
            path = numbered["head"]
    key = f"{host}{path}"
    if query:
        kept = _identity_pairs(query, identity)
        if "page=1" in kept and "page" not in identity and not path.endswith(".xml"):
            kept.remove("page=1")
        if kept:
            key = f"{key}?{'&'.join(kept)}"
    return key


def _identity_pairs(query: str, identity: tuple[str, ...]) -> list[str]:
    """Return the sorted `key=value` pairs of a canonical query that tell articles apart."""
    pairs: dict[str, str] = {}
    for pair in query.split("&"):
        key, _, value = decoded(pair.replace("+", " ")).partition("=")
        key = key.removeprefix("amp;")
        pairs.setdefault(key if key in identity else key.lower(), value)
    for key in [k for k in pairs if k in _VIEW and k not in identity]:
        if pairs[key].lower() in (_VIEW[key] or _YES):
            del pairs[key]
    if any(_ID_KEY.match(k) and len(v) >= 4 for k, v in pairs.items()):
        for key in [k for k in pairs if _LISTING_KEY.match(k) and k not in identity]:
            del pairs[key]
    return sorted(f"{k}={v}" for k, v in pairs.items())


def article_id(url: str, site: Site) -> str:
    """Return `<site.key>:<id>`: the id that `links.article_id` finds, else a hash of the page key."""
    if site.links.article_id:
        found = re.search(site.links.article_id, decoded(url))
        if found:
            own = next((group for group in found.groups() if group), None)
            if own:
                return f"{site.key}:{own}"
    digest = hashlib.blake2b(page_key(url, site).encode("utf-8", "replace"), digest_size=8)
    return f"{site.key}:{digest.hexdigest()}"


# ---------------------------------------------------------------- whose a host is


@lru_cache(maxsize=8192)
def registrable_domain(host: str) -> str:
    """Return the registrable domain of `host` (`www.bbc.co.uk` -> `bbc.co.uk`), or `host` itself.

    Private suffixes (blogspot.com) count, so that two blogs are two sites. A top-level domain that the list
    does not have (`.example`, `.local`) counts as one label. Addresses in digits are returned as they are.
    """
    host = host.lower().rstrip(".")
    if ":" in host or host.replace(".", "").isdigit():
        return host
    labels = host.split(".")
    suffix = _suffix(labels) or 1
    return ".".join(labels[-suffix - 1 :]) if len(labels) > suffix and labels[-suffix - 1] else host


def _suffix(labels: list[str]) -> int:
    """Return how many labels at the end of a host are a public suffix; 0 where the list has none."""
    rules = _suffix_rules()
    spelt = [_spelt(label) for label in labels]
    for start in range(len(labels)):
        rest, under = ".".join(spelt[start:]), ".".join(spelt[start + 1 :])
        if f"!{rest}" in rules:
            return len(labels) - start - 1
        if rest in rules or f"*.{under}" in rules:
            return len(labels) - start
    return 0


def _spelt(label: str) -> str:
    """Return a label in its own letters, as the list has it."""
    if label.startswith("xn--"):
        try:
            return idna.decode(label)
        except (UnicodeError, IndexError):
            pass
    return label


@cache
def _suffix_rules() -> frozenset[str]:
    """Return the list that ships with tldextract: a crawl must not start with a download.

    tldextract itself imports an HTTP client and makes trees of the 10,000 rules, in an eighth of a second,
    and a crawl asks for a few hosts.
    """
    package = find_spec("tldextract")
    assert package is not None and package.submodule_search_locations
    path = Path(package.submodule_search_locations[0], ".tld_set_snapshot")
    return frozenset(path.read_text(encoding="utf-8").splitlines())
