"""The judge on made-up articles that it was not trained on: copies, and what only looks like copies.

The articles are put together from sentences of our own, the templates filled with other numbers and names, so
that no phrase of theirs is known to the background. The answer follows from how a pair was made.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from crawler.dedup import judge

CITIES = (
    "الرستاق",
    "سوهاج",
    "المفرق",
    "قفصة",
    "البيضاء",
    "طرطوس",
    "الخرج",
    "بعقوبة",
    "الحسكة",
    "نزوى",
    "تيارت",
    "صفاقس",
)
PEOPLE = (
    "سالم الحارثي",
    "منى عبدالقادر",
    "رشيد بوعزيز",
    "هدى النابلسي",
    "خليل الشمري",
    "نوال العطار",
    "فيصل الغامدي",
    "سميرة بن يوسف",
    "أيمن الزعبي",
    "ليلى المنصوري",
    "طارق الدوري",
    "أسماء حجازي",
)
BODIES = (
    "مديرية الأشغال",
    "هيئة الموانئ",
    "وزارة الزراعة",
    "بلدية المدينة",
    "شركة الكهرباء",
    "جامعة الشرق",
    "مصلحة المياه",
    "نقابة الأطباء",
)
OPENINGS = (
    "أعلنت {body} في {city} بدء العمل في مشروع {thing} بعد أشهر من التأجيل.",
    "وقعت {body} اليوم عقدا لتنفيذ {thing} في {city} بكلفة تصل إلى {n1} مليونا.",
    "شكا سكان أحياء عدة في {city} من تعثر {thing} الذي تشرف عليه {body}.",
    "دشن محافظ {city} صباح أمس {thing} بحضور ممثلين عن {body} وأهالي المنطقة.",
    "كشفت {body} عن تفاصيل {thing} الذي ينتظره أهالي {city} منذ {n2} أعوام.",
    "قررت {body} تمديد مهلة {thing} في {city} حتى نهاية الموسم المقبل.",
)
THINGS = (
    "توسعة المستشفى العام",
    "الطريق الدائري الجديد",
    "محطة تحلية المياه",
    "سوق الخضار المركزي",
    "شبكة الصرف في الأحياء القديمة",
    "مركز تدريب الممرضين",
    "إعادة تشجير الوادي",
    "ميناء الصيد الصغير",
    "المكتبة المتنقلة",
    "حملة تلقيح المواشي",
    "ترميم القلعة الأثرية",
    "مصنع الألبان التعاوني",
    "خط الحافلات السريع",
    "حديقة الحيوان",
)
MIDDLES = (
    "وقال {person} إن الفرق الفنية أنهت مسح {n1} موقعا وإن النتائج سترفع إلى اللجنة خلال أيام.",
    "وأوضح {person} أن التمويل جاء من موازنة العام الماضي ومن قرض ميسر يسدد على {n2} سنوات.",
    "ورأى الخبير {person} أن الخطوة تأخرت كثيرا وأن الأهالي دفعوا ثمن البطء في الإجراءات.",
    "وأشار بيان صدر مساء إلى أن الأولوية ستكون للقرى البعيدة التي لا تصلها الخدمات إلا نادرا.",
    "وطالبت {person} بإشراك جمعيات المجتمع المحلي في المتابعة حتى لا تتكرر أخطاء التجربة السابقة.",
    "وبحسب أرقام رسمية يستفيد من المشروع نحو {n3} ألف نسمة في {city} والبلدات المجاورة.",
    "ولفت المهندس {person} إلى أن الأعمال ستتوقف في ساعات الظهيرة حفاظا على سلامة العمال.",
    "وتقول صاحبة متجر قريب من الموقع إن الحركة تراجعت منذ إغلاق الشارع وإنها تنتظر تعويضا وعدت به.",
    "وكانت لجنة مشتركة قد زارت {city} في الربيع واستمعت إلى ملاحظات المزارعين وأصحاب الورش.",
    "وذكرت مصادر مطلعة أن شركة {foreign} قدمت أقل العروض سعرا غير أن الترسية لم تعلن بعد.",
    "وأضافت أن نسبة الإنجاز بلغت {n1} في المئة وأن التأخير سببه نقص المواد المستوردة.",
    "ويأمل الطلاب في أن ينعكس ذلك على فرص العمل التي تقلصت في السنوات الأخيرة.",
    "واعترض عضو المجلس {person} على طريقة احتساب الكلفة مطالبا بنشر العقود كاملة للرأي العام.",
    "وتوقع {person} أن تنخفض نفقات النقل بمقدار الخمس عند اكتمال المرحلة الثانية.",
    "وحذرت دراسة أعدتها جامعة محلية من آثار جانبية على المياه الجوفية إذا لم تعالج المخلفات.",
    "وفي المقابل أكد {person} أن جميع المعايير البيئية روعيت وأن تقارير القياس متاحة لمن يطلبها.",
)
ENDINGS = (
    "ومن المقرر أن تعقد {body} مؤتمرا صحفيا الأسبوع المقبل لعرض الجدول الزمني النهائي.",
    "يذكر أن مشروعا مماثلا نفذ في {city} قبل عقد وما زال يعمل بنصف طاقته.",
    "وتبلغ مساحة الموقع {n3} دونما وكان مخصصا في الأصل لمدرسة مهنية.",
    "ولم يتسن الحصول على تعليق من {body} حتى ساعة إعداد الخبر.",
)
FOREIGN = ("كورية", "إيطالية", "تركية", "برتغالية", "هندية")
NEW_LEADS = (
    "نفت {body} ما تردد عن استقالة مديرها في {city} ووصفت الأنباء المتداولة بأنها شائعات.",
    "أوقفت النيابة العامة في {city} ثلاثة موظفين على ذمة التحقيق في شبهات تتعلق بالعقود.",
    "أصيب أربعة عمال بجروح في انهيار سقالة في {city} فجر اليوم وفق ما أفاد به الدفاع المدني.",
    "صوت المجلس البلدي في {city} بالأغلبية ضد الخطة التي عرضت عليه قبل يومين.",
)
FACTS = (
    "ونقل المصابون إلى مستشفى قريب ووصفت حالة أحدهم بالحرجة فيما فتح تحقيق في ملابسات الحادث.",
    "وطالب المحامي {person} بالاطلاع على ملف القضية كاملا قبل الجلسة التي حددت ليوم الخميس.",
    "وانسحب {n2} أعضاء من القاعة احتجاجا على ما عدوه تجاوزا للنظام الداخلي.",
)
SPELLINGS = (
    ("أ", "ا"),
    ("إ", "ا"),
    ("ة ", "ه "),
    ("ى ", "ي "),
    ("المئة", "المائة"),
    ("مسؤول", "مسئول"),
    ("عبدال", "عبد ال"),
)
SYNONYMS = (
    ("وقال", "وذكر"),
    ("وأوضح", "وبين"),
    ("أعلنت", "كشفت"),
    ("اليوم", "أمس"),
    ("صباح أمس", "أمس الأول"),
    ("نحو", "قرابة"),
    ("بلغت", "وصلت إلى"),
    ("ولفت", "وأشار"),
    ("المقبل", "القادم"),
    ("مشروع", "خطة"),
    ("في المئة", "%"),
    ("غير أن", "إلا أن"),
)


class Maker:
    """Makes articles and pairs; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.number = 0

    def fill(self, sentence: str, **known: str) -> str:
        r = self.random
        values = {
            "body": r.choice(BODIES),
            "city": r.choice(CITIES),
            "thing": r.choice(THINGS),
            "person": r.choice(PEOPLE),
            "foreign": r.choice(FOREIGN),
            "n1": str(r.randrange(12, 98)),
            "n2": str(r.randrange(3, 11)),
            "n3": str(r.randrange(100, 900)),
        }
        return sentence.format(**{**values, **known})

    def story(self) -> dict[str, Any]:
        """Return an article of five to nine paragraphs."""
        r = self.random
        self.number += 1
        known = {"city": r.choice(CITIES), "body": r.choice(BODIES), "thing": r.choice(THINGS)}
        middle = r.sample(MIDDLES, r.randrange(4, 8))
        lines = [self.fill(line, **known) for line in (r.choice(OPENINGS), *middle, r.choice(ENDINGS))]
        day = r.randrange(1, 28)
        return {
            "headline": f"{known['thing']} في {known['city']}",
            "body": "\n\n".join(lines),
            "published_at": f"2026-03-{day:02}T09:00:00Z",
            "site": r.choice(("alfa", "beta", "gamma", "delta")),
        }

    def copy_of(
        self, article: dict[str, Any], body: str, *, headline: str | None = None, days: int = 0
    ) -> dict[str, Any]:
        day = min(28, int(article["published_at"][8:10]) + days)
        others = [s for s in ("alfa", "beta", "gamma", "delta") if s != article["site"]]
        return {
            **article,
            "body": body,
            "headline": headline or article["headline"],
            "published_at": f"2026-03-{day:02}T15:30:00Z",
            "site": self.random.choice(others),
        }

    # Copies -------------------------------------------------------------------------------------------------

    def retitled(self, a: dict[str, Any]) -> dict[str, Any]:
        return self.copy_of(a, a["body"].replace("\n\n", "\n"), headline="تفاصيل جديدة عن خطة طال انتظارها")

    def respelled(self, a: dict[str, Any]) -> dict[str, Any]:
        body = a["body"]
        for old, new in self.random.sample(SPELLINGS, 5):
            body = body.replace(old, new)
        return self.copy_of(a, body)

    def edited(self, a: dict[str, Any]) -> dict[str, Any]:
        body = a["body"]
        for old, new in SYNONYMS:
            body = body.replace(old, new)
        return self.copy_of(a, body, headline="خبر محلي من المحافظات", days=1)

    def dateline(self, a: dict[str, Any]) -> dict[str, Any]:
        where = self.random.choice(CITIES)
        tail = "\n\nللمزيد تابعونا على صفحاتنا في مواقع التواصل الاجتماعي"
        return self.copy_of(a, f"{where} - متابعات: {a['body']}{tail}")

    def first_line(self, a: dict[str, Any]) -> dict[str, Any]:
        """The agency's copy with a first line of the paper's own that says the same."""
        lines = a["body"].split("\n\n")
        words = lines[0].rstrip(".").split()
        lead = "في خطوة طال انتظارها " + " ".join(words[: max(6, len(words) * 2 // 3)]) + "."
        return self.copy_of(a, "\n\n".join([lead, *lines[1:]]))

    def cut(self, a: dict[str, Any]) -> dict[str, Any]:
        lines = a["body"].split("\n\n")
        return self.copy_of(a, "\n\n".join(lines[: max(2, len(lines) // 2)]), headline="باختصار")

    def thinned(self, a: dict[str, Any]) -> dict[str, Any]:
        """Every third paragraph is gone."""
        lines = a["body"].split("\n\n")
        return self.copy_of(a, "\n\n".join(line for i, line in enumerate(lines) if i == 0 or i % 3))

    def swapped(self, a: dict[str, Any]) -> dict[str, Any]:
        lines = a["body"].split("\n\n")
        i = self.random.randrange(1, len(lines) - 1)
        lines[i], lines[i + 1] = lines[i + 1], lines[i]
        return self.copy_of(a, "\n\n".join(lines))

    def extended(self, a: dict[str, Any]) -> dict[str, Any]:
        more = [self.fill(line) for line in self.random.sample(FACTS, 2)]
        return self.copy_of(a, "\n\n".join([a["body"], *more]))

    # Not copies ---------------------------------------------------------------------------------------------

    def updated(self, a: dict[str, Any]) -> dict[str, Any]:
        lines = a["body"].split("\n\n")
        news = [
            self.fill(self.random.choice(NEW_LEADS)),
            *(self.fill(f) for f in self.random.sample(FACTS, 2)),
        ]
        other = self.copy_of(a, "\n\n".join(news + lines[1:5]), headline="تطورات في قضية المشروع", days=1)
        return {**other, "site": a["site"]}

    def host(self, a: dict[str, Any]) -> dict[str, Any]:
        """A page that prints the article inside another."""
        other = self.story()
        lines = other["body"].split("\n\n")
        body = "\n\n".join([*lines[:3], *a["body"].split("\n\n")[:3], *lines[3:]])
        return {**other, "body": body, "published_at": a["published_at"], "site": a["site"]}

    def twin(self, a: dict[str, Any]) -> dict[str, Any]:
        """Other news, of the same kind."""
        return {**self.story(), "published_at": a["published_at"]}


COPIES = (
    "retitled",
    "respelled",
    "edited",
    "dateline",
    "first_line",
    "cut",
    "thinned",
    "swapped",
    "extended",
)
OTHERS = ("updated", "host", "twin")

DAYS = ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت")
CLUBS = ("الساحل", "النهضة", "الوحدات", "الفيحاء", "الترسانة", "الجيش", "الشعلة", "المنارة")
STATES = ("رومانيا", "فيجي", "السنغال", "باراغواي", "ماليزيا", "إستونيا")
RULERS = ("كلاوس يوهانيس", "راتو نايكاما", "باسيرو فاي", "سانتياغو بينيا", "إبراهيم إسكندر", "ألار كاريس")
STREETS = ("طريق المطار", "شارع الجمهورية", "الطريق الساحلي", "جسر الجامعة", "شارع السوق", "دوار الميناء")


def templates(r: random.Random) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Return for each kind of template two of its days."""
    pairs = {}
    for name, make in TEMPLATES.items():
        first = r.randrange(1, 20)
        gap = r.randrange(1, 5)
        sites = ("alfa", "alfa") if r.random() < 0.6 else ("alfa", "beta")
        one, other = (
            {"headline": h, "body": b, "published_at": f"2026-04-{d:02}T06:00:00Z", "site": s}
            for d, s in zip((first, first + gap), sites, strict=True)
            for h, b in [make(r, d)]
        )
        pairs[name] = one, other
    return pairs


def _gold(r: random.Random, d: int) -> tuple[str, str]:
    day = f"{DAYS[d % 7]} {d} أبريل 2026"
    return f"أسعار الذهب اليوم {day}", (
        f"استقرت أسعار الذهب في محال الصاغة بالعاصمة اليوم {day} مع ترقب المتعاملين لقرار البنك المركزي.\n\n"
        f"وسجل جرام الذهب عيار 24 نحو {r.randrange(5000, 6000)} جنيها للبيع و{r.randrange(5000, 6000)} "
        "جنيها للشراء.\n\n"
        f"وبلغ سعر جرام عيار 21 الأكثر مبيعا {r.randrange(4000, 5000)} جنيها، وعيار 18 نحو "
        f"{r.randrange(3500, 4000)} جنيها.\n\n"
        f"ووصل سعر الجنيه الذهب إلى {r.randrange(33000, 37000)} جنيها من دون المصنعية التي تختلف من محل "
        "إلى آخر.\n\n"
        f"وعالميا بلغت الأوقية {r.randrange(2300, 2900)} دولارا في التعاملات المبكرة."
    )


def _weather(r: random.Random, d: int) -> tuple[str, str]:
    sky = r.sample(("مشمس", "غائم جزئيا", "مغبر", "ممطر على فترات", "حار رطب"), 3)
    towns = r.sample(CITIES, 4)
    return f"حالة الطقس ليوم {DAYS[d % 7]}", (
        f"تتوقع هيئة الأرصاد الجوية أن يكون الطقس اليوم {DAYS[d % 7]} {sky[0]} على معظم المناطق الساحلية "
        f"و{sky[1]} على "
        f"المرتفعات، مع فرصة لهطول أمطار خفيفة على {towns[0]} و{towns[1]} في ساعات المساء.\n\n"
        f"وتكون الرياح شمالية غربية معتدلة السرعة تتراوح بين {r.randrange(8, 20)} و{r.randrange(21, 45)} "
        "كيلومترا في الساعة، "
        "وتنشط أحيانا مثيرة للأتربة على الطرق الصحراوية.\n\n"
        f"أما البحر فيكون خفيفا إلى متوسط الموج، وتتراوح درجات الحرارة العظمى بين {r.randrange(20, 28)} "
        f"في {towns[2]} "
        f"و{r.randrange(29, 44)} في {towns[3]}، ودعت الهيئة السائقين إلى توخي الحذر على الطرق السريعة."
    )


def _prayer(r: random.Random, d: int) -> tuple[str, str]:
    t = [f"{h}:{r.randrange(0, 60):02}" for h in (4, 5, 12, 3, 6, 7)]
    return f"مواقيت الصلاة اليوم {DAYS[d % 7]} {d} أبريل", (
        f"ننشر مواقيت الصلاة في {CITIES[d % 6]} اليوم {DAYS[d % 7]} {d} أبريل وفق التوقيت المحلي.\n\n"
        f"صلاة الفجر {t[0]} صباحا، والشروق {t[1]} صباحا، وصلاة الظهر {t[2]} ظهرا، وصلاة العصر {t[3]} عصرا، "
        f"وصلاة المغرب {t[4]} مساء، وصلاة العشاء {t[5]} مساء.\n\n"
        "ويستحب للمسلم أن يؤدي الصلاة في أول وقتها، ويجوز الجمع بين الصلاتين للمسافر والمريض بحسب ما ذهب "
        "إليه الفقهاء."
    )


def _fixtures(r: random.Random, d: int) -> tuple[str, str]:
    c = r.sample(CLUBS, 6)
    return f"مباريات اليوم {DAYS[d % 7]}", (
        f"تقام اليوم {DAYS[d % 7]} ثلاث مباريات ضمن الجولة {r.randrange(3, 28)} من الدوري الممتاز لكرة "
        "القدم.\n\n"
        f"يلتقي {c[0]} مع {c[1]} في الرابعة عصرا على ملعب البلدية، ويستضيف {c[2]} نظيره {c[3]} في السادسة "
        "مساء، "
        f"فيما يواجه {c[4]} فريق {c[5]} في الثامنة والنصف على الاستاد الدولي.\n\n"
        f"ويتصدر {c[0]} الترتيب برصيد {r.randrange(30, 60)} نقطة بفارق {r.randrange(1, 9)} نقاط عن أقرب "
        "ملاحقيه، وتنقل القناة "
        "الرياضية المباريات الثلاث على الهواء مباشرة مع استوديو تحليلي يسبق كل لقاء."
    )


def _telegram(r: random.Random, d: int) -> tuple[str, str]:
    i = r.randrange(len(STATES))
    why = r.choice(("ذكرى استقلال بلاده", "اليوم الوطني لبلاده", "إعادة انتخابه لولاية جديدة"))
    return f"برقية تهنئة إلى رئيس {STATES[i]}", (
        f"بعث رئيس الدولة برقية تهنئة إلى الرئيس {RULERS[i]} رئيس جمهورية {STATES[i]} بمناسبة {why}.\n\n"
        "وأعرب رئيس الدولة في برقيته باسمه وباسم الشعب والحكومة عن أصدق التهاني وأطيب التمنيات بالصحة "
        "والسعادة للرئيس "
        f"{RULERS[i]}، ولحكومة وشعب {STATES[i]} الصديق مزيدا من التقدم والازدهار، مشيدا بما يجمع البلدين "
        "من علاقات متينة "
        "يحرص الجانبان على تنميتها في جميع المجالات.\n\n"
        f"كما بعث رئيس مجلس الوزراء برقية مماثلة إلى الرئيس {RULERS[i]} عبر فيها عن أبلغ التهاني وأصدق "
        "التمنيات."
    )


def _accident(r: random.Random, d: int) -> tuple[str, str]:
    street, name = r.choice(STREETS), r.choice(PEOPLE)
    return f"حادث سير على {street}", (
        f"لقي {r.randrange(2, 9)} أشخاص مصرعهم وأصيب {r.randrange(3, 20)} آخرون بجروح متفاوتة في حادث "
        "تصادم وقع مساء "
        f"{DAYS[d % 7]} على {street} قرب {r.choice(CITIES)}.\n\n"
        f"وقال مدير المرور العقيد {name} إن الحادث نجم عن السرعة الزائدة وعدم ترك مسافة كافية بين "
        "المركبات، وإن دوريات "
        "المرور وسيارات الإسعاف باشرت الموقع فور تلقي البلاغ.\n\n"
        "ونقل المصابون إلى المستشفى العام لتلقي العلاج، فيما فتحت الجهات المختصة تحقيقا في ملابسات "
        f"الحادث. وناشد العقيد {name} "
        "السائقين الالتزام بالسرعات المحددة حفاظا على سلامتهم وسلامة الآخرين."
    )


def _market(r: random.Random, d: int) -> tuple[str, str]:
    up = r.choice(("ارتفاع", "تراجع"))
    return f"البورصة تغلق على {up}", (
        f"أغلق المؤشر العام لسوق الأوراق المالية جلسة {DAYS[d % 7]} على {up} بنسبة "
        f"{r.randrange(1, 300) / 100} في المئة عند "
        f"مستوى {r.randrange(6000, 9000)} نقطة.\n\n"
        f"وبلغت قيمة التداولات {r.randrange(100, 900)} مليونا، وعدد الأسهم المتداولة "
        f"{r.randrange(20, 99)} مليون سهم نفذت من "
        f"خلال {r.randrange(4000, 9900)} صفقة، وارتفعت أسهم {r.randrange(10, 60)} شركة مقابل انخفاض "
        f"{r.randrange(10, 60)}.\n\n"
        "وقال متعاملون إن السوق تترقب نتائج الشركات القيادية وقرار أسعار الفائدة، وإن السيولة ما زالت "
        "دون متوسطها الشهري."
    )


def _currency(r: random.Random, d: int) -> tuple[str, str]:
    n = [f"{r.randrange(40, 60)}.{r.randrange(10, 99)}" for _ in range(6)]
    return f"سعر الدولار اليوم {d} أبريل", (
        f"سجل سعر صرف الدولار أمام العملة المحلية في تعاملات اليوم {DAYS[d % 7]} {d} أبريل مستوى {n[0]} "
        f"للشراء و{n[1]} للبيع "
        f"في البنك المركزي.\n\n"
        f"وبلغ في البنوك التجارية {n[2]} للشراء و{n[3]} للبيع، وسجل اليورو {n[4]} للشراء و{n[5]} للبيع.\n\n"
        "ويأتي ذلك وسط استقرار في سوق الصرف مع تحسن تدفقات السياحة وتحويلات العاملين في الخارج خلال "
        "الربع الأول من العام."
    )


def _jobs(r: random.Random, d: int) -> tuple[str, str]:
    city, name = r.choice(CITIES), r.choice(PEOPLE)
    return f"تعليم {city} يدعو المعلمين الجدد إلى المقابلات", (
        f"دعت إدارة التعليم في {city} المعلمين المرشحين للوظائف التعليمية، وعددهم {r.randrange(20, 300)} "
        "معلما، إلى حجز موعد "
        "للمقابلة الشخصية عبر البوابة الإلكترونية ابتداء من الأحد المقبل.\n\n"
        f"وأوضح مدير شؤون المعلمين {name} أن على المرشح إحضار أصل بطاقة الهوية والمؤهل وصورتين شمسيتين، "
        "وأن المقابلات تجرى "
        "على فترتين صباحية ومسائية في مبنى الإشراف التربوي.\n\n"
        "وبين أن من يتخلف عن الموعد المحدد يعد متنازلا عن فرصته، متمنيا للجميع التوفيق في خدمة أبناء الوطن."
    )


TEMPLATES = {
    "gold": _gold,
    "weather": _weather,
    "prayer": _prayer,
    "fixtures": _fixtures,
    "telegram": _telegram,
    "accident": _accident,
    "market": _market,
    "currency": _currency,
    "jobs": _jobs,
}

PAIRS = 40


@pytest.fixture(scope="module")
def template_pairs() -> dict[str, list[tuple[dict[str, Any], dict[str, Any]]]]:
    source = random.Random(5)
    made: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {name: [] for name in TEMPLATES}
    for _ in range(PAIRS):
        for name, pair in templates(source).items():
            if pair[0]["body"] != pair[1]["body"]:
                made[name].append(pair)
    return made


@pytest.mark.parametrize("kind", COPIES)
def test_copies_are_found(kind: str) -> None:
    assert called(kind) >= 0.95


@pytest.mark.parametrize("kind", OTHERS)
def test_other_news_is_not_a_copy(kind: str) -> None:
    assert called(kind) <= 0.03


@pytest.mark.parametrize("name", sorted(set(TEMPLATES) - {"telegram", "fixtures"}))
def test_templates_are_not_copies(name: str, template_pairs: dict[str, list[Any]]) -> None:
    pairs = template_pairs[name]
    assert sum(judge(a, b).duplicate for a, b in pairs) <= 0.1 * len(pairs)


def called(kind: str) -> float:
    """Return the share of pairs of that kind that the judge calls duplicates."""
    maker = Maker(5)
    make: Callable[[dict[str, Any]], dict[str, Any]] = getattr(maker, kind)
    stories = [maker.story() for _ in range(PAIRS)]
    return sum(judge(story, make(story)).duplicate for story in stories) / PAIRS
