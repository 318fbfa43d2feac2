"""What class names and ids say of an element: furniture, related box, caption, byline, body.

Class names are words that developers everywhere share (`related-posts`, `entry-content`, `most-read`). They
are hints for the layers that need one, never proof: what a label or the text itself says is believed first.
"""

from __future__ import annotations

import re
from functools import lru_cache

Hint = int  # a set of the flags below

CHROME = 1  # navigation, header, footer, sidebar, pop-ups, forms
COMMENT = 2
RELATED = 4  # links to other articles that belong to this one
UNRELATED = 8  # most read, latest, sponsored, tickers
SHARE = 16
CAPTION = 32
AD = 64
HIDDEN = 128
BODY = 256
TITLE = 512
AUTHOR = 1024
DATE = 2048
TAGS = 4096
SECTION = 8192
SOURCE = 16384
META = 32768  # the lines around a headline: date, byline, views
LEAD = 65536
KICKER = 131072
CARD = 262144  # a teaser of another article
LIVE = 524288
GALLERY = 1 << 20
MAIN = 1 << 21  # <main>, <article>
UPDATED = 1 << 22
CRUMBS = 1 << 23

# Furniture that is never the article's own text, whatever its words are.
NOT_TEXT = CHROME | COMMENT | UNRELATED | SHARE | AD | HIDDEN

_TAGS: dict[str, Hint] = {
    "nav": CHROME,
    "footer": CHROME,
    "aside": CHROME,
    "form": CHROME,
    "button": CHROME | SHARE,
    "select": CHROME,
    "option": CHROME,
    "dialog": CHROME,
    "menu": CHROME,
    "marquee": UNRELATED,
    "figcaption": CAPTION,
    "caption": CAPTION,
    "time": DATE,
    "main": MAIN,
    "article": MAIN,
    "textarea": CHROME,
    "label": CHROME,
    "audio": HIDDEN,
    "video": HIDDEN,
}

# Searched in class and id, lower case, words set apart by "-" (camelCase too). `\b` holds at "-".
_WORDS: tuple[tuple[Hint, str], ...] = (
    (
        CHROME,
        r"\b(?:nav(?:bar|igation)?|menu|mega|footer|foot|sidebar|side|sidemenu|aside|masthead|topbar"
        r"|top-bar|site-header|page-header"
        r"|colophon|copyrights?|cookies?|consent|gdpr|newsletter|subscri(?:be|ption)|login|signin"
        r"|register|modal"
        r"|popup|pop-up|overlay|search|breadcrumbs?|breadcumb|pagination|pager|paging|(?<!elementor-)widgets?"
        r"|toolbar|weather|prayer|poll"
        r"|skip-link|screen-reader(?:-text)?|sr-only|visually-?hidden|app-download|back-to-top|logo"
        r"|lang-switch|ratings?|votes?|toc(?!-section)"
        r"|utility|util|offcanvas|drawer|contact-us|bottom-bar|header-menu|print-only|rsidebar|lsidebar"
        r"|usercontrols)\b",
    ),
    (
        COMMENT,
        r"\b(?:comments?|disqus(?:-thread)?|respond|replies|reply|fb-comments|commentlist|comment-.*)\b",
    ),
    (
        UNRELATED,
        r"\b(?:most-?(?:read|viewed|popular|commented|shared|watched|seen)|mostreads?|popular|trending"
        r"|trend|latest|recent|last-news|lastnews|latestnews"
        r"|breaking|ticker|news-?ticker|urgent-bar|outbrain|taboola|trc|tbl|ob-widget|mgid|sponsored"
        r"|promoted|promo|recommended-sites"
        r"|editor-?picks|top-stories|hot-?news|newsbar|marquee|next-?post|prev(?:ious)?-?post"
        r"|post-navigation|nav-links|next-prev)\b",
    ),
    (
        RELATED,
        r"\b(?:related\w*|relate|rel-item|rel-items|similar|see-?also|read-?also|readmore-?box|also"
        r"|also-read|more-?news|more-?stories|more-?from"
        r"|inline-related|read-?more|read-?next|also-?like|you-may|recommend(?:ed|ations?)?|suggest(?:ed"
        r"|ions?)?|lire|lireaussi|connected|inject|yarpp|jp-relatedposts"
        r"|more-?posts|more-?articles|other-?news)\b",
    ),
    (
        SHARE,
        r"\b(?:share\w*|sharing|social\w*|soc|addthis\w*|addtoany|sharethis|sharedaddy|a2a|follow\w*"
        r"|whatsapp|telegram|tools|print|post-tools|article-tools"
        r"|font-size|fontsize|sm-share|bookmark|like-box|google-news)\b",
    ),
    (
        CAPTION,
        r"\b(?:caption\w*|wp-caption(?:-text)?|img-?caption|image-?caption|photo-?caption|credit|credits"
        r"|photo-?credit|img-?desc|image-?desc"
        r"|imgcontainer|img-cont|img-title|image-title|photo-desc|copyright-image|media-caption"
        r"|row-inner-title)\b",
    ),
    (
        AD,
        r"\b(?:ads?|adv|advert\w*|advertisement|adslot|ad-slot|adsbygoogle|ad-\w+|banner|gpt|dfp|div-gpt"
        r"|google-ads?|e3lan\w*|stream-item\w*|sponsor)\b",
    ),
    (
        BODY,
        r"\b(?:article-?(?:body|text|content|details?)|articlebody|articlecontent|articledetails"
        r"|story-?(?:body|text|content)|storybody|entry-?content|post-?content|post-?body|post-?text"
        r"|news-?(?:body|text|content|details?)|newsbody|detail-?(?:body|text|content)|details-?text"
        r"|page-?content|content-?inner|wire-?text|rich-?text|prose|body-?text|bodytext|body-?content"
        r"|main-?text|main-?content|the-?content|node-?content|field-name-body|text|entry|htmldecode"
        r"|content-body|single-content|article-p|par|paragraphs?|txt|matn|khabar)\b",
    ),
    (
        TITLE,
        r"\b(?:title|headline|heading|post-title|entry-title|story-title|article-title|news-title"
        r"|wire-title|hed|h1|main-title|page-title)\b",
    ),
    (
        AUTHOR,
        r"\b(?:authors?|byline|by-line|writer|writers|writeby|editor|reporter|correspondent|journalist"
        r"|vcard|katib|by|auteur|columnist|post-author)\b",
    ),
    (
        DATE,
        r"\b(?:dates?|time|timestamp|datetime|pub-?date|publish(?:ed)?|publication|published|posted"
        r"|posted-on|entry-date|post-date|newsstorydate|strytmstmp|stamp|dateline|when|day|pub|time-?ago"
        r"|(?:article|news|story|post|item)date\w*|itemdatecreated|tari(?:kh|h))\b",
    ),
    (UPDATED, r"\b(?:updated?|modified|last-update\w*|date-upd|upd|date-modified|edited)\b"),
    (
        TAGS,
        r"\b(?:tags?|tags\w+|tag-?links|tags-links|tagcloud|tag-list|taglist|keywords?|kw|topics?|(?<![a-z]-)labels|(?:post|article|story|tag)-labels?"
        r"|hashtags?|post-tags?|article-tags|motcles)\b",
    ),
    (
        SECTION,
        r"\b(?:breadcrumbs?|breadcumb|crumbs?|category|categories|cat|cats|section-name|section-title"
        r"|rubric|rubrique|section|kind|post-cat\w*)\b",
    ),
    (
        CRUMBS,
        r"\b(?:crumbs?|pathway|path|bread|site-map-path|nav-?bits?|you-are-here)\b",
    ),
    (SOURCE, r"\b(?:source|src|via|agency|provider|credit-line|post-source|news-source|attribution)\b"),
    (
        META,
        r"\b(?:meta|entry-meta|post-meta|article-meta|info|article-info|details-info|sub|views"
        r"|view-count|hits|reading-time|metadata|post-info)\b",
    ),
    (
        LEAD,
        r"\b(?:lead|lede|ingress|summ|standfirst|sub-?title|sub-?headline|subheading|summary|excerpt|chapeau|chapo"
        r"|intro|deck|dek|abstract|teaser-text|article-summary|entry-sub-title|op-subtitle|s-tagline"
        r"|description|desc|sapo|muqaddima)\b",
    ),
    (
        KICKER,
        r"\b(?:kicker|over-?title|pre-?title|surtitle|sur-?titre|eyebrow|upper-?title|top-?title"
        r"|supertitle|overline|super-?head|strap|tagline-top)\b",
    ),
    (
        CARD,
        r"\b(?:card|teaser|post-item|news-item|(?<!icon-)list-item|thumb|thumbnail|item-list|story-card|box-item)\b",
    ),
    (LIVE, r"\b(?:live|live-?blog|liveblog|updates?|timeline|live-updates?|live-feed)\b"),
    (GALLERY, r"\b(?:gallery|slideshow|slider|album|photos|carousel|swiper|photo-gallery)\b"),
)
_HINTS = [(hint, re.compile(pattern)) for hint, pattern in _WORDS]

