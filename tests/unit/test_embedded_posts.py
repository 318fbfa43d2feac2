"""Posts of social networks that an article embeds are not its prose; what it quotes is."""

# ruff: noqa: E501 (a line is a piece of markup: cut in two, it is harder to read)

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extraction import extract
from crawler.site import Site

SITE = "https://voice.example"
PARAGRAPHS = [
    "قال مسؤول في وزارة الطاقة إن المحطة الجديدة ستدخل الخدمة مطلع العام المقبل بعد اكتمال الاختبارات الفنية.",
    "وأضاف المسؤول أن كلفة المشروع بلغت نحو مئتي مليون دولار، مولت من قروض ميسرة على مدى عشر سنوات كاملة.",
]
POST = "المحطة الجديدة ستغير وجه المدينة وتنهي انقطاع الكهرباء الذي عانينا منه طويلا في فصل الصيف."
POSTS = {
    "tweet": f'<blockquote class="twitter-tweet"><p lang="ar" dir="rtl">{POST}</p>&mdash; سامي (@sami) <a href="https://twitter.com/sami/status/12345?ref_src=x">November 20, 2026</a></blockquote>',
    "tweet without its class": f'<blockquote><p>{POST}</p>— سامي (@sami) <a href="https://x.com/sami/status/12345">20 نوفمبر 2026</a></blockquote>',
    "wordpress": f'<figure class="wp-block-embed is-provider-twitter"><div class="wp-block-embed__wrapper"><p>{POST}</p></div></figure>',
    "facebook": f'<div class="fb-post embed" data-href="x"><blockquote cite="x"><p>{POST}</p>منشور من <a href="https://www.facebook.com/energy">وزارة الطاقة</a> في <a href="https://www.facebook.com/energy/posts/1">20 نوفمبر 2026</a></blockquote></div>',
    "instagram": f'<blockquote class="instagram-media"><div><a href="https://www.instagram.com/p/xx/">عرض هذا المنشور</a><p>{POST}</p></div></blockquote>',
    "telegram": f'<blockquote><p>{POST}</p><a href="https://t.me/energy/155">قناة الوزارة</a></blockquote>',
    "drupal": f'<div class="media-embed twitter-embed"><p>{POST}</p></div>',
}
QUOTES = {
    "quotation": f"<blockquote><p>{POST}</p></blockquote>",
    "with its author": f'<blockquote class="quote"><p>{POST}</p><cite>وزير الطاقة</cite></blockquote>',
    "with a link": f'<blockquote><p>{POST} <a href="https://energy.example/report">التقرير</a></p></blockquote>',
    "pull quote": f'<figure class="wp-block-pullquote"><blockquote><p>{POST}</p></blockquote></figure>',
}


def body_of(inner: str) -> str:
    html = (
        "<html><body><h1>محطة كهرباء جديدة تدخل الخدمة مطلع العام المقبل</h1>"
        f'<div class="c"><p>{PARAGRAPHS[0]}</p>{inner}<p>{PARAGRAPHS[1]}</p></div></body></html>'
    )
    fetched_at = datetime(2026, 11, 23, tzinfo=UTC)
    article = extract(html.encode(), f"{SITE}/news/512345", Site.generic(SITE), fetched_at=fetched_at).article
    assert article is not None
    return article.body


@pytest.mark.parametrize("name", POSTS)
def test_posts_are_left_out(name: str) -> None:
    assert body_of(POSTS[name]).split("\n\n") == PARAGRAPHS


@pytest.mark.parametrize("name", QUOTES)
def test_quotations_stay(name: str) -> None:
    assert POST in body_of(QUOTES[name])


def test_a_post_pasted_as_text_loses_its_signature() -> None:
    inner = f"<p>{POST}</p><p>— سامي الخطيب (@sami) November 20, 2026</p>"
    assert body_of(inner).split("\n\n") == [PARAGRAPHS[0], POST, PARAGRAPHS[1]]
