"""Pages that a site shows instead of the article: refusals, captchas, "checking your browser".

They are recognised so that they are never stored and never hammered at; nothing tries to get around them.
An article *about* captchas or Cloudflare is an article: it has paragraphs, a challenge has none.
"""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING

from scrapy.http import TextResponse

from crawler.network.pace import Pace
from crawler.network.refused import Refused
from crawler.network.robots import is_robots

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

LOOKED_AT = 262_144  # bytes of a body that are looked at
_BARE = 30_000  # bytes, below which machinery alone may be all that a page is
_ENOUGH_TEXT = 400  # letters in paragraphs, above which a page is more than a challenge
_REFUSALS = {401: "http-401", 403: "http-403", 407: "http-407", 429: "http-429", 451: "http-451"}

# What the machinery of a challenge leaves in the markup, (needle in the bytes, name). Those that ordinary
# pages carry too (a captcha in the comment form, Imperva's and Cloudflare's own scripts) only count where the
# page has hardly any text.
_MACHINERY = (
    (b"_cf_chl_opt", "cloudflare"),
    (b"cf-browser-verification", "cloudflare"),
    (b"cf-challenge", "cloudflare"),
    (b"cf-error-details", "cloudflare"),
    (b"gokuProps", "aws-waf"),
    (b"awsWafCookieDomainList", "aws-waf"),
    (b"_Incapsula_Resource", "imperva"),
    (b"Incapsula incident ID", "imperva"),
    (b"captcha-delivery.com", "datadome"),
    (b"px-captcha", "perimeterx"),
    (b"sucuri_cloudproxy", "sucuri"),
    (b"/.well-known/ddos-guard", "ddos-guard"),
    (b"g-recaptcha", "captcha"),
    (b"h-captcha", "captcha"),
    (b"cf-turnstile", "captcha"),
    (b"slowAES", "script-challenge"),
    (b"anubis_challenge", "anubis"),
    (b"/.within.website/", "anubis"),
)

# A title or first heading that is a challenge's. Whole phrases that address the visitor: news does not.
_OPENS = re.compile(
    r"just a moment|attention required|checking your browser|are you (?:a )?(?:human|robot)"
    r"|verify(?:ing)? (?:that )?you are (?:a )?human|human verification|(?:robot|security) check"
    r"|access denied|access to this page has been denied|403 forbidden|request (?:rejected|blocked)"
    r"|ddos-guard|one more step|bot verification|pardon our interruption"
    r"|(?:sorry, )?you have been blocked|vercel security checkpoint|making sure you're not a bot"
    r"|un instant|لحظة من فضلك|لحظة واحدة|انتظر لحظة|يرجى الانتظار|الرجاء الانتظار|جار[يٍ]? التحقق"
    r"|(?:ال)?تحقق (?:ال)?(?:أ|ا)مني|فحص (?:أ|ا)مني|التحقق من (?:المتصفح|الزائر)"
    r"|هل (?:أ|ا)نت (?:إ|ا)نسان|(?:تم )?(?:رفض|حظر|منع) (?:الوصول|الدخول)$"
    r"|الوصول (?:مرفوض|محظور|ممنوع)|غير مسموح بالدخول|تم حظر (?:عنوان ip|طلبك|وصولك)",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"تحقق من (?:أ|ا)نك (?:لست|(?:إ|ا)نسان|بشر)|(?:أ|ا)ثبت (?:أ|ا)نك (?:لست|(?:إ|ا)نسان|بشر)"
    r"|(?:^|\s)(?:أ|ا)نا لست (?:برنامج )?روبوت",
    re.IGNORECASE,
)
_HEADING = re.compile(rb"<([tT][iI][tT][lL][eE]|[hH][12])\b[^>]{0,500}>([^\0]{0,400}?)</(?:[tT]|[hH][12])")
_TAG = re.compile(r"<[^>]{0,500}>")
_NAME = re.compile(r"/?([a-z][a-z0-9]*)", re.IGNORECASE)
# Elements whose text is no article's, and inline ones, which do not end a sentence.
_FURNITURE = frozenset(
    {"script", "style", "noscript", "template", "svg", "nav", "footer", "header", "aside", "form"}
)
_INLINE = frozenset({"a", "b", "strong", "i", "em", "span", "u", "small", "mark", "font", "bdi", "wbr"})
# Sentences of a challenge itself: they are no article's text.
_ADDRESSED = re.compile(
    r"captcha|robot|human|browser|cookies|javascript|enable|security|blocked|ray id|incident"
    r"|روبوت|اختبار التحقق|كابتشا|متصفحك|المتصفح|حركة مرور|حركة المرور|إكمال|أمان|عنوان (?:ال)?ip",
    re.IGNORECASE,
)


