"""House rules over all site files: what a new file in spiders/ must hold to."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import pytest

import spiders
from crawler import settings
from crawler.classify import classify
from crawler.items import Article
from crawler.site import Site
from crawler.spider import NewsSpider
from crawler.urls import article_id, normalise, page_key

MODULES = sorted(module.name for module in pkgutil.iter_modules(spiders.__path__))
SPIDERS_OF_MANY_SITES = {"news"}  # the generic spider: its sites are arguments
SITE_FILES = [name for name in MODULES if name not in SPIDERS_OF_MANY_SITES]

# Site -> reason why it may be asked faster than the default. Nothing so far.
FASTER_THAN_DEFAULT: dict[str, str] = {}

# Addresses made up after the forms that each site uses; no two of a site are the same article.
ARTICLES: dict[str, list[str]] = {
    "ahram": [
        "https://gate.ahram.org.eg/News/4815001.aspx",
        "https://gate.ahram.org.eg/daily/News/901234.aspx",
        "https://sport.ahram.org.eg/News/77001.aspx",
        "https://www.ahram.org.eg/News/131690/4/555001/خبر-من-الصحيفة.aspx",
    ],
    "akhbarelyom": ["https://akhbarelyom.com/news/newdetails/3100001/1/عنوان-الخبر-هنا"],
    "albayan": ["https://www.albayan.ae/across-the-uae/news-and-reports/2020-06-03-1.3875001"],
    "almadenahnews": ["https://www.almadenahnews.com/article/820001-عنوان-الخبر"],
    "alyaum": [
        "https://www.alyaum.com/articles/6290001/القارات-السبع/عنوان-الخبر",
        "https://www.alyaum.com/article/4100001",
    ],
    "assabah_tn": ["http://www.assabah.com.tn/article/164001/عنوان-الخبر"],
    "bbc_arabic": [
        "https://www.bbc.com/arabic/articles/c51ng9qpz1xo",
        "https://www.bbc.com/arabic/middleeast-58670001",
    ],
    "beirutobserver": ["https://www.beirutobserver.com/2020/11/12345/"],
    "cnn_arabic": [
        "https://arabic.cnn.com/middle-east/article/2024/05/20/iran-helicopter-story",
        "http://arabic.cnn.com/2013/middle_east/8/3/some.story/index.html",
    ],
    "elbalad": ["https://www.elbalad.news/6469001", "https://www.el-balad.com/3227001"],
    "elbaladtv": [
        "https://elbaladtv.net/%d8%ae%d8%a8%d8%b1-%d8%b9%d8%a7%d8%ac%d9%84-%d8%a7%d9%84%d9%8a%d9%88%d9%85/"
    ],
    "lbcgroup": ["https://www.lbcgroup.tv/news/middle-east/901001/عنوان-الخبر/ar"],
    "okaz": [
        "https://www.okaz.com.sa/news/local/2150001",
        "https://www.okaz.com.sa/article/260001",
        "https://www.okaz.com.sa/local/saudi-arabia/2234001",
    ],
    "pressbee": ["https://pressbee.net/show4800001.html", "https://pressbee.net/show/عنوان-خبر-طويل-من-هنا"],
    "sahafah24": ["https://www.sahafah24.net/story/7300001"],
    "spa": ["https://www.spa.gov.sa/N2660001", "https://www.spa.gov.sa/ar/71d56a9301"],
    "sputnik_arabic": [
        "https://arabic.sputniknews.com/arab_world/202003171044850001-عنوان-الخبر/",
        "https://sarabic.ae/20240520/عنوان-الخبر-1088900001.html",
    ],
    "youm7": [
        "https://www.youm7.com/story/2024/5/13/عنوان-الخبر/6570001",
        "https://www.youm7.com/story/2020/8/24/4940001",
    ],
}


def spider_of(name: str) -> type[NewsSpider]:
    module: ModuleType = importlib.import_module(f"spiders.{name}")
    found = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, NewsSpider) and value.__module__ == module.__name__
    ]
    assert len(found) == 1, f"spiders/{name}.py must define one spider"
    return found[0]


def site_of(name: str) -> Site:
    return spider_of(name).site.named(name)


@pytest.mark.parametrize("name", MODULES)
def test_name_is_the_file_stem_and_the_first_line_says_what_it_is(name: str) -> None:
    spider = spider_of(name)
    assert spider.name == name
    assert spider.__name__.endswith("Spider")
    assert (importlib.import_module(f"spiders.{name}").__doc__ or "").strip()


@pytest.mark.parametrize("name", SITE_FILES)
def test_the_essentials_are_there(name: str) -> None:
    site = site_of(name)
    assert site.publisher
    assert site.support in ("verified", "reported", "generic")
    assert set(site.hooks) <= {field.name for field in dataclasses.fields(Article)}


@pytest.mark.parametrize("name", SITE_FILES)
def test_seeds_feeds_and_sitemaps_are_addresses_of_the_site(name: str) -> None:
    site = site_of(name)
    assert site.seeds or site.feeds or site.sitemaps
    for path in (*site.seeds, *site.feeds, *site.sitemaps):
        url = normalise(site.absolute(path))
        assert url is not None
        assert site.owns(urlsplit(url).hostname or ""), f"{url} is off the site"


@pytest.mark.parametrize("name", SITE_FILES)
def test_seeds_are_hubs(name: str) -> None:
    site = site_of(name)
    if site.rendering == "api":
        pytest.skip("the seeds of an API are no pages")
    for path in site.seeds:
        assert classify(site.absolute(path), site) == "hub", path


@pytest.mark.parametrize("name", SITE_FILES)
def test_known_forms_of_article_addresses_are_articles(name: str) -> None:
    site = site_of(name)
    urls = [normalise(url) or "" for url in ARTICLES[name]]
    for url in urls:
        assert classify(url, site) == "article", url
        assert site.owns(urlsplit(url).hostname or "")
        assert article_id(url, site).startswith(f"{name}:")
    assert len({page_key(url, site) for url in urls}) == len(urls)
    assert len({article_id(url, site) for url in urls}) == len(urls)


@pytest.mark.parametrize("name", SITE_FILES)
def test_the_home_page_and_other_hosts_are_no_articles(name: str) -> None:
    site = site_of(name)
    assert classify(site.origin, site) != "article"
    for url in ARTICLES[name]:
        host = urlsplit(url).hostname or ""
        assert classify(url.replace(host, "elsewhere.example"), site) == "skip"


def test_no_two_sites_share_a_domain() -> None:
    owners: dict[str, str] = {}
    for name in SITE_FILES:
        site = site_of(name)
        for domain in (site.domain, *site.aliases):
            assert domain not in owners, f"{domain}: {name} and {owners[domain]}"
            owners[domain] = name


@pytest.mark.parametrize("name", MODULES)
def test_robots_are_obeyed_and_no_site_is_asked_faster_than_the_default(name: str) -> None:
    own = spider_of(name).custom_settings or {}
    assert settings.ROBOTSTXT_OBEY is True
    assert own.get("ROBOTSTXT_OBEY", True) is True
    assert not {"USER_AGENT", "DOWNLOAD_SLOTS"} & own.keys()
    if name in FASTER_THAN_DEFAULT:
        return
    assert own.get("DOWNLOAD_DELAY", settings.DOWNLOAD_DELAY) >= settings.DOWNLOAD_DELAY
    if name in SITE_FILES:
        site = site_of(name)
        assert site.delay is None or site.delay >= settings.DOWNLOAD_DELAY
        assert site.concurrency is None or site.concurrency <= settings.CONCURRENT_REQUESTS_PER_DOMAIN


@pytest.mark.parametrize("name", SITE_FILES)
def test_a_site_file_stays_a_specification(name: str) -> None:
    module = importlib.import_module(f"spiders.{name}")
    assert module.__file__ is not None
    lines = [line for line in Path(module.__file__).read_text(encoding="utf-8").splitlines() if line.strip()]
    if name != "spa":  # reads an API, which takes code
        assert len(lines) <= 45, "longer than 45 lines: is it a family, or does it need a hook?"
