"""Which addresses are articles, hubs, or nothing: shapes seen on Arabic news sites, with invented words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.classify import classify, weigh
from crawler.site import Links, Site

SITE = Site.generic("https://www.nahda.example/")

ARTICLES = [
    "/home/article/4123456",
    "/node/123456",
    "/economy/5012345-سوق-المال-يغلق-مرتفعا",
    "/articles/1412345",
    "/NewsQ/812345.aspx",
    "/News/202301/1/12345.aspx",
    "/news/newdetails/4312345/1/اسم-الخبر-هنا",
    "/news/newdetails/4312345/1",
    "/Politics/312345/عنوان-الخبر",
    "/article/712345",
    "/article/22/11/2026/افتتاح-المعرض-الدولي",
    "/ar/arabic-international-news/1212345/22-11-2026-عنوان-الخبر/",
    "/arab-and-world/egypt/2026/11/22/وزير-الري-يتفقد-السد",
    "/online/local/912345/News.html",
    "/across-the-uae/news-and-reports/2026-11-22-1.4512345",
    "/2026/11/22/article_2212345.html",
    "/news/عرب-ودولي/4512345/عنوان",
    "/Section-114/اقتصاد/عنوان-طويل-للخبر-1512345",
    "/story/وزير-الصحة-يزور-المستشفى-الجديد-اليوم",
    "/iraq/2026/11/22/عنوان-الخبر",
    "/news/2026/11/22/قمة-عربية-طارئة",
    "/2026-11-22/عنوان-الخبر-في-الصحيفة-هنا/",
    "/view.php?cat=312345",
    "/article/12345-عنوان-الخبر",
    "/news/details/3312345",
    "/politics/2026/11/22/عنوان-خبر",
    "/article/5912345",
    "/وزير-الخارجية-يلتقي-نظيره-في-القاهرة/",
    "/ar/posts/123456",
    "/2012345",
    "/iraq-news/512345/عنوان-الخبر",
    "/4512345-عنوان-الخبر",
    "/news/712345.html",
    "/details/212345",
    "/1812345.html",
    "/articles/6512345/الحياة/الفن/عنوان",
    "/article.aspx?articleno=712345",
    "/makhtarat/212345/عنوان-المقال",
    "/ar/algerie/162345-عنوان-الخبر",
    "/middle_east/1612345-عنوان-الخبر/",
    "/arab_world/202611221012345678-عنوان-الخبر-/",
    "/20261122/عنوان-الخبر-الكامل-1012345678.html",
    "/ar/politics/71234/عنوان-الخبر/",
    "/article/81234/عنوان-الخبر-في-الصباح",
    "/612345.html",
    "/arabic/articles/c4gz1234xyzo",
    "/arabic/middleeast-61234567",
    "/2026/11/خبر-عاجل-من-بيروت/",
    "/3112345/وزيرة-التضامن-تتفقد",
    "/ar/عنوان-الخبر-هنا/a-71234567",
    "/هكذا-تغيرت-اسعار-النفط-خلال-شهر/",
    "/5612345",
    "/عاصفة-قوية-تضرب-سواحل-المتوسط/",
    "/4012345/عنوان-الخبر",
    "/ar/الشرق-الأوسط/20261122-قمة-طارئة-في-الدوحة",
    "/News/4912345.aspx",
    "/Gomhuria/1412345.html",
    "/عنوان-الخبر-المغربي-1512345.html",
    "/212345--.html",
    "/ArticleDetails.aspx?id=3112345&language=ar",
    "/news/breaking/812345/عنوان-الخبر/ar",
    "/news/لبنان/1212345/عنوان-الخبر",
    "/Content.aspx?id=912345",
    "/article/1512345/البلد/عنوان",
    "/news/news_egypt/details/2026/11/22/2712345/عنوان-الخبر",
    "/ar/اخبار/1212345/عنوان-الخبر",
    "/news/local/2150775",
    "/articles/authors/2150829",
    "/local/na/2233592",
    "/2026/11/22/عنوان-الخبر/",
    "/saudia/h1k2xl9qws",
    "/news/view.aspx?cdate=22112026&id=0a1b2c3d-1111-2222-3333-444455556666",
    "/world/1712345-عنوان-الخبر",
    "/ar/N2212345",
    "/w/f3a91b20cd",
    "/news/article712345",
    "/Pages/Details/112345",
    "/ar/article/b3ka7q2-عنوان-الخبر",
    "/news12345.html",
    "/story/2026/11/22/عنوان-الخبر/6712345",
    "/archives/712345",
    "/?p=4123",
    "/ar/n/10234",
    "/details.asp?id=1234",
    "/news/1234/عنوان-قصير",
    "/urgent/61377-خبر-عاجل",
    "/live/61377-تغطية-مباشرة",
    "/gallery/61377-صور-من-الحدث",
    "/sport/football/2026/nov/22/match-report",
    "/2026/middle_east/11/22/summit.doha/index.html",
    "/index.php?option=com_content&view=article&id=51",
]

HUBS = [
    "/",
    "/ar",
    "/ar/",
    "/index.html",
    "/default.aspx",
    "/category/1",
    "/category/2064",
    "/category/politics/",
    "/category/politics/page/3/",
    "/category/3?page=2",
    "/section/167/",
    "/section/168/Economy",
    "/Section/أخبار-عاجلة/65/1",
    "/Portal/13/",
    "/section/index/12",
    "/section.asp?cat=3",
    "/section.asp?cat=3&page=4",
    "/category.php?id=7",
    "/list.aspx?props=breaking",
    "/news/newssection/5/1/رياضة",
    "/news/local",
    "/sport/saudi",
    "/politics/",
    "/ar/politics",
    "/ar/politics?page=7",
    "/sections/economy",
    "/ar/cat/sport",
    "/ar/cat/sport/3",
    "/ar/archive/2026-11-22",
    "/2026/11/22/",
    "/سياسة",
    "/أخبار-مصر",
    "/قسم/اقتصاد",
    "/news",
    "/latest-news",
    "/archives/category/online/page/4",
    "/economy/arabian",
    "/?cat=4",
    "/?paged=3",
    "/news/latest-news?page=2",
    "/morearticles/sport/saudi",
]

SKIPS = [
    "/tag/مصر",
    "/tags",
    "/tag/مصر/page/2",
    "/keyword/انتخابات",
    "/author/ahmad-ali",
    "/ar/author/ahmad-ali/page/2",
    "/search?q=خبر",
    "/search/term?search=خبر&pageIndex=1",
    "/?s=خبر",
    "/login",
    "/user/register",
    "/wp-login.php",
    "/wp-content/uploads/2026/11/photo.jpg",
    "/uploads/report.pdf",
    "/media/clip.mp4",
    "/feed/",
    "/comments/feed/",
    "/rss.xml",
    "/print.asp?id=1234",
    "/print/88088",
    "/archive/print/1500664",
    "/ar/n/55123?print=1",
    "/2026/11/22/عنوان-الخبر/amp/",
    "/news/123456/عنوان-الخبر?amp=1",
    "/privacy-policy",
    "/about-us",
    "/contact",
    "/من-نحن",
    "/سياسة-الخصوصية",
    "/en/news/123456",
    "/fr/article/123456",
    "/calendar?date=2031-02-01",
    "/browse?a=1&b=2&c=3&d=4&e=5&f=6&g=7",
    "/news/a/b/a/b/a/b/123456",
    "/category/1?page=99999999",
    "/video/123456-عنوان",
    "/podcast/حلقة-جديدة-من-البرنامج",
    "/news/123456/عنوان-الخبر?page=2",
    "/article/123456?share=facebook",
    "/cdn-cgi/l/email-protection",
    "/x?sort=asc",
    "/weather",
]


@pytest.mark.parametrize("path", ARTICLES)
def test_articles(path: str) -> None:
    assert classify("https://www.nahda.example" + path, SITE) == "article"


@pytest.mark.parametrize("path", HUBS)
def test_hubs(path: str) -> None:
    assert classify("https://www.nahda.example" + path, SITE) == "hub"


@pytest.mark.parametrize("path", SKIPS)
def test_skips(path: str) -> None:
    assert classify("https://www.nahda.example" + path, SITE) == "skip"


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/news/123456",
        "https://nahda.example.evil.example/news/123456",
        "https://xnahda.example/news/123456",
        "https://en.nahda.example/news/123456",
        "https://static.nahda.example/news/123456",
        "ftp://nahda.example/news/123456",
        "mailto:desk@nahda.example",
        "",
        "not an address",
    ],
)
def test_elsewhere_is_skipped(url: str) -> None:
    assert classify(url, SITE) == "skip"


def test_other_hosts_of_the_site_count() -> None:
    for host in ("nahda.example", "m.nahda.example", "gate.nahda.example", "sport.nahda.example:8080"):
        assert classify(f"https://{host}/news/123456", SITE) == "article"


def test_a_seed_on_a_name_of_its_own_is_the_whole_site() -> None:
    arabic = Site.generic("https://arabic.nahda.example/")
    assert classify("https://arabic.nahda.example/news/123456", arabic) == "article"
    assert classify("https://m.arabic.nahda.example/news/123456", arabic) == "article"
    assert classify("https://espanol.nahda.example/news/123456", arabic) == "skip"
    gate = Site(domain="nahda.example", host="gate.nahda.example", links=Links(article=r"/News/\d+"))
    assert classify("https://sport.nahda.example/News/123", gate) == "article"


def test_the_words_of_the_link_decide_where_the_address_does_not() -> None:
    url = "https://www.nahda.example/sport/kura"
    assert weigh(url, SITE) == ("hub", False)
    assert classify(url, SITE, "كرة القدم") == "hub"
    assert classify(url, SITE, "المنتخب يفوز على ضيفه بثلاثة أهداف نظيفة") == "article"
    assert classify("https://www.nahda.example/us", SITE, "من نحن") == "skip"
    assert classify("https://www.nahda.example/us", SITE, "إتّصل بنا") == "skip"


def test_the_words_of_the_link_do_not_overrule_a_settled_address() -> None:
    url = "https://www.nahda.example/news/123456/عنوان-الخبر"
    assert classify(url, SITE, "مصر") == "article"
    assert classify("https://www.nahda.example/tag/مصر", SITE, "خمس كلمات أو أكثر في هذا الرابط") == "skip"


def test_a_page_number_at_the_root_needs_the_words_of_a_page_number() -> None:
    url = "https://www.nahda.example/page/2"
    assert classify(url, SITE, "2") == "hub"
    assert classify(url, SITE, "التالي") == "hub"
    assert classify(url, SITE, "كتّاب الرأي") == "skip"


KNOWN = Site(
    key="nahda",
    domain="nahda.example",
    links=Links(article=r"/خبر/\d+", hub=r"/قسم-خاص/", skip=r"/خبر/9\d+/internal"),
)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/خبر/12", "article"),
        ("/%D8%AE%D8%A8%D8%B1/12", "article"),
        ("/خبر/12/amp", "skip"),
        ("/خبر/912/internal", "skip"),
        ("/قسم-خاص/x", "hub"),
        ("/category/politics", "hub"),
        ("/story/1234567-عنوان", "skip"),
        ("/tag/مصر", "skip"),
    ],
)
def test_the_patterns_of_a_site_file_decide(path: str, kind: str) -> None:
    assert classify("https://www.nahda.example" + path, KNOWN, "") == kind


def test_a_site_file_without_article_pattern_leaves_articles_to_the_address() -> None:
    site = Site(domain="nahda.example", links=Links(skip=r"/private/"))
    assert classify("https://nahda.example/news/123456", site) == "article"
    assert classify("https://nahda.example/private/123456", site) == "skip"


@given(st.text(max_size=300), st.text(max_size=60))
def test_never_raises(url: str, title: str) -> None:
    for text in (url, f"https://www.nahda.example/{url}", f"https://www.nahda.example/?{url}"):
        assert classify(text, SITE, title) in ("article", "hub", "skip")
