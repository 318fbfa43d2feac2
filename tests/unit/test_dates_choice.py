"""Sources of one page that disagree: which time is the time of publication."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.arabic.dates import Candidate, choose, is_date_line, parse, stamps

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CAIRO = "Africa/Cairo"


def iso(*candidates: Candidate, timezone: str = CAIRO, role: str = "published") -> str | None:
    chosen = choose(
        candidates, timezone=timezone, now=NOW, role="modified" if role == "modified" else "published"
    )
    return chosen.iso if chosen else None


def meta(raw: str) -> Candidate:
    return Candidate(raw, "opengraph")


def ld(raw: str) -> Candidate:
    return Candidate(raw, "json-ld")


def shown(raw: str, layer: str = "selector") -> Candidate:
    return Candidate(raw, layer, visible=True)


@pytest.mark.parametrize("layer", ["selector", "label", "generic"])
def test_local_time_marked_z_is_local(layer: str) -> None:
    assert (
        iso(meta("2020-08-24T09:23:13Z"), shown("الإثنين، 24 أغسطس 2020 09:23 ص", layer))
        == "2020-08-24T09:23:13+02:00"
    )


def test_local_time_marked_z_takes_the_zone_that_another_source_states() -> None:
    assert (
        iso(ld("2024-05-20T09:23:00Z"), meta("2024-05-20T09:23:00+04:00"), timezone="UTC")
        == "2024-05-20T09:23:00+04:00"
    )


def test_true_utc_is_written_in_the_zone_of_the_site() -> None:
    assert iso(meta("2024-01-20T22:30:00Z"), shown("21 يناير 2024 12:30 ص")) == "2024-01-21T00:30:00+02:00"


def test_utc_alone_is_believed() -> None:
    assert iso(ld("2024-05-20T07:00:00Z")) == "2024-05-20T10:00:00+03:00"


def test_sources_on_other_days_are_one_moment() -> None:
    chosen = iso(
        meta("2020-12-24T23:59:50Z"), ld("2020-12-25T01:59:50+02:00"), shown("2020/12/25 - 1:59 صباحًا")
    )
    assert chosen == "2020-12-25T01:59:50+02:00"


def test_arabic_text_in_metadata_is_read() -> None:
    assert iso(meta("الأربعاء، 07 أكتوبر 2020 - 12:09 م")) == "2020-10-07T12:09:00+02:00"


def test_a_time_without_zone_takes_the_one_beside_it() -> None:
    naive = Candidate("2020-12-01 02:00:00", "microdata")
    assert iso(naive, ld("2020-12-01T02:00:00+03:00"), timezone="UTC") == "2020-12-01T02:00:00+03:00"


def test_midnight_is_only_a_day() -> None:
    assert (
        iso(
            Candidate("2019-02-08T00:00:00+01:00", "microdata"),
            shown("الجمعة 8 فيفري 2019"),
            timezone="Africa/Tunis",
        )
        == "2019-02-08"
    )
    assert iso(ld("2019-02-08T00:00:00+01:00"), timezone="Africa/Tunis") == "2019-02-08"
    assert iso(ld("2019-02-07T23:00:00Z"), timezone="Africa/Tunis") == "2019-02-08"


def test_midnight_that_a_reader_sees_too_is_a_time() -> None:
    assert (
        iso(ld("2019-02-08T00:00:00+01:00"), shown("8 فيفري 2019 00:00"), timezone="Africa/Tunis")
        == "2019-02-08T00:00:00+01:00"
    )


def test_midnight_gives_way_to_a_time() -> None:
    assert iso(ld("2024-05-20T00:00:00+03:00"), shown("20 مايو 2024 07:10 ص")) == "2024-05-20T07:10:00+03:00"


def test_visible_day_takes_its_time_from_metadata() -> None:
    assert (
        iso(meta("2020-11-09T07:11:00+00:00"), shown("November 9, 2020"), timezone="Asia/Beirut")
        == "2020-11-09T09:11:00+02:00"
    )


def test_template_time_loses_to_what_the_reader_sees() -> None:
    assert (
        iso(meta("2020-03-15T08:00:00+04:00"), shown("03 يونيو 2020", "label"), timezone="Asia/Dubai")
        == "2020-06-03"
    )


def test_a_date_somewhere_on_the_page_does_not_beat_structured_data() -> None:
    assert (
        iso(ld("2019-02-08T10:00:00+01:00"), shown("الأربعاء 19 فيفري 2020", "generic"))
        == "2019-02-08T10:00:00+01:00"
    )


def test_relative_time_comes_last() -> None:
    assert iso(shown("منذ 3 ساعات"), ld("2026-11-23T11:12:13+02:00")) == "2026-11-23T11:12:13+02:00"
    assert iso(shown("منذ 3 ساعات")) == "2026-11-23T11:00:00+02:00"


def test_update_is_not_publication() -> None:
    line = "الأحد، 04 آب/اغسطس 2013، آخر تحديث 02:21 (GMT+0400)"
    assert iso(shown(line), timezone="Asia/Dubai") == "2013-08-04"
    assert iso(shown(line), timezone="Asia/Dubai", role="modified") == "2013-08-04T02:21:00+04:00"


def test_the_future_is_out() -> None:
    assert iso(ld("2027-03-01T10:00:00Z"), shown("20 مايو 2024")) == "2024-05-20"
    assert iso(ld("2027-03-01T10:00:00Z")) is None


def test_nothing_readable() -> None:
    assert iso() is None
    assert iso(meta("غير معروف"), meta("{{date}}"), shown("مايو 2024")) is None


def test_whose_words_it_was() -> None:
    chosen = choose([meta("2024-05-20T07:00:00Z"), ld("2024-05-20T10:00:00+03:00")], timezone=CAIRO, now=NOW)
    assert chosen is not None
    assert (chosen.layer, chosen.raw, chosen.precision) == ("json-ld", "2024-05-20T10:00:00+03:00", "second")


def test_an_unknown_zone_does_not_raise() -> None:
    assert iso(ld("2024-05-20T07:00:00"), timezone="Nowhere/None") == "2024-05-20T07:00:00+00:00"
    assert iso(ld("2024-05-20T07:00:00"), timezone="") == "2024-05-20T07:00:00+00:00"


def test_stamps_tells_update_from_publication() -> None:
    both = stamps("نشر في: 20 مايو 2024 10:00 ص - آخر تحديث: 21 مايو 2024 11:30 ص", timezone=CAIRO, now=NOW)
    assert both.published is not None and both.modified is not None
    assert str(both.published.value) == "2024-05-20 10:00:00+03:00"
    assert str(both.modified.value) == "2024-05-21 11:30:00+03:00"
    other = stamps("آخر تحديث: 21 مايو 2024 - تاريخ النشر: 20 مايو 2024", timezone=CAIRO, now=NOW)
    assert other.published is not None and other.modified is not None
    assert (str(other.published.value), str(other.modified.value)) == ("2024-05-20", "2024-05-21")


@pytest.mark.parametrize(
    "line", ["التاريخ: 03 يونيو 2020", "منذ ساعتين", "20:45 ت م", "نشر في: الإثنين، 20 مايو 2024 07:00 ص"]
)
def test_date_lines(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line", ["110- الأردن", "3-1", "في 20 مايو 2024 قال الوزير", "اليوم", "2024", "عدد السكان 12000"]
)
def test_lines_that_are_no_dates(line: str) -> None:
    assert not is_date_line(line)


DATE_STUFF = st.text(
    alphabet=st.one_of(
        st.sampled_from("0123456789٠١٢٣٤٥٦٧٨٩۴/-:.،, +TZصمهـ()\n"), st.characters(exclude_categories=())
    ),
    max_size=60,
)
WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "مايو",
                "كانون",
                "2",
                "20",
                "2024",
                "1445",
                "شوال",
                "هـ",
                "منذ",
                "ساعات",
                "أمس",
                "GMT",
                "+0300",
                "بتوقيت",
                "مكة",
                "آخر تحديث",
                "07:00",
                "ص",
                "م",
                "الأحد",
                "/",
                "-",
                "25/12/2020",
                "99",
                "0",
            ]
        ),
        st.integers(-10, 10**20).map(str),
    ),
    max_size=12,
).map(" ".join)


@settings(max_examples=600, deadline=None)
@given(st.one_of(DATE_STUFF, WORDS), st.sampled_from([None, NOW, datetime(2020, 1, 1)]))
def test_no_input_raises(text: str, now: datetime | None) -> None:
    parsed = parse(text, timezone="Asia/Riyadh", now=now)
    if parsed is not None and isinstance(parsed.value, datetime):
        assert parsed.value.tzinfo is not None
    stamps(text, timezone="Asia/Riyadh", now=now)
    is_date_line(text)
    if now is not None:
        choose(
            [Candidate(text, "generic", True), Candidate(text, "json-ld")], timezone="Asia/Riyadh", now=now
        )


def test_long_input_is_cheap() -> None:
    for text in ("1 " * 200_000, "كانون " * 100_000, "20 مايو - " * 50_000, "1/" * 300_000, ":" * 500_000):
        parse(text, timezone="UTC", now=NOW)
