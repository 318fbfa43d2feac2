"""The registry of agencies, publishers and broadcasters that Arabic pages credit.

Each outlet has its name, its kind, our site key where there is a spider for it, and the spellings under
which it is credited. `outlet_of` answers only when the whole text is a credit; many of the names (`اليوم`,
`الوطن`, `سبق`) are ordinary words, so nothing is ever searched for inside a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.arabic.fold import fold
from crawler.items import SourceKind


@dataclass(frozen=True, slots=True)
class Outlet:
    """One agency, publisher or broadcaster. `wire`: it signs datelines and brackets, as agencies do."""

    name: str
    kind: SourceKind
    site: str | None = None
    variants: tuple[str, ...] = ()
    wire: bool = False


def _agency(name: str, *variants: str, site: str | None = None) -> Outlet:
    return Outlet(name, "agency", site, variants, wire=True)


def _publisher(name: str, *variants: str, site: str | None = None) -> Outlet:
    return Outlet(name, "publisher", site, variants)


def _broadcaster(name: str, *variants: str, site: str | None = None, wire: bool = False) -> Outlet:
    return Outlet(name, "broadcaster", site, variants, wire)


OUTLETS = (
    _publisher("جو 24", "جو24", "الأردن 24"),
    # Agencies of the world
    _agency("رويترز", "وكالة رويترز", "رويترز العربية", "رويتر", "Reuters", "تومسون رويترز"),
    _agency(
        "وكالة فرانس برس",
        "فرانس برس",
        "أ ف ب",
        "أ.ف.ب",
        "أف ب",
        "ا ف ب",
        "أفب",
        "الفرنسية",
        "وكالة الأنباء الفرنسية",
        "وكالة الصحافة الفرنسية",
        "الصحافة الفرنسية",
        "فرانس بريس",
        "AFP",
    ),
    _agency(
        "أسوشيتد برس",
        "أسوشييتد برس",
        "اسوشيتد برس",
        "اسوشييتد برس",
        "الأسوشيتد برس",
        "أسوشيتدبرس",
        "أ ب",
        "أ.ب",
        "وكالة أسوشيتد برس",
        "AP",
        "Associated Press",
    ),
    _agency("وكالة الأنباء الألمانية", "د ب أ", "د.ب.أ", "دب أ", "د ب ا", "الألمانية", "DPA"),
    _agency("يونايتد برس إنترناشونال", "يو بي آي", "يو.بي.آي", "يونايتد برس", "UPI"),
    _agency("بلومبرغ", "بلومبيرغ", "بلومبرج", "بلومبيرج", "وكالة بلومبرغ", "بلومبرغ نيوز", "Bloomberg"),
    _agency(
        "الأناضول",
        "وكالة الأناضول",
        "الاناضول",
        "وكالة أنباء الأناضول",
        "وكالة الأناضول للأنباء",
        "Anadolu",
        "AA",
    ),
    _agency(
        "شينخوا",
        "وكالة شينخوا",
        "وكالة أنباء شينخوا",
        "وكالة الأنباء الصينية",
        "وكالة أنباء الصين الجديدة",
        "الصينية",
        "شينخوا العربية",
        "Xinhua",
    ),
    _agency("تاس", "وكالة تاس", "إيتار تاس", "ايتارتاس", "وكالة الأنباء الروسية", "TASS"),
    _agency("إنترفاكس", "انترفاكس", "Interfax"),
    _agency("نوفوستي", "ريا نوفوستي", "وكالة نوفوستي", "ريا نوفوستى", "RIA Novosti"),
    _agency(
        "سبوتنيك",
        "سبوتنيك عربي",
        "سبوتنيك العربية",
        "وكالة سبوتنيك",
        "سبوتنك",
        "Sputnik",
        "Sputnik Arabic",
        site="sputnik_arabic",
    ),
    _agency("إفي", "وكالة إفي", "وكالة الأنباء الإسبانية", "إفى", "EFE"),
    _agency("أنسا", "وكالة أنسا", "وكالة الأنباء الإيطالية", "ANSA"),
    _agency("آكي", "وكالة آكي", "آكي الإيطالية", "AKI", "Adnkronos", "أدنكرونوس"),
    _agency("يونهاب", "وكالة يونهاب", "Yonhap"),
    _agency("كيودو", "وكالة كيودو", "Kyodo"),
    _agency(
        "إرنا", "وكالة إرنا", "ارنا", "وكالة الجمهورية الإسلامية للأنباء", "وكالة الأنباء الإيرانية", "IRNA"
    ),
    _agency("فارس", "وكالة فارس", "وكالة أنباء فارس", "وكالة فارس للأنباء"),
    _agency("تسنيم", "وكالة تسنيم", "وكالة تسنيم الدولية للأنباء"),
    _agency("مهر", "وكالة مهر", "وكالة مهر للأنباء"),
    _agency("إسنا", "وكالة إسنا"),
    _agency("يونيوز", "وكالة يونيوز", "يونيوز للأخبار"),
    _agency(
        "وكالات",
        "الوكالات",
        "وكالات الأنباء",
        "وكالات أنباء",
        "وكالات عالمية",
        "وكالات دولية",
        "وكالات الانباء العالمية",
        "وكالات ومواقع",
        "وكالات - مواقع",
        "متابعات ووكالات",
        "وكالات ومتابعات",
        "Agencies",
    ),
    # Agencies of the Arab states
    _agency(
        "وكالة الأنباء السعودية",
        "واس",
        "وكالة الأنباء السعودية (واس)",
        "وكالة أنباء السعودية",
        "و ا س",
        "و.ا.س",
        "SPA",
        "الأنباء السعودية",
        site="spa",
    ),
    _agency(
        "وكالة أنباء الشرق الأوسط",
        "أ ش أ",
        "أ.ش.أ",
        "أش أ",
        "ا ش ا",
        "أشأ",
        "وكالة انباء الشرق الاوسط",
        "الشرق الأوسط للأنباء",
        "وكالة أنباء الشرق الأوسط (أ ش أ)",
        "MENA",
    ),
    _agency("وكالة أنباء الإمارات", "وام", "و ا م", "وكالة أنباء الامارات (وام)", "WAM"),
    _agency("وكالة الأنباء الكويتية", "كونا", "وكالة الأنباء الكويتية (كونا)", "KUNA"),
    _agency("وكالة الأنباء القطرية", "قنا", "وكالة الأنباء القطرية (قنا)", "QNA"),
    _agency("وكالة أنباء البحرين", "بنا", "ب ن ا", "وكالة أنباء البحرين (بنا)", "BNA"),
    _agency("وكالة الأنباء العمانية", "العمانية", "وكالة الأنباء العُمانية", "ONA"),
    _agency(
        "وكالة الأنباء اليمنية",
        "سبأ",
        "وكالة سبأ",
        "سبأنت",
        "وكالة الأنباء اليمنية (سبأ)",
        "وكالة الأنباء اليمنية سبأ",
        "SABA",
    ),
    _agency("وكالة الأنباء الأردنية", "بترا", "وكالة الأنباء الأردنية (بترا)", "بيترا", "Petra"),
    _agency(
        "وكالة الأنباء الفلسطينية",
        "وفا",
        "وكالة الأنباء والمعلومات الفلسطينية",
        "وكالة الأنباء الفلسطينية (وفا)",
        "وكالة وفا",
        "WAFA",
    ),
    _agency("معا", "وكالة معا", "وكالة معا الإخبارية"),
    _agency("صفا", "وكالة صفا", "وكالة الصحافة الفلسطينية"),
    _agency("شهاب", "وكالة شهاب", "وكالة شهاب للأنباء"),
    _agency("سما", "وكالة سما", "وكالة سما الإخبارية"),
    _agency("قدس برس", "قدس برس إنترناشيونال", "وكالة قدس برس"),
    _agency(
        "الوكالة الوطنية للإعلام", "الوطنية للإعلام", "الوكالة الوطنية للاعلام", "الوكالة الوطنية", "NNA"
    ),
    _agency("المركزية", "وكالة الأنباء المركزية", "الوكالة المركزية"),
    _agency(
        "وكالة الأنباء السورية", "سانا", "الوكالة العربية السورية للأنباء", "الوكالة السورية للأنباء", "SANA"
    ),
    _agency("وكالة الأنباء العراقية", "واع", "وكالة الأنباء العراقية (واع)", "INA"),
    _agency("السومرية نيوز", "السومرية", "Alsumaria"),
    _agency("شفق نيوز", "وكالة شفق نيوز", "شفق نيوز العراقية"),
    _agency("بغداد اليوم", "وكالة بغداد اليوم"),
    _agency("المعلومة", "وكالة المعلومة", "وكالة أنباء المعلومة"),
    _agency("وكالة الأنباء الليبية", "وال", "و ا ل", "وكالة الأنباء الليبية (وال)", "LANA"),
    _agency(
        "وكالة تونس إفريقيا للأنباء",
        "وات",
        "و ا ت",
        "وكالة تونس أفريقيا للأنباء",
        "تونس إفريقيا للأنباء",
        "TAP",
    ),
    _agency("وكالة الأنباء الجزائرية", "واج", "و أ ج", "وأج", "APS"),
    _agency("وكالة المغرب العربي للأنباء", "و م ع", "ومع", "لاماب", "وكالة المغرب العربي", "MAP"),
    _agency("وكالة السودان للأنباء", "سونا", "SUNA"),
    _agency("الوكالة الموريتانية للأنباء", "و م أ", "وم أ"),
    _agency("وكالة الأنباء الصومالية", "صونا", "SONNA"),
    _agency("خبر للأنباء", "وكالة خبر", "وكالة خبر للأنباء"),
    # Broadcasters
    _broadcaster(
        "سي إن إن",
        "سي ان ان",
        "سي إن إن العربية",
        "سي ان ان عربية",
        "سي.إن.إن",
        "CNN",
        "CNN بالعربية",
        "CNN Arabic",
        "CNNArabic",
        "سي إن إن بالعربية",
        site="cnn_arabic",
        wire=True,
    ),
    _broadcaster(
        "بي بي سي",
        "بي بي سي عربي",
        "بى بى سى",
        "بي بي سي العربية",
        "بي.بي.سي",
        "هيئة الإذاعة البريطانية",
        "BBC",
        "BBC Arabic",
        "BBC عربي",
        site="bbc_arabic",
        wire=True,
    ),
    _broadcaster(
        "الجزيرة",
        "قناة الجزيرة",
        "الجزيرة نت",
        "الجزيرة مباشر",
        "موقع الجزيرة نت",
        "Al Jazeera",
        "الجزيرة + وكالات",
    ),
    _broadcaster(
        "العربية", "قناة العربية", "العربية نت", "العربية.نت", "موقع العربية", "العربية الحدث", "Al Arabiya"
    ),
    _broadcaster("الحدث", "قناة الحدث"),
    _broadcaster(
        "سكاي نيوز عربية",
        "سكاي نيوز",
        "سكاي نيوز العربية",
        "قناة سكاي نيوز عربية",
        "Sky News Arabia",
        "Sky News",
    ),
    _broadcaster(
        "آر تي عربية", "روسيا اليوم", "آر تي", "قناة روسيا اليوم", "RT", "RT Arabic", "RT عربي", "آرتي"
    ),
    _broadcaster("فرانس 24", "فرانس24", "قناة فرانس 24", "France 24", "France24"),
    _broadcaster("دويتشه فيله", "دويتشه فيلا", "دويتشة فيله", "DW", "DW عربية", "دويتشه فيله العربية"),
    _broadcaster("الحرة", "قناة الحرة", "Alhurra"),
    _broadcaster("راديو سوا", "إذاعة سوا"),
    _broadcaster("صوت أمريكا", "صوت أميركا", "Voice of America", "VOA"),
    _broadcaster("مونت كارلو الدولية", "إذاعة مونت كارلو", "مونت كارلو"),
    _broadcaster("يورونيوز", "يورو نيوز", "Euronews", "يورونيوز عربي"),
    _broadcaster("الشرق للأخبار", "قناة الشرق", "الشرق", "الشرق نيوز", "Asharq News"),
    _broadcaster("القاهرة الإخبارية", "قناة القاهرة الإخبارية"),
    _broadcaster("إكسترا نيوز", "قناة إكسترا نيوز", "اكسترا نيوز", "Extra News"),
    _broadcaster("قناة صدى البلد", "صدى البلد تي في", "El Balad TV", site="elbaladtv"),
    _broadcaster("الميادين", "قناة الميادين", "الميادين نت", "شبكة الميادين"),
    _broadcaster("المنار", "قناة المنار", "موقع المنار"),
    _broadcaster("العالم", "قناة العالم"),
    _broadcaster("المسيرة", "المسيرة نت", "قناة المسيرة"),
    _broadcaster(
        "المؤسسة اللبنانية للإرسال", "إل بي سي آي", "LBCI", "LBC", "LBCI News", "ال بي سي", site="lbcgroup"
    ),
    _broadcaster("الجديد", "قناة الجديد", "Al Jadeed"),
    _broadcaster("إم تي في", "MTV", "قناة MTV", "ام تي في"),
    _broadcaster("الإخبارية", "قناة الإخبارية", "الإخبارية السعودية", "قناة الإخبارية السعودية"),
    _broadcaster("التلفزيون العربي", "العربي", "قناة العربي"),
    _broadcaster("موزاييك", "موزاييك أف أم", "موزاييك اف ام", "Mosaique FM"),
    _broadcaster("شمس أف أم", "شمس اف ام", "Shems FM"),
    _broadcaster("الجوهرة أف أم", "الجوهرة اف ام", "Jawhara FM"),
    _broadcaster("رووداو", "شبكة رووداو", "روداو", "Rudaw"),
    _broadcaster("كوردستان 24", "كردستان 24", "Kurdistan 24"),
    _broadcaster("التلفزيون السوري", "الإخبارية السورية"),
    _broadcaster("رؤيا", "رؤيا الإخبارية", "رؤيا الإخباري", "قناة رؤيا"),
    _broadcaster("المملكة", "قناة المملكة"),
    _broadcaster("ميدي 1", "ميدي1", "ميدي 1 تيفي", "Medi1", "Medi1TV"),
    # Publishers with a spider
    _publisher("صدى البلد", "موقع صدى البلد", "صدي البلد", "El Balad", "Elbalad News", site="elbalad"),
    _publisher("عكاظ", "صحيفة عكاظ", "Okaz", "عكاظ (جدة)", site="okaz"),
    _publisher(
        "الأهرام",
        "بوابة الأهرام",
        "الأهرام اليومي",
        "صحيفة الأهرام",
        "الأهرام المصرية",
        "Ahram",
        "بوابة الاهرام",
        site="ahram",
    ),
    _publisher("اليوم السابع", "اليوم السابع المصرية", "Youm7", "اليوم السابع (مصر)", site="youm7"),
    _publisher("اليوم", "صحيفة اليوم", "صحيفة اليوم السعودية", "Alyaum", site="alyaum"),
    _publisher(
        "بوابة أخبار اليوم",
        "أخبار اليوم",
        "بوابة أخبار اليوم الإلكترونية",
        "الأخبار المصرية",
        site="akhbarelyom",
    ),
    _publisher(
        "البيان", "صحيفة البيان", "البيان الإماراتية", "صحيفة البيان الإماراتية", "Albayan", site="albayan"
    ),
    _publisher("المدينة نيوز", "موقع المدينة نيوز", "Almadenah News", site="almadenahnews"),
    _publisher("بيروت أوبزرفر", "بيروت اوبزرفر", "Beirut Observer", site="beirutobserver"),
    _publisher(
        "الصباح",
        "الصباح التونسية",
        "الصباح (تونس)",
        "الصباح نيوز",
        "جريدة الصباح",
        "Assabah",
        site="assabah_tn",
    ),
    _publisher("صحافة 24", "صحافة24", "صحافة نت", "Sahafah24", "Sahafah 24", site="sahafah24"),
    _publisher("برس بي", "بريس بي", "PressBee", "Press Bee", "برس بي نت", site="pressbee"),
    # Other publishers
    _publisher("الشرق الأوسط", "صحيفة الشرق الأوسط", "جريدة الشرق الأوسط", "Asharq Al-Awsat"),
    _publisher("الحياة", "صحيفة الحياة", "الحياة اللندنية"),
    _publisher("القدس العربي", "صحيفة القدس العربي"),
    _publisher("العربي الجديد", "صحيفة العربي الجديد", "موقع العربي الجديد"),
    _publisher("اندبندنت عربية", "إندبندنت عربية", "الإندبندنت العربية", "Independent Arabia"),
    _publisher("العرب", "العرب اللندنية", "صحيفة العرب"),
    _publisher("رأي اليوم", "راي اليوم", "صحيفة رأي اليوم"),
    _publisher("عربي21", "عربي 21", "موقع عربي21"),
    _publisher("عربي بوست", "هاف بوست عربي"),
    _publisher("إرم نيوز", "ارم نيوز", "Erem News"),
    _publisher("24", "موقع 24", "24 الإماراتي", "موقع 24 الإماراتي"),
    _publisher("سبق", "صحيفة سبق", "سبق الإلكترونية", "صحيفة سبق الإلكترونية", "Sabq"),
    _publisher("الرياض", "صحيفة الرياض", "جريدة الرياض"),
    _publisher("المدينة", "صحيفة المدينة"),
    _publisher("مكة", "صحيفة مكة", "مكة المكرمة (صحيفة)"),
    _publisher(
        "الوطن",
        "صحيفة الوطن",
        "الوطن السعودية",
        "الوطن أونلاين",
        "جريدة الوطن",
        "الوطن المصرية",
        "الوطن العمانية",
    ),
    _publisher("الاقتصادية", "صحيفة الاقتصادية"),
    _publisher("أخبار 24", "أخبار24", "Akhbaar24"),
    _publisher("عاجل", "صحيفة عاجل", "صحيفة عاجل الإلكترونية"),
    _publisher("المواطن", "صحيفة المواطن"),
    _publisher("الوئام", "صحيفة الوئام"),
    _publisher("تواصل", "صحيفة تواصل"),
    _publisher("أرقام", "موقع أرقام", "Argaam"),
    _publisher("الخليج", "صحيفة الخليج", "الخليج الإماراتية"),
    _publisher("الخليج أونلاين", "الخليج اونلاين"),
    _publisher("الخليج الجديد", "موقع الخليج الجديد"),
    _publisher("الاتحاد", "صحيفة الاتحاد", "الاتحاد الإماراتية"),
    _publisher("الإمارات اليوم", "صحيفة الإمارات اليوم"),
    _publisher("الرؤية", "صحيفة الرؤية"),
    _publisher("القبس", "صحيفة القبس", "جريدة القبس"),
    _publisher("الراي الكويتية", "صحيفة الراي الكويتية"),
    _publisher("الأنباء", "صحيفة الأنباء", "الأنباء الكويتية"),
    _publisher("الجريدة", "الجريدة الكويتية", "صحيفة الجريدة"),
    _publisher("الراية", "صحيفة الراية", "الراية القطرية"),
    _publisher("الشرق القطرية", "صحيفة الشرق", "بوابة الشرق"),
    _publisher("العرب القطرية"),
    _publisher("عُمان", "جريدة عمان", "صحيفة عمان", "عمان العمانية"),
    _publisher("أخبار الخليج", "صحيفة أخبار الخليج"),
    _publisher("الأيام", "الأيام البحرينية", "صحيفة الأيام"),
    _publisher("الوسط", "الوسط البحرينية", "صحيفة الوسط"),
    _publisher("المصري اليوم", "صحيفة المصري اليوم", "جريدة المصري اليوم"),
    _publisher("الشروق", "صحيفة الشروق", "بوابة الشروق", "الشروق المصرية"),
    _publisher("الدستور", "صحيفة الدستور", "الدستور المصرية", "الدستور الأردنية", "جريدة الدستور"),
    _publisher("الوفد", "بوابة الوفد", "صحيفة الوفد"),
    _publisher("الجمهورية", "صحيفة الجمهورية", "جمهورية أونلاين", "الجمهورية أون لاين"),
    _publisher("فيتو", "بوابة فيتو", "موقع فيتو"),
    _publisher("الفجر", "بوابة الفجر", "موقع الفجر"),
    _publisher("مصراوي", "موقع مصراوي", "Masrawy"),
    _publisher("القاهرة 24", "القاهرة24", "موقع القاهرة 24", "Cairo 24"),
    _publisher("مبتدا", "موقع مبتدا"),
    _publisher("البوابة نيوز", "البوابة", "Al Bawaba"),
    _publisher("صدى العرب"),
    _publisher("في الجول", "موقع في الجول", "FilGoal"),
    _publisher("يلا كورة", "موقع يلا كورة", "Yallakora"),
    _publisher("كووورة", "كورة", "Kooora"),
    _publisher("الغد", "صحيفة الغد", "جريدة الغد", "الغد الأردنية"),
    _publisher("الرأي", "صحيفة الرأي", "الراي", "الرأي الأردنية"),
    _publisher("عمون", "وكالة عمون", "عمون الإخبارية"),
    _publisher("خبرني", "موقع خبرني"),
    _publisher("سرايا", "وكالة سرايا", "سرايا نيوز"),
    _publisher("النهار", "صحيفة النهار", "جريدة النهار", "النهار اللبنانية", "النهار العربي"),
    _publisher("النهار أونلاين", "النهار اونلاين"),
    _publisher("الأخبار", "صحيفة الأخبار", "الأخبار اللبنانية", "جريدة الأخبار"),
    _publisher("نداء الوطن", "صحيفة نداء الوطن"),
    _publisher("اللواء", "صحيفة اللواء", "جريدة اللواء"),
    _publisher("السفير", "صحيفة السفير"),
    _publisher("المدن", "موقع المدن"),
    _publisher("لبنان 24", "لبنان24", "Lebanon24"),
    _publisher("النشرة", "موقع النشرة", "Elnashra"),
    _publisher("ليبانون ديبايت", "Lebanon Debate"),
    _publisher("جنوبية", "موقع جنوبية"),
    _publisher("عنب بلدي", "Enab Baladi"),
    _publisher("تلفزيون سوريا", "موقع تلفزيون سوريا"),
    _publisher("المرصد السوري لحقوق الإنسان", "المرصد السوري"),
    _publisher("الثورة", "صحيفة الثورة"),
    _publisher("تشرين", "صحيفة تشرين"),
    _publisher("المدى", "صحيفة المدى"),
    _publisher("الزمان", "صحيفة الزمان"),
    _publisher("القدس", "صحيفة القدس", "جريدة القدس", "القدس دوت كوم"),
    _publisher("الحياة الجديدة", "صحيفة الحياة الجديدة"),
    _publisher("دنيا الوطن"),
    _publisher("المصدر أونلاين", "المصدر اونلاين", "موقع المصدر أونلاين"),
    _publisher("يمن برس", "Yemen Press"),
    _publisher("مأرب برس", "موقع مأرب برس"),
    _publisher("المشهد اليمني"),
    _publisher("عدن الغد", "صحيفة عدن الغد"),
    _publisher("يمن مونيتور"),
    _publisher("سودان تربيون", "سودان تريبيون", "Sudan Tribune"),
    _publisher("الراكوبة", "صحيفة الراكوبة"),
    _publisher("بوابة الوسط", "بوابة الوسط الليبية"),
    _publisher("بوابة أفريقيا الإخبارية", "بوابة إفريقيا الإخبارية"),
    _publisher("الصباح المغربية", "جريدة الصباح المغربية"),
    _publisher("هسبريس", "هسبريس.كوم", "Hespress"),
    _publisher("لو360", "لو 360", "Le360"),
    _publisher("اليوم 24", "اليوم24", "موقع اليوم 24"),
    _publisher("هبة بريس", "Hibapress"),
    _publisher("العمق المغربي", "العمق"),
    _publisher("الشروق أونلاين", "الشروق اليومي", "الشروق الجزائرية", "Echorouk"),
    _publisher("الخبر", "الخبر الجزائرية", "صحيفة الخبر", "جريدة الخبر"),
    _publisher("البلاد", "صحيفة البلاد", "البلاد السعودية", "البلاد البحرينية"),
    _publisher("الشروق التونسية", "جريدة الشروق التونسية"),
    _publisher("الشعب", "صحيفة الشعب"),
    _publisher("ميدل إيست آي", "ميدل ايست آي", "Middle East Eye"),
    _publisher("ميدل إيست أونلاين", "ميدل ايست اونلاين"),
    _publisher("نيويورك تايمز", "صحيفة نيويورك تايمز", "New York Times"),
    _publisher("واشنطن بوست", "صحيفة واشنطن بوست", "Washington Post"),
    _publisher("وول ستريت جورنال", "Wall Street Journal"),
    _publisher("الغارديان", "الجارديان", "The Guardian", "Guardian"),
    _publisher("فايننشال تايمز", "فاينانشال تايمز", "Financial Times"),
    _publisher("ديلي ميل", "Daily Mail"),
    _publisher("الإندبندنت", "الاندبندنت", "Independent"),
    _publisher("هآرتس", "صحيفة هآرتس"),
    _publisher("يديعوت أحرونوت", "صحيفة يديعوت أحرونوت"),
    _publisher("تايمز أوف إسرائيل", "Times of Israel"),
    _publisher("بوليتيكو", "Politico"),
    _publisher("أكسيوس", "Axios"),
    # Social networks that copy is credited to
    Outlet("تويتر", "social", None, ("Twitter", "إكس", "منصة إكس", "موقع تويتر")),
    Outlet("فيسبوك", "social", None, ("فيس بوك", "Facebook", "موقع فيسبوك")),
    Outlet("إنستغرام", "social", None, ("انستغرام", "انستجرام", "إنستجرام", "Instagram")),
    Outlet("تلغرام", "social", None, ("تليغرام", "تيليغرام", "تليجرام", "تيليجرام", "Telegram")),
    Outlet(
        "مواقع التواصل الاجتماعي",
        "social",
        None,
        ("مواقع التواصل", "وسائل التواصل الاجتماعي", "التواصل الاجتماعي", "سوشيال ميديا"),
    ),
    Outlet("يوتيوب", "social", None, ("YouTube", "موقع يوتيوب")),
)

# Domains whose outlet the name alone does not give away.
_DOMAINS = {
    "sputniknews.com": "سبوتنيك",
    "sputnikarabic.ae": "سبوتنيك",
    "elbalad.news": "صدى البلد",
    "elbaladtv.net": "قناة صدى البلد",
    "okaz.com.sa": "عكاظ",
    "ahram.org.eg": "الأهرام",
    "spa.gov.sa": "وكالة الأنباء السعودية",
    "youm7.com": "اليوم السابع",
    "jo24.net": "جو 24",
    "alyaum.com": "اليوم",
    "akhbarelyom.com": "بوابة أخبار اليوم",
    "albayan.ae": "البيان",
    "almadenahnews.com": "المدينة نيوز",
    "beirutobserver.com": "بيروت أوبزرفر",
    "assabah.com.tn": "الصباح",
    "lbcgroup.tv": "المؤسسة اللبنانية للإرسال",
    "sahafah24.net": "صحافة 24",
    "pressbee.net": "برس بي",
    "arabic.cnn.com": "سي إن إن",
    "bbc.com": "بي بي سي",
    "bbc.co.uk": "بي بي سي",
    "aawsat.com": "الشرق الأوسط",
    "alarabiya.net": "العربية",
    "alaraby.co.uk": "العربي الجديد",
    "aljazeera.net": "الجزيرة",
    "alhurra.com": "الحرة",
    "skynewsarabia.com": "سكاي نيوز عربية",
    "rt.com": "آر تي عربية",
    "france24.com": "فرانس 24",
    "dw.com": "دويتشه فيله",
    "asharq.com": "الشرق للأخبار",
    "independentarabia.com": "اندبندنت عربية",
    "alquds.co.uk": "القدس العربي",
    "alquds.com": "القدس",
    "almasryalyoum.com": "المصري اليوم",
    "shorouknews.com": "الشروق",
    "elwatannews.com": "الوطن",
    "alwatan.com.sa": "الوطن",
    "dostor.org": "الدستور",
    "addustour.com": "الدستور",
    "alwafd.news": "الوفد",
    "vetogate.com": "فيتو",
    "elfagr.org": "الفجر",
    "masrawy.com": "مصراوي",
    "cairo24.com": "القاهرة 24",
    "gomhuriaonline.com": "الجمهورية",
    "sabq.org": "سبق",
    "alriyadh.com": "الرياض",
    "al-madina.com": "المدينة",
    "makkahnewspaper.com": "مكة",
    "aleqt.com": "الاقتصادية",
    "akhbaar24.com": "أخبار 24",
    "alkhaleej.ae": "الخليج",
    "aletihad.ae": "الاتحاد",
    "emaratalyoum.com": "الإمارات اليوم",
    "alqabas.com": "القبس",
    "alanba.com.kw": "الأنباء",
    "alraimedia.com": "الراي الكويتية",
    "raya.com": "الراية",
    "omandaily.om": "عُمان",
    "alayam.com": "الأيام",
    "alghad.com": "الغد",
    "alrai.com": "الرأي",
    "ammonnews.net": "عمون",
    "annahar.com": "النهار",
    "al-akhbar.com": "الأخبار",
    "almodon.com": "المدن",
    "lebanon24.com": "لبنان 24",
    "enabbaladi.net": "عنب بلدي",
    "almadapaper.net": "المدى",
    "alsumaria.tv": "السومرية نيوز",
    "almasdaronline.com": "المصدر أونلاين",
    "yemen-press.com": "يمن برس",
    "sudantribune.net": "سودان تربيون",
    "hespress.com": "هسبريس",
    "alyaoum24.com": "اليوم 24",
    "le360.ma": "لو360",
    "assabah.ma": "الصباح المغربية",
    "echoroukonline.com": "الشروق أونلاين",
    "ennaharonline.com": "النهار أونلاين",
    "elkhabar.com": "الخبر",
    "mosaiquefm.net": "موزاييك",
    "maannews.net": "معا",
    "wafa.ps": "وكالة الأنباء الفلسطينية",
    "wam.ae": "وكالة أنباء الإمارات",
    "kuna.net.kw": "وكالة الأنباء الكويتية",
    "qna.org.qa": "وكالة الأنباء القطرية",
    "bna.bh": "وكالة أنباء البحرين",
    "sana.sy": "وكالة الأنباء السورية",
    "ina.iq": "وكالة الأنباء العراقية",
    "petra.gov.jo": "وكالة الأنباء الأردنية",
    "nna-leb.gov.lb": "الوكالة الوطنية للإعلام",
    "aps.dz": "وكالة الأنباء الجزائرية",
}

# Words before a name that say what it is: dropped when the name with them is not known.
_TYPES = (
    "صحيفه",
    "جريده",
    "موقع",
    "قناه",
    "وكاله",
    "وكاله انباء",
    "وكاله الانباء",
    "شبكه",
    "بوابه",
    "مجله",
    "اذاعه",
    "راديو",
    "تلفزيون",
    "منصه",
    "عن",
    "نقلا عن",
    "المصدر",
    "مصدر",
)
_KIND_OF_TYPE: dict[str, SourceKind] = {
    "صحيفه": "publisher",
    "جريده": "publisher",
    "موقع": "publisher",
    "بوابه": "publisher",
    "مجله": "publisher",
    "وكاله": "agency",
    "وكالات": "agency",
    "قناه": "broadcaster",
    "شبكه": "broadcaster",
    "اذاعه": "broadcaster",
    "راديو": "broadcaster",
    "تلفزيون": "broadcaster",
    "منصه": "social",
}
_SPLIT = re.compile(r"\s*[+/،,|؛;&]\s*|\s+[-–—]\s+|\s+و(?=\S)|\s+and\s+")

_BESIDE = frozenset(
    map(fold, ("بتصرف", "متابعات", "مواقع", "خاص", "صحف", "مواقع التواصل"))
)  # beside an outlet
_TRAILING_BRACKET = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")

_OUTLETS: dict[str, Outlet] = {}
for _outlet in OUTLETS:
    for _name in (_outlet.name, *_outlet.variants):
        _OUTLETS.setdefault(fold(_name), _outlet)


def _known(folded: str) -> Outlet | None:
    found = _OUTLETS.get(folded)
    if found is not None:
        return found
    for kind in _TYPES if folded.startswith(_TYPES) else ():
        if folded.startswith(kind + " "):
            found = _OUTLETS.get(folded[len(kind) + 1 :])
            if found is not None and (found.kind == _KIND_OF_TYPE.get(kind, found.kind)):
                return found
    # Letters of an acronym in any spacing: `أ.ف.ب`, `و ا س`.
    if len(folded) <= 9 and all(len(letter) == 1 for letter in folded.split()):
        return _OUTLETS.get(folded.replace(" ", ""))
    return None


def outlet_of_domain(host: str) -> Outlet | None:
    """Return the outlet whose site a host name is, or None."""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        name = _DOMAINS.get(".".join(labels[start:]))
        if name is not None:
            return _OUTLETS.get(fold(name))
    return None


def outlet_of(text: str) -> Outlet | None:
    """Return the outlet that the whole of `text` names: `(د.ب.أ)`, `وكالة رويترز`, `أ ف ب + وكالات`; else None.

    Several outlets in one credit count as the first of them.
    """
    if len(text) > 120:
        return None
    found = _known(fold(text))
    if found is not None:
        return found
    parts = [part for part in _SPLIT.split(text.strip(" \t()[]«»\"'/.-–—:")) if part.strip()]
    if 1 < len(parts) <= 4:
        folded = [fold(part) for part in parts]
        known = [_known(part) for part in folded if part not in _BESIDE]
        if known and all(known):
            return known[0]
    bracketed = _TRAILING_BRACKET.sub("", text)
    return _known(fold(bracketed)) if bracketed != text else None


def kind_of_name(text: str) -> SourceKind | None:
    """Return what a name that we do not know says of itself (`صحيفة …`, `وكالة …`, `قناة …`), or None."""
    first = fold(text).split(" ", 1)[0]
    return _KIND_OF_TYPE.get(first)