def verdict(status: int, headers: Mapping[str, str], body_head: bytes) -> str | None:
    """Return the name of the block that this answer is, None where it is none. Pure, never raises.

    headers: names in any case; body_head: the body or its beginning, unpacked.
    """
    named = {name.lower(): value.lower() for name, value in headers.items()}
    if named.get("cf-mitigated") == "challenge":
        return "cloudflare"
    if named.get("x-amzn-waf-action") in ("challenge", "captcha"):
        return "aws-waf"
    body = body_head[:LOOKED_AT]
    challenge = _challenge(body)
    if challenge is not None and (status < 300 or status >= 400):
        return challenge
    return _REFUSALS.get(status)


def _challenge(body: bytes) -> str | None:
    headings = [_text(match[2]) for match in islice(_HEADING.finditer(body, 0, 65_536), 6)]
    spoken = any(_OPENS.match(heading) or _HOLDS.search(heading) for heading in headings)
    if not spoken and len(body) >= _BARE:
        return None
    machinery = next((name for needle, name in _MACHINERY if needle in body), None)
    if not spoken and (machinery is None or not _is_bare(body, machinery)):
        return None
    if _has_text(body):
        return None
    return machinery or "challenge"


def _is_bare(body: bytes, machinery: str) -> bool:
    """Whether a page with a challenge's machinery and no word of it is one: nothing else is there.

    A captcha alone proves nothing (a login form, a short notice): that needs a heading that says so.
    """
    return machinery != "captcha" and body.lower().count(b"<a ") < 6


def _has_text(body: bytes) -> bool:
    """Whether a page has running text: enough characters in pieces that are long enough to be a sentence.

    One pass over the tags, as a hostile page must not cost more than its length.
    """
    letters, piece, within = 0, "", ""
    for chunk in _decode(body).split("<"):
        tag, _, text = chunk.partition(">")
        named = _NAME.match(tag)
        name = named[1].lower() if named else ""
        if within:
            if name == within and tag.startswith("/"):
                within = ""
                piece = text
            continue
        if name in _FURNITURE and not tag.startswith("/"):
            within = name
        if name in _INLINE and not within:
            piece += text
            continue
        letters += _weight(piece)
        if letters >= _ENOUGH_TEXT:
            return True
        piece = "" if within else text
    return letters + _weight(piece) >= _ENOUGH_TEXT


def _weight(piece: str) -> int:
    words = " ".join(piece.split())
    return len(words) if len(words) > 60 and not _ADDRESSED.search(words) else 0


def _text(markup: bytes) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", _decode(markup))).split())


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        # Good enough to recognise a phrase: Arabic pages that are not UTF-8 are windows-1256.
        utf8 = raw.decode("utf-8", "ignore")
        return utf8 if re.search("[\u0621-\u064a]{3}", utf8) else raw.decode("cp1256", "replace")


class Blocks:
    """Downloader middleware on the engine's side of the decompression.

    A challenge may pass by itself: the ledger asks again later, BLOCKS_RETRY_TIMES times. A site that refuses
    BLOCKS_IN_A_ROW requests in a row is left alone for BLOCKS_PAUSE seconds.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._again = settings.getint("BLOCKS_RETRY_TIMES", 2)
        self._in_a_row = settings.getint("BLOCKS_IN_A_ROW", 10)
        self._pause = settings.getfloat("BLOCKS_PAUSE", 1800.0)
        self._run: dict[str, int] = {}  # blocked answers in a row, by site

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Blocks:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        if is_robots(request):
            return response
        site = str(request.meta.get("download_slot") or "")
        reason = self._verdict(response)
        if reason is None:
            self._run.pop(site, None)
            return response
        if reason == "http-429":  # asks for patience: `Pace` has heard it, and the ledger tries again
            return response
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(f"blocked/{reason}")
        self._run[site] = self._run.get(site, 0) + 1
        if self._run[site] >= self._in_a_row:
            logger.warning("%s has refused %d requests in a row: it is left alone", site, self._run[site])
            self._run[site] = 0
            pace = self._crawler.get_downloader_middleware(Pace)
            if pace is not None:
                pace.hold(request, self._pause)
        elif not reason.startswith("http-") and _tries(request) < self._again:
            raise Refused("failed", f"blocked-{reason}", response.url, retry_in=2.0, answered=True)
        raise Refused("blocked", reason, response.url, retry_in=self._pause, answered=True)

    def _verdict(self, response: Response) -> str | None:
        if response.status < 400 and not isinstance(response, TextResponse):
            return None
        headers = {
            name.decode("latin-1"): (response.headers.get(name) or b"").decode("latin-1")
            for name in (b"cf-mitigated", b"x-amzn-waf-action")
            if name in response.headers
        }
        return verdict(response.status, headers, response.body[:LOOKED_AT])


def _tries(request: Request) -> int:
    """Return how often the ledger has asked for this page before."""
    lease = getattr(request.meta.get("claim"), "lease", None)
    return int(getattr(lease, "tries", 0))