_NAMES = re.compile(r'(?:^|\s)(?:class|id|role|rel|itemprop)="([^"]*)"')
_HIDDEN = re.compile(r'(?:^|\s)hidden(?:=|\s|$)|aria-hidden="true"|display:\s*none|visibility:\s*hidden')
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_APART = re.compile(r"[^a-z]+")
_ROLES = {
    "navigation": CHROME,
    "banner": 0,
    "contentinfo": CHROME,
    "complementary": CHROME,
    "search": CHROME,
    "dialog": CHROME,
}


def hint_of(tag: str, attrs: str) -> Hint:
    """Return what the tag and its raw attributes say."""
    return _repeated(tag, attrs) if len(attrs) < 100 else _hint_of(tag, attrs)


@lru_cache(maxsize=1 << 14)
def _repeated(tag: str, attrs: str) -> Hint:
    return _hint_of(tag, attrs)


def _hint_of(tag: str, attrs: str) -> Hint:
    hint = _TAGS.get(tag, 0)
    if "readcrumb" in attrs:
        hint |= CRUMBS  # in whatever case
    names = _NAMES.findall(attrs)
    if names:
        hint |= words(" ".join(names))
    if ("hidden" in attrs or "none" in attrs) and _HIDDEN.search(attrs):
        hint |= HIDDEN
    if tag in ("body", "html", "main", "article"):
        # Classes of the whole page ("single has-sidebar", "post type-post has-comments") say nothing of its
        # text.
        hint &= MAIN | BODY | LIVE | CARD
    return hint


def tag_hint(tag: str) -> Hint:
    """Return what a tag without attributes says."""
    return _TAGS.get(tag, 0)


@lru_cache(maxsize=1 << 15)
def words(names: str) -> Hint:
    """Return what class names and ids say."""
    plain = "-".join(_APART.sub("-", _CAMEL.sub("-", name).lower()).strip("-") for name in names.split()[:12])
    if not plain:
        return 0
    hint = 0
    for flag, pattern in _HINTS:
        if pattern.search(plain):
            hint |= flag
    for role, flag in _ROLES.items():
        if role in names:
            hint |= flag
    return hint
