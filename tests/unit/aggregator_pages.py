"""Renders an aggregator's article page (text, source, topics, an embedded article, similar links) in many
markups.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Reading:
    """What a reader sees, in reading order."""

    headline: str
    body: list[str]
    source: str
    tags: list[str]
    other_headline: str
    other_body: list[str]
    similar: list[str]
    most_read: list[str]


OURS = Reading(
    headline="بلدية المدينة القديمة تبدأ ترميم السوق المسقوف بعد تأجيل دام عامين",
    body=[
        "بدأت بلدية المدينة القديمة صباح اليوم أعمال ترميم السوق المسقوف، وهو مشروع تأجل أكثر من مرة"
        " بسبب خلاف على التمويل بين المجلس البلدي ووزارة الثقافة.",
        "وقال رئيس البلدية، في تصريح للصحفيين، إن المرحلة الأولى تستغرق ثمانية أشهر وتشمل السقف الخشبي"
        " وشبكة الكهرباء والأرضيات الحجرية.",
        "وأضاف أن أصحاب المحال سيواصلون عملهم خلال الترميم، على أن تغلق الممرات بالتناوب في ساعات الليل فقط.",
        "ويعود بناء السوق إلى أكثر من ثلاثة قرون، ويضم نحو مئتي محل تبيع النحاس والأقمشة والتوابل.",
    ],
    source="صحيفة الميناء",
    tags=["السوق المسقوف", "بلدية المدينة القديمة", "ترميم", "وزارة الثقافة"],
    other_headline="معرض للحرف التقليدية يفتح أبوابه في القلعة",
    other_body=[
        "افتتح في القلعة معرض للحرف التقليدية يشارك فيه ستون حرفيا من سبع محافظات، ويستمر عشرة أيام.",
        "أجنحة للنحاس والزجاج",
        "ويخصص المعرض جناحا للنحاس وآخر للزجاج المنفوخ، مع ورشات يومية للأطفال وتلاميذ المدارس في"
        " الفترة الصباحية.",
        "وقال منظمو المعرض إن الدورة الماضية استقبلت أكثر من أربعين ألف زائر، وإنهم يتوقعون عددا أكبر"
        " هذا العام.",
    ],
    similar=[
        "وزارة الثقافة تعلن قائمة المباني المشمولة بالحماية",
        "خبراء يحذرون من انهيار أجزاء من السور الشرقي",
        "تجار النحاس يطالبون بخفض رسوم المحال",
        "افتتاح متحف صغير في بيت قديم وسط المدينة",
        "معرض للحرف التقليدية يفتح أبوابه في القلعة",
    ],
    most_read=[
        "أسعار الخضار في سوق الجملة هذا الصباح",
        "مواعيد القطارات في عطلة نهاية الأسبوع",
        "الأرصاد تتوقع أمطارا غزيرة على الساحل",
        "نتائج مباريات الجولة العاشرة من الدوري",
    ],
)

TATWEEL = "\u0640"
CHOICES: dict[str, list[str]] = {
    "text": ["p", "br", "brbr", "table", "div", "nested", "spans", "plain", "section", "blocks"],
    "label": ["h2", "h3", "h4", "strong", "b", "plain", "div", "td", "span", "dt", "font"],
    "joined": ["one", "two", "bold"],
    "spelling": ["plain", "tatweel", "tashkeel", "nocolon", "spaced"],
    "topics": ["blanks", "commas", "li", "spans", "arabic-commas", "bars"],
    "more": ["yes", "no"],
    "embed": ["own", "flat"],
    "embed_head": ["h2", "h3", "strong", "p", "div", "linked"],
    "similar": ["ul", "div", "br", "table", "p", "bullets", "cards"],
    "sidebar": ["after", "before", "inside", "none", "table"],
    "sidebar_class": ["aside", "div", "named"],
    "share": ["none", "between", "end"],
    "head": ["h1", "h2", "title-div", "font", "h1-banner"],
    "title": ["headline", "headline-site", "site", "og"],
    "wrap": ["0", "3", "12"],
    "encoding": ["utf-8", "windows-1256", "windows-1256-undeclared"],
    "info": ["none", "date", "byline"],
    "trailing": ["none", "comments", "latest"],
}


def choices(seed: int) -> dict[str, str]:
    """Return one combination."""
    rng = random.Random(f"rendering-{seed}")
    return {name: rng.choice(options) for name, options in CHOICES.items()}


def render(reading: Reading, how: dict[str, str], *, site: str = "مجلة الأخبار") -> bytes:
    """Return the page's bytes."""
    out: list[str] = []

    def spell(label: str) -> str:
        if how["spelling"] == "tatweel":
            return label[:3] + TATWEEL * 3 + label[3:] if len(label) > 4 else label
        if how["spelling"] == "tashkeel":
            return label[:2] + "\u0650" + label[2:4] + "\u0651" + label[4:]
        return label

    def colon(label: str) -> str:
        if how["spelling"] == "nocolon" and how["joined"] != "one":
            return label
        return f"{label} :" if how["spelling"] == "spaced" else f"{label}:"

    def label_of(text: str) -> str:
        tag = how["label"]
        return {
            "strong": f"<p><strong>{text}</strong></p>",
            "b": f"<div><b>{text}</b></div>",
            "plain": f"<p>{text}</p>" if how["text"] not in ("br", "brbr", "plain") else f"{text}<br>\n",
            "td": f"<table><tr><td>{text}</td></tr></table>",
            "span": f"<div><span class='x1'>{text}</span></div>",
            "dt": f"<dl><dt>{text}</dt></dl>",
            "font": f"<p><font color='red' size='3'>{text}</font></p>",
            "div": f"<div class='lbl'>{text}</div>",
        }.get(tag, f"<{tag}>{text}</{tag}>")

    def labelled(label: str, value: str) -> str:
        label = colon(spell(label))
        if how["joined"] == "one":
            one = f"{label} {value}"
            return (
                f"{one}<br><br>\n"
                if how["text"] in ("br", "brbr")
                else f"\n\n{one}\n\n"
                if how["text"] == "plain"
                else f"<p>{one}</p>"
            )
        if how["joined"] == "bold":
            return f"<p><b>{label}</b> {value}</p>"
        if how["label"] == "td":
            return f"<table><tr><td>{label}</td><td>{value}</td></tr></table>"
        if how["label"] == "dt":
            return f"<dl><dt>{label}</dt><dd>{value}</dd></dl>"
        return label_of(label) + f"<div>{value}</div>"

    def text_of(paragraphs: list[str]) -> str:
        kind = how["text"]
        paragraphs = [escape(p, quote=False) for p in paragraphs]
        if kind == "p":
            return "".join(f"<p>{p}</p>\n" for p in paragraphs)
        if kind == "br":
            return "<br>\n".join(paragraphs) + "<br>\n"
        if kind == "brbr":
            return "<br /><br />".join(paragraphs) + "<br /><br />"
        if kind == "table":
            return "<table>" + "".join(f"<tr><td>{p}</td></tr>" for p in paragraphs) + "</table>"
        if kind == "div":
            return "".join(f"<div>{p}</div>" for p in paragraphs)
        if kind == "nested":
            return "".join(f"<div><div class='r'><div><span>{p}</span></div></div></div>" for p in paragraphs)
        if kind == "spans":
            return "".join(f"<p><span style='font-size:14pt'>{p}</span></p><p>&nbsp;</p>" for p in paragraphs)
        if kind == "blocks":
            return "".join(f"<span style='display:block;margin:0'>{p}</span>" for p in paragraphs)
        if kind == "section":
            return "<section>" + "".join(f"<p>{p}</p>" for p in paragraphs) + "</section>"
        return "\n\n".join(paragraphs) + "\n\n"

    def share() -> str:
        return (
            '<div class="share-box"><a href="https://facebook.example/s?u=1">مشاركة</a> '
            '<a href="https://x.example/s?u=1">تغريد</a> <a href="https://wa.example/">واتساب</a></div>'
        )

    def link(n: int, title: str, prefix: str = "s") -> str:
        return f'<a href="/news/{prefix}{1000 + n}-{7654000 + n}.html">{escape(title, quote=False)}</a>'

    def sidebar() -> str:
        items = "".join(f"<li>{link(n, t, 'm')}</li>" for n, t in enumerate(reading.most_read, 500))
        box = f"<h3>الأكثر قراءة</h3><ol>{items}</ol>"
        kind = how["sidebar_class"]
        return (
            f"<aside>{box}</aside>"
            if kind == "aside"
            else f'<div class="sidebar">{box}</div>'
            if kind == "named"
            else f"<div>{box}</div>"
        )

    def topics() -> str:
        links = [f'<a href="/tags/{n}">{escape(t)}</a>' for n, t in enumerate(reading.tags, 1)]
        if how["more"] == "yes":
            links.append('<a href="/tags">المزيد</a>')
        kind = how["topics"]
        if kind == "li":
            return "<ul>" + "".join(f"<li>{x}</li>" for x in links) + "</ul>"
        if kind == "spans":
            return "".join(f"<span>{x}</span>" for x in links)
        return {"blanks": " ", "commas": ", ", "arabic-commas": "، ", "bars": " | "}[kind].join(links)

    def similar() -> str:
        links = [link(n, t) for n, t in enumerate(reading.similar)]
        kind = how["similar"]
        if kind == "ul":
            return "<ul>" + "".join(f"<li>{x}</li>" for x in links) + "</ul>"
        if kind == "div":
            return "".join(f"<div>{x}</div>" for x in links)
        if kind == "br":
            return "<br>".join(links) + "<br>"
        if kind == "table":
            return "<table>" + "".join(f"<tr><td>{x}</td></tr>" for x in links) + "</table>"
        if kind == "p":
            return "".join(f"<p>{x}</p>" for x in links)
        if kind == "bullets":
            return "".join(f"<div>&bull; {x}</div>" for x in links)
        return "".join(
            f'<div class="item"><img src="/i/{n}.jpg" alt=""><h4>{x}</h4><span>منذ ساعتين</span></div>'
            for n, x in enumerate(links)
        )

    def other_head() -> str:
        text = escape(reading.other_headline, quote=False)
        kind = how["embed_head"]
        if kind == "linked":
            return f'<h3><a href="/news/s1004-7654004.html">{text}</a></h3>'
        return {
            "strong": f"<p><strong>{text}</strong></p>",
            "p": f"<p>{text}</p>",
            "div": f"<div>{text}</div>",
        }.get(kind, f"<{kind}>{text}</{kind}>")

    title = escape(reading.headline, quote=False)
    name = escape(site)
    shown_title = {
        "headline": title,
        "headline-site": f"{title} - {name}",
        "site": name,
        "og": f"{title} | {name}",
    }[how["title"]]
    charset = "utf-8" if how["encoding"] == "utf-8" else "windows-1256"
    out.append("<!DOCTYPE html><html dir='rtl' lang='ar'><head>")
    if how["encoding"] != "windows-1256-undeclared":
        out.append(f'<meta charset="{charset}">')
    out.append(f"<title>{shown_title}</title>")
    if how["title"] == "og":
        out.append(f'<meta property="og:title" content="{escape(reading.headline)}">')
    out.append("<style>.a{color:red}</style><script>var x='<p>';</script></head><body>")
    out.append(
        '<div id="nav"><a href="/">الرئيسية</a> <a href="/c/1">سياسة</a> <a href="/c/2">اقتصاد</a> <a'
        ' href="/c/3">رياضة</a></div>'
    )
    if how["head"] == "h1-banner":
        out.append(f"<h1><a href='/'>{name}</a></h1>")
    if how["sidebar"] == "before":
        out.append(sidebar())
    table = how["sidebar"] == "table"
    if table:
        out.append("<table width='100%'><tr><td valign='top'>")
    depth = int(how["wrap"])
    out.append("<div>" * depth)
    head = {
        "h1": f"<h1>{title}</h1>",
        "h2": f"<h2>{title}</h2>",
        "title-div": f'<div class="title">{title}</div>',
        "font": f"<center><font size=5><b>{title}</b></font></center>",
        "h1-banner": f"<h2 class='t'>{title}</h2>",
    }[how["head"]]
    out.append(head)
    if how["info"] == "date":
        out.append("<div class='info'>الاثنين 21 أبريل 2025 - 10:30 ص</div>")
    elif how["info"] == "byline":
        out.append("<p>كتب: محمود السيد</p>")
    out.append("<div>" if how["text"] in ("br", "brbr", "plain") else "")
    out.append(text_of(reading.body))
    out.append("</div>" if how["text"] in ("br", "brbr", "plain") and how["label"] != "plain" else "")
    if how["share"] == "between":
        out.append(share())
    out.append(labelled("المصدر", escape(reading.source)))
    out.append(labelled("كلمات دلالية", topics()))
    out.append(label_of(colon(spell("إقرأ أيضاً"))))
    own = how["embed"] == "own"
    out.append("<div class='next'>" if own else "")
    out.append(other_head())
    out.append(text_of(reading.other_body))
    out.append("</div>" if own else "")
    if how["share"] == "end":
        out.append(share())
    out.append(label_of(spell("مقالات مشابهة")))
    out.append(similar())
    if how["sidebar"] == "inside":
        out.append(sidebar())
    if how["trailing"] == "comments":
        out.append("<h3>التعليقات</h3><p>لا توجد تعليقات حتى الآن، كن أول من يكتب تعليقا على هذا الخبر.</p>")
    elif how["trailing"] == "latest":
        out.append(
            "<h3>آخر الأخبار</h3><ul>"
            + "".join(f"<li>{link(n, t, 'l')}</li>" for n, t in enumerate(reading.most_read[:3], 800))
            + "</ul>"
        )
    out.append("</div>" if how["text"] in ("br", "brbr", "plain") and how["label"] == "plain" else "")
    out.append("</div>" * depth)
    if table:
        out.append(f"</td><td>{sidebar()}</td></tr></table>")
    if how["sidebar"] == "after":
        out.append(sidebar())
    out.append(f"<div id='footer'>جميع الحقوق محفوظة {name} 2025</div></body></html>")
    return "".join(out).encode("utf-8" if charset == "utf-8" else "cp1256", "replace")
