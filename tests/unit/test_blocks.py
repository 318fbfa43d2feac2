"""Blocks: refusals and challenges are seen for what they are, articles about them for articles."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import Settings
from scrapy.statscollectors import StatsCollector

from crawler.network.blocks import Blocks, verdict
from crawler.network.refused import Refused

CLOUDFLARE = b"""<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>
<script>window._cf_chl_opt={cvId:'3'};</script></head><body><div class="main-content">
<noscript>Enable JavaScript and cookies to continue</noscript></div></body></html>"""
IMPERVA = b"""<html><head><META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW"></head><body>
<iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=9&incident_id=1">Request unsuccessful.
Incapsula incident ID: 1</iframe></body></html>"""
AWS = (
    b"<html><head><script>window.gokuProps = {};</script></head><body><div id=challenge></div></body></html>"
)
AKAMAI = (
    b"<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don't have</BODY></HTML>"
)
MENU = "".join(f"<li><a href='/s/{n}'>قسم رقم {n}</a></li>" for n in range(40))
ARABIC = f"""<html lang=ar><head><title>تحقق أمني - صحيفة المثال</title></head><body><ul>{MENU}</ul>
<h1>تحقق من أنك لست برنامج روبوت</h1><p>نشاط غير مألوف من شبكتك، فضلا أكمل اختبار التحقق حتى تتابع.</p>
<div class=g-recaptcha data-sitekey=x></div></body></html>"""
SENTENCE = (
    "وقال الخبير إن هذه الاختبارات وضعت لتمييز الزائر من الآلة، وإن الشركات تغيرها كل عام مع تقدم الذكاء. "
)
ARTICLE = f"""<html lang=ar><head><title>لماذا يطلب منك الموقع: تحقق من أنك لست روبوت؟</title>
<script src=https://www.google.com/recaptcha/api.js></script></head><body>
<h1>تحقق من أنك لست روبوت: قصة اختبار أزعج الملايين</h1>
<p>{SENTENCE * 2}</p><p>{SENTENCE * 3}</p><p>{SENTENCE * 2}</p>
<form id=comments><div class="g-recaptcha"></div></form></body></html>"""
SHORT_NEWS = """<html lang=ar><head><title>وزير النقل يفتتح المحطة</title></head><body>
<h1>وزير النقل يفتتح المحطة</h1>
<p>افتتح الوزير المحطة صباح اليوم.</p><form><div class="g-recaptcha"></div></form></body></html>"""


@pytest.mark.parametrize(
    ("status", "body", "name"),
    [
        (403, CLOUDFLARE, "cloudflare"),
        (503, CLOUDFLARE, "cloudflare"),
        (200, CLOUDFLARE, "cloudflare"),
        (200, IMPERVA, "imperva"),
        (202, AWS, "aws-waf"),
        (403, AKAMAI, "challenge"),
        (200, AKAMAI, "challenge"),
        (200, ARABIC.encode(), "captcha"),
        (200, ARABIC.encode("cp1256"), "captcha"),
        (403, b"", "http-403"),
        (401, b"<html>", "http-401"),
        (429, b"", "http-429"),
        (451, b"", "http-451"),
        (200, b"", None),
        (404, b"<h1>Not found</h1>", None),
        (500, b"<h1>Internal error</h1>", None),
        (302, CLOUDFLARE, None),
        (200, ARTICLE.encode(), None),
        (200, SHORT_NEWS.encode(), None),
    ],
)
def test_verdict(status: int, body: bytes, name: str | None) -> None:
    assert verdict(status, {}, body) == name


@pytest.mark.parametrize(
    "heading",
    [
        "Access Denied",
        "تم حظر وصولك",
        "الوصول مرفوض",
        "جارٍ التحقق من المتصفح",
        "يرجى الانتظار...",
        "أثبت أنك إنسان",
        "One more step",
    ],
)
def test_phrases_that_address_the_visitor(heading: str) -> None:
    assert verdict(200, {}, f"<title>{heading}</title><body><h1>{heading}</h1>".encode()) == "challenge"


@pytest.mark.parametrize(
    "headline",
    ["حظر الدخول إلى المدينة القديمة ليلا", "منع الوصول إلى الشاطئ", "روبوت يجري جراحة", "Moment of truth"],
)
def test_headlines_that_only_sound_alike(headline: str) -> None:
    assert verdict(200, {}, f"<title>{headline}</title><h1>{headline}</h1><p>خبر قصير.</p>".encode()) is None


def test_headers_that_say_it() -> None:
    assert verdict(200, {"CF-Mitigated": "challenge"}, b"") == "cloudflare"
    assert verdict(405, {"x-amzn-waf-action": "captcha"}, b"") == "aws-waf"
    assert verdict(200, {"server": "cloudflare", "cf-ray": "1"}, SHORT_NEWS.encode()) is None


def test_a_site_whose_every_page_carries_the_machinery_is_not_blocked() -> None:
    guarded = SHORT_NEWS.replace(
        "</body>", f"<ul>{MENU}</ul><script src='/_Incapsula_Resource?SWJIYLWA=7'></script></body>"
    )
    assert verdict(200, {}, guarded.encode()) is None


@given(st.integers(100, 599), st.binary(max_size=300))
def test_it_never_raises(status: int, body: bytes) -> None:
    verdict(status, {}, b"<title>just a moment" + body + b"</title><h1>" + body + b"</h1>")


def test_hostile_markup_is_read_in_linear_time() -> None:
    for piece in (b"<h1>", b"<title>just a moment</title>", b"<nav><script>", b"<div>"):
        verdict(200, {}, (b"g-recaptcha" + piece * 100_000)[:262_144])


class World:
    def __init__(self, **settings: Any) -> None:
        self.stats = StatsCollector(SimpleNamespace(settings=Settings()))  # type: ignore[arg-type]
        self.holds: list[float] = []
        pace = SimpleNamespace(hold=lambda request, seconds: self.holds.append(seconds))
        crawler = SimpleNamespace(
            settings=Settings(settings), stats=self.stats, get_downloader_middleware=lambda cls: pace
        )
        self.blocks = Blocks.from_crawler(crawler)  # type: ignore[arg-type]

    def answer(self, request: Request, body: bytes, status: int = 200) -> Response:
        response = HtmlResponse(request.url, status=status, body=body, encoding="utf-8")
        return self.blocks.process_response(request, response)


def _ask(tries: int = 0) -> Request:
    claim = SimpleNamespace(lease=SimpleNamespace(tries=tries))
    return Request("https://sada.example/1", meta={"download_slot": "sada", "claim": claim})


def test_a_challenge_is_for_later_and_then_blocked() -> None:
    world = World()
    outcomes = []
    for tries in range(3):
        with pytest.raises(Refused) as refused:
            world.answer(_ask(tries), CLOUDFLARE)
        outcomes.append((refused.value.outcome, refused.value.reason))
    assert outcomes == [("failed", "blocked-cloudflare")] * 2 + [("blocked", "cloudflare")]
    assert world.stats.get_value("blocked/cloudflare") == 3
    assert isinstance(world.answer(_ask(), ARTICLE.encode()), HtmlResponse)


def test_a_refusal_is_not_asked_again_and_too_many_requests_are_left_to_the_pace() -> None:
    world = World()
    with pytest.raises(Refused) as refused:
        world.answer(_ask(), b"", 403)
    assert (refused.value.outcome, refused.value.answered) == ("blocked", True)
    assert world.answer(_ask(), b"", 429).status == 429
    assert world.holds == []


def test_a_site_that_refuses_everything_is_left_alone() -> None:
    world = World(BLOCKS_IN_A_ROW=3, BLOCKS_PAUSE=900)
    for _ in range(3):
        with pytest.raises(Refused):
            world.answer(_ask(), b"", 403)
    assert world.holds == [900.0]
    page = world.answer(_ask(), ARTICLE.encode())
    assert isinstance(page, HtmlResponse)


def test_robots_answers_are_left_to_the_robots_middleware() -> None:
    request = Request("https://sada.example/robots.txt", callback=NO_CALLBACK)
    response = Response(request.url, status=403)
    assert World().blocks.process_response(request, response) is response
