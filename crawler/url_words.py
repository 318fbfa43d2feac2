"""Words in addresses and in the texts of links that tell articles, lists and everything else apart.

Only data. Segments are compared whole and in lower case, without a file name's ending.
"""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# File name endings of what is no page.
MEDIA = _words(
    "jpg jpeg png gif webp avif svg ico bmp tif tiff css js mjs json xml rss atom txt csv pdf doc docx",
    "xls xlsx ppt pptx odt rtf epub zip rar 7z gz tgz tar exe apk ipa dmg iso mp3 m4a aac ogg oga wav wma",
    "mp4 m4v mov avi wmv flv webm mkv 3gp ogv m3u8 ts swf woff woff2 ttf eot ashx",
)

# A whole segment of the path that says "not the news": services, accounts, machines, forms.
DEAD = _words(
    "login log-in signin sign-in signup sign-up register registration logout account accounts myaccount",
    "my-account profile profiles user users member members password auth oauth sso search find results",
    "advanced-search searches print printable print-article printpage printnews newsprint printmail share",
    "sharer sendto send email mailto tell-a-friend comment comments reply feedback survey rss feed feeds",
    "atom rssfeed rssfeeds rss-feeds sitemap sitemaps site-map wp-admin wp-json wp-login wp-content",
    "wp-includes xmlrpc cgi-bin cdn-cgi ajax admin administrator adminpanel cpanel cart checkout shop",
    "store product products basket subscribe subscription subscriptions newsletter newsletters advertise",
    "advertising ads advertisement adv banner banners contact contactus contact-us contacts callus about",
    "aboutus about-us who-we-are whoweare privacy privacy-policy privacypolicy terms terms-of-use",
    "terms-and-conditions termsofuse conditions policy policies cookies cookie-policy copyright",
    "disclaimer imprint legal faq help support careers jobs vacancies download downloads app apps",
    "mobile-app static assets images img image uploads upload mediafiles fonts weather prayer-times",
    "prayertimes prayer currency currencies exchange-rates gold-price horoscope horoscopes astrology",
    "zodiac livestream live-stream live-tv livetv tv-live schedule tv-guide calendar calendars redirect",
    "redir out exit consent captcha challenge private internal archives-pdf epaper e-paper pdf",
    "editions-pdf favorites bookmarks notifications unsubscribe preferences settings widget widgets embed",
    "oembed embeds iframe trackback pingback replytocom go-premium donate forum forums chat webmail بحث",
    "البحث تسجيل-الدخول طباعة من-نحن اتصل-بنا تواصل-معنا سياسة-الخصوصية شروط-الاستخدام اعلن-معنا",
    "أعلن-معنا",
)

# Lists by label: as many as there are words, and nothing in them that sections and archives do not list.
TAG = _words(
    "tag tags tagged keyword keywords label labels hashtag hashtags وسم وسوم كلمات-دلالية",
    "الكلمات-الدلالية",
)

# Lists by author.
AUTHOR = _words(
    "author authors writer writers columnist columnists journalist journalists editor editors reporter",
    "reporters staff byline contributor contributors كاتب الكاتب كتاب محرر المحرر",
)

# Pages whose content is sound or moving pictures.
SOUND = _words(
    "video videos vid vod audio audios podcast podcasts radio tv watch episode episodes program programs",
    "programme programmes reels shorts فيديو فيديوهات بودكاست",
)

# Segments that an article is filed under.
ARTICLE = _words(
    "article articles art story stories news newsdetails newsdetail news-details newdetails details",
    "detail detailes post posts node read view show item content entry n a articledetails article-details",
    "articleview viewarticle innerpage fullstory full-story viewnews shownews readnews newsview newsitem",
    "archives archive khabar akhbar report reports opinion opinions interview interviews urgent live",
    "gallery galleries photos view-article خبر مقال مقالات تقرير اخبار أخبار تفاصيل",
)

# Segments that a list is filed under.
CONTAINER = _words(
    "section sections sec newssection subsection category categories cat cats c department departments",
    "dept channel channels portal list lists listing topics morearticles latest latest-news",
    "latestnews last-news lastnews all all-news allnews recent breaking breaking-news breakingnews more",
    "page pages index home main country countries region regions city cities governorate file special",
    "folder issue issues edition editions event events series archive-list day date month year قسم أقسام",
    "اقسام الأقسام تصنيف تصنيفات باب أبواب ابواب محافظات",
)

# First segments (or host names) of editions in other languages.
FOREIGN = _words(
    "en english eng fr french francais es spanish espanol de german tr turkish fa farsi persian ur urdu",
    "he hebrew ru russian zh chinese ku kurdish kurdi so somali id indonesian pt it amazigh tamazight",
)

# Host names below the site's that serve no pages of news.
DEAD_HOST = _words(
    "static cdn img imgs image images media assets upload uploads files ads ad adserver mail webmail",
    "email login auth accounts account id sso forum forums shop store jobs careers epaper pdf api stats",
    "analytics push api2 search rss feeds weather chat support help video videos tv radio live",
)

# Query keys of the page number.
PAGE_KEY = _words(
    "page paged pg pageno pagenum pagenumber pageindex page_no pageid start offset startrowindex from",
    "limitstart p_no",
)

# Query keys of a day or month.
DATE_KEY = _words(
    "date day month year d y from_date to_date fromdate todate datefrom dateto",
)

# Query keys of forms, views and sessions.
DEAD_QUERY = _words(
    "s q query search keyword keywords term print printable amp share replytocom action redirect",
    "redirect_to return returnurl return_url next goto url u login logout token sort sortby order orderby",
    "filter view_type lang locale",
)

# Whole texts of links to pages without news, separated by bars.
_DEAD_TITLES = (
    "من نحن|اتصل بنا|تواصل معنا|إتصل بنا|للتواصل|راسلنا|سياسة الخصوصية|الخصوصية|شروط الاستخدام|"
    "الشروط والأحكام|اتفاقية الاستخدام|أعلن معنا|اعلن معنا|للإعلان|الإعلانات|وظائف|وظائف شاغرة|"
    "النشرة البريدية|اشترك|الاشتراك|اشترك معنا|خريطة الموقع|البث المباشر|بث مباشر|الطقس|"
    "حالة الطقس|أسعار العملات|أسعار الذهب|العملات|مواقيت الصلاة|أوقات الصلاة|أبراج اليوم|الأبراج|"
    "حظك اليوم|هيئة التحرير|فريق العمل|تسجيل الدخول|دخول|تسجيل|حسابي|بحث|ابحث|سياسة التحرير|"
    "سياسة ملفات الارتباط|ملفات تعريف الارتباط|حقوق النشر|إخلاء مسؤولية|الأسئلة الشائعة|مساعدة|"
    "تطبيقاتنا|تحميل التطبيق|رئيس التحرير|عن الموقع|عن الصحيفة|عن الجريدة|من نحن؟|rss|خدمة rss|"
    "النسخة الورقية|نسخة للطباعة|طباعة|مشاركة|تعليق|أضف تعليق|شارك|english|français|about|"
    "contact|privacy|login|تردد القناة|جدول البرامج|دليل البرامج"
)
DEAD_TITLES = frozenset(_DEAD_TITLES.split("|"))
