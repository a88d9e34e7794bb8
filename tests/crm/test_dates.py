from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.dates import (
    Promise,
    distance,
    echo,
    explain,
    find_day,
    is_working_day,
    near,
    parse_day,
    parse_promise,
    parse_time,
    spoken,
    working_days_after,
)
from crm.day_words import MONTHS, WEEKDAYS
from db.errors import Invalid
from tests.hostile import NAUGHTY, STRINGS

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
ANYTHING = st.text(st.characters(codec=None)) | st.sampled_from(
    [*STRINGS.values(), *NAUGHTY.values()]
)
PIECES = (
    "in",
    "next",
    "fri",
    "14",
    "mar",
    "/",
    ".",
    "-",
    "2026",
    "eom",
    "w",
    "d",
    "q3",
    "@",
    "by",
    ":",
)
TYPED = st.lists(st.sampled_from((*PIECES, " ", "> ", '"', "A")), max_size=12).map("".join)


WORDS = [
    ("today", "2026-11-23"),
    ("Tomorrow", "2026-11-24"),
    ("yesterday", "2026-11-22"),
    ("fri", "2026-11-27"),
    ("friday", "2026-11-27"),
    ("next fri", "2026-11-27"),
    ("by fri", "2026-11-27"),
    ("mon", "2026-11-30"),
    ("fri next week", "2026-12-04"),
    ("last fri", "2026-11-20"),
    ("in 2w", "2026-12-07"),
    ("2w", "2026-12-07"),
    ("in two weeks", "2026-12-07"),
    ("a week", "2026-11-30"),
    ("in 3 days", "2026-11-26"),
    ("+5d", "2026-11-28"),
    ("-3d", "2026-11-20"),
    ("5 days ago", "2026-11-18"),
    ("in 3 months", "2027-02-23"),
    ("in 1y", "2027-11-23"),
    ("in 5 working days", "2026-11-30"),
    ("eow", "2026-11-27"),
    ("eom", "2026-11-30"),
    ("eoq", "2026-12-31"),
    ("EOY", "2026-12-31"),
    ("end of the month", "2026-11-30"),
    ("end of next month", "2026-12-31"),
    ("end of march", "2027-03-31"),
    ("q3", "2027-09-30"),
    ("q4", "2026-12-31"),
    ("Q1 2028", "2028-03-31"),
    ("next week", "2026-11-30"),
    ("next month", "2026-12-01"),
    ("next quarter", "2027-01-01"),
    ("14 mar", "2027-03-14"),
    ("23 nov", "2026-11-23"),
    ("14th of March", "2027-03-14"),
    ("14 march 2026", "2026-03-14"),
    ("mar 14", "2027-03-14"),
    ("March 14, 2026", "2026-03-14"),
    ("14/3", "2027-03-14"),
    ("14.3.", "2027-03-14"),
    ("14.03.2026", "2026-03-14"),
    ("14.03.26", "2026-03-14"),
    ("2026-03-14", "2026-03-14"),
    ("sat 14 mar 2026", "2026-03-14"),
    ("29 feb", "2028-02-29"),
    ("sabah", "2026-11-24"),
    ("cümə", "2026-11-27"),
    ("cümə axşamı", "2026-11-26"),
    ("çərşənbə axşamı", "2026-11-24"),
    ("Bazar ertəsi", "2026-11-30"),
    ("14 mart", "2027-03-14"),
    ("1 İyun 2027", "2027-06-01"),
    ("2 həftə sonra", "2026-12-07"),
    ("ayın sonu", "2026-11-30"),
    ("завтра", "2026-11-24"),
    ("пятницу", "2026-11-27"),
    ("14 марта 2026", "2026-03-14"),
    ("через неделю", "2026-11-30"),
    ("через 3 дня", "2026-11-26"),
    ("конец месяца", "2026-11-30"),
    ("14 eylül", "2027-09-14"),
    ("pazartesi", "2026-11-30"),
    ("明天", "2026-11-24"),
    ("2026年3月14日", "2026-03-14"),
]


@pytest.mark.parametrize(("words", "day"), WORDS)
def test_words_mean_a_day(words: str, day: str) -> None:
    assert parse_day(words, MONDAY).isoformat() == day


def test_a_weekday_is_strictly_after_today() -> None:
    assert parse_day("fri", date(2026, 11, 27)) == date(2026, 12, 4)
    assert parse_day("last fri", date(2026, 11, 27)) == date(2026, 11, 20)


def test_the_end_of_the_week_is_friday_and_from_saturday_the_coming_one() -> None:
    assert parse_day("eow", date(2026, 11, 27)) == date(2026, 11, 27)
    assert parse_day("eow", date(2026, 11, 28)) == date(2026, 12, 4)


def test_months_are_counted_to_the_last_day_there_is() -> None:
    assert parse_day("in 1 month", date(2027, 1, 31)) == date(2027, 2, 28)


REFUSED = [
    ("xyz", "I do not know the day 'xyz'. Try fri, in 2w, eom, 14 mar or 2026-03-14."),
    ("", "I do not know the day ''. Try fri, in 2w, eom, 14 mar or 2026-03-14."),
    ("30 feb", "There is no day '30 feb': Feb has 28 or 29 days."),
    ("31 apr 2027", "There is no day '31 apr 2027': Apr 2027 has 30 days."),
    ("29.02.2027", "There is no day '29.02.2027': Feb 2027 has 28 days."),
    ("3/14", "There is no day '3/14': 14 is no month; the day comes first, as in 14/3."),
    ("thu 27 nov 2026", "There is no day 'thu 27 nov 2026': 27 Nov 2026 falls on Fri."),
    ("1899-12-31", "'1899-12-31' is outside the years 1900 to 2199 that a record may hold."),
    ("1 jan 2200", "'1 jan 2200' is outside the years 1900 to 2199 that a record may hold."),
    ("in 99999999999999999999 days", None),
    ("9999 working days", "9999 working days are too many to count. Give a date instead."),
    ("0000-00-00", None),
    ("14", None),
    ("may", None),
]


@pytest.mark.parametrize(("words", "sentence"), REFUSED)
def test_what_is_no_day_is_refused_with_a_sentence(words: str, sentence: str | None) -> None:
    with pytest.raises(Invalid) as refused:
        parse_day(words, MONDAY)
    assert words in str(refused.value)
    assert sentence in (None, str(refused.value))


@given(DAYS, DAYS)
def test_every_way_of_writing_a_day_reads_back(day: date, today: date) -> None:
    month = MONTHS[day.month - 1]
    for words in (
        day.isoformat(),
        f"{day:%d.%m.}{day.year}",
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        echo(day, today),
    ):
        assert parse_day(words, today) == day


@given(st.dates(date(1901, 1, 1), date(2190, 12, 31)), st.integers(1, 400))
def test_words_count_from_today(today: date, n: int) -> None:
    assert parse_day(f"in {n} days", today) - today == timedelta(days=n)
    assert parse_day(f"{n}w ago", today.replace(year=today.year + 8) if today.day < 29 else today)
    for short, day in zip(WEEKDAYS, range(7), strict=True):
        found = parse_day(short, today)
        assert found.weekday() == day
        assert 1 <= (found - today).days <= 7
    coming = parse_day(f"{today.day} {MONTHS[today.month - 1]}", today)
    assert coming == today


@given(ANYTHING | TYPED)
def test_anything_typed_is_a_day_or_a_sentence(text: str) -> None:
    for parse in (parse_day, find_day, parse_promise):
        try:
            parse(text, MONDAY)
        except Invalid as refused:
            assert str(refused)
    try:
        assert len(parse_time(text)) == 5
    except Invalid as refused:
        assert str(refused)


def test_a_day_is_said_back_with_its_distance() -> None:
    assert echo(date(2026, 11, 27), MONDAY) == "Fri 27 Nov 2026 · in 4 days"
    assert spoken(date(2026, 1, 9)) == "Fri 9 Jan 2026"
    told = {
        n: distance(MONDAY + timedelta(days=n), MONDAY)
        for n in (-40, -2, -1, 0, 1, 20, 28, 200, 900)
    }
    assert list(told.values()) == [
        *("6 weeks ago", "2 days ago", "yesterday", "today", "tomorrow"),
        *("in 20 days", "in 4 weeks", "in 7 months", "in 2 years"),
    ]


TIMES = [
    *(("9", "09:00"), ("9:30", "09:30"), ("14.30", "14:30"), ("1430", "14:30"), ("930", "09:30")),
    *(
        ("2pm", "14:00"),
        ("2:30 PM", "14:30"),
        ("2 p.m.", "14:00"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
    ),
    *(
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("14h", "14:00"),
        ("14h30", "14:30"),
        (" 0:05 ", "00:05"),
    ),
]


@pytest.mark.parametrize(("words", "time"), TIMES)
def test_words_mean_a_time(words: str, time: str) -> None:
    assert parse_time(words) == time


@pytest.mark.parametrize("words", ["24:00", "9:60", "13pm", "0am", "", "x", "1:2:3", "٩"])
def test_what_is_no_time_is_refused_with_a_sentence(words: str) -> None:
    with pytest.raises(Invalid, match="I do not know the time"):
        parse_time(words)


FOUND = [
    ("send profile by next fri", "2026-11-27", "send profile"),
    ("by fri: send profile", "2026-11-27", "send profile"),
    ("visit Ganja on 14 mar with the minister", "2027-03-14", "visit Ganja with the minister"),
    ("send it (by fri)", "2026-11-27", "send it"),
    ("call them tomorrow", "2026-11-24", "call them"),
    ("call them 14 mar", "2027-03-14", "call them"),
    ("send samples in 2w", "2026-12-07", "send samples"),
    ("cümə gününə qədər təklif göndərmək", "2026-11-27", "təklif göndərmək"),
    ("отправить письмо до 14 марта", "2027-03-14", "отправить письмо"),
    ("report q3 figures by q1", "2027-03-31", "report q3 figures"),
]


@pytest.mark.parametrize(("line", "day", "rest"), FOUND)
def test_a_day_is_found_in_a_sentence(line: str, day: str, rest: str) -> None:
    assert find_day(line, MONDAY) == (date.fromisoformat(day), rest)


@pytest.mark.parametrize(
    "line",
    [
        "stand by the agreement",
        "send Q3 report",
        "report on q9",
        "buy 14.3",
        "wait 5 days",
        "pay 5 m",
        "",
    ],
)
def test_no_day_is_found_where_none_is_meant(line: str) -> None:
    assert find_day(line, MONDAY) is None


def test_a_day_that_does_not_exist_is_not_passed_over() -> None:
    with pytest.raises(Invalid, match="There is no day '30 feb'"):
        find_day("send report by 30 feb", MONDAY)


FRIDAY, MONTH_END = date(2026, 11, 27), date(2026, 11, 30)
SUNSTONE = "Sunstone Development Co., Ltd."
PROMISES = [
    (
        "send anode plant profile @Sunstone by next fri",
        "send anode plant profile",
        "Sunstone",
        FRIDAY,
        True,
    ),
    (
        "@Sunstone to send registered name by eom",
        "send registered name",
        "Sunstone",
        MONTH_END,
        False,
    ),
    ("@Sunstone: registered name", "registered name", "Sunstone", None, False),
    ("Sunstone: send registered name", "send registered name", "Sunstone", None, False),
    ("they send registered name by eom", "send registered name", "", MONTH_END, False),
    ("They will send figures to @EZDA", "send figures", "EZDA", None, False),
    ("< send figures", "send figures", "", None, False),
    ("> @Sunstone send figures", "send figures", "Sunstone", None, True),
    (
        "we will send draft to @Sunstone Development by fri",
        "send draft",
        "Sunstone Development",
        FRIDAY,
        True,
    ),
    ("us: send the map by fri", "send the map", "", FRIDAY, True),
    (f"send @{SUNSTONE} the profile by fri", "send the profile", SUNSTONE, FRIDAY, True),
    ("send @sunstone the profile", "send the profile", "sunstone", None, True),
    (
        "send profile @Sunstone_Development by fri",
        "send profile",
        "Sunstone Development",
        FRIDAY,
        True,
    ),
    ('@"built by Monday Ltd" to reply by fri', "reply", "built by Monday Ltd", FRIDAY, False),
    (
        "@«Азералюминий» прислать данные до пятницы",
        "прислать данные",
        "Азералюминий",
        FRIDAY,
        False,
    ),
    ("get the list from @EZDA", "get the list from EZDA", "EZDA", None, True),
    ("write to info@wanji.example", "write to info@wanji.example", "", None, True),
    ("Note: call them", "Note: call them", "", None, True),
    ("WE Soda to send NDA", "WE Soda to send NDA", "", None, True),
    ("təklif göndərmək @Xəzər cümə gününə qədər", "təklif göndərmək", "Xəzər", FRIDAY, True),
    ("发送资料 @万基 by fri", "发送资料", "万基", FRIDAY, True),
]


@pytest.mark.parametrize(("line", "text", "at", "due", "ours"), PROMISES)
def test_a_line_says_who_owes_whom_what_by_when(
    line: str, text: str, at: str, due: date | None, ours: bool
) -> None:
    assert parse_promise(line, MONDAY) == Promise(text, at, due, ours)


def test_who_is_at_the_table_decides_whose_promise_it_is() -> None:
    table = {"guests": [SUNSTONE], "hosts": ["Ministry of Economy"]}
    theirs = parse_promise("Sunstone will send samples in 2w", MONDAY, **table)
    assert (theirs.at, theirs.text, theirs.ours) == ("Sunstone", "send samples", False)
    ours = parse_promise("Ministry of Economy to send the decree", MONDAY, **table)
    assert (ours.at, ours.text, ours.ours) == ("Ministry of Economy", "send the decree", True)
    assert parse_promise("Decree: send it", MONDAY, **table).text == "Decree: send it"


@pytest.mark.parametrize("line", ["", "@Sunstone", "@Sunstone by fri", "by fri", "> ", "..."])
def test_a_promise_of_nothing_is_refused(line: str) -> None:
    with pytest.raises(Invalid, match="does not say what is promised"):
        parse_promise(line, MONDAY)


def test_a_promise_is_said_back() -> None:
    said = {
        line: explain(parse_promise(line, MONDAY), MONDAY)
        for line in (
            "send anode plant profile @Sunstone by next fri",
            "@Sunstone to send registered name",
            "send map by last fri",
            "they call back tomorrow",
        )
    }
    assert list(said.values()) == [
        "We owe Sunstone: send anode plant profile · due Fri 27 Nov 2026",
        "Sunstone owes us: send registered name · no date yet",
        "We promised: send map · due Fri 20 Nov 2026, 3 days ago",
        "They promised: call back · due Tue 24 Nov 2026",
    ]


def test_working_days_pass_over_weekends_and_holidays_of_every_country() -> None:
    assert working_days_after(date(2026, 11, 26), 1) == date(2026, 11, 27)
    assert working_days_after(date(2026, 11, 27), 1) == date(2026, 11, 30)
    assert working_days_after(date(2026, 11, 30), -1) == date(2026, 11, 27)
    assert working_days_after(date(2026, 11, 28), 0) == date(2026, 11, 28)
    assert not is_working_day(date(2026, 3, 20))  # Novruz
    assert is_working_day(date(2026, 10, 1))
    assert not is_working_day(date(2026, 10, 1), ("AZ", "CN"))


def test_an_unknown_country_has_no_working_days() -> None:
    with pytest.raises(Invalid, match="public holidays of 'XX'"):
        working_days_after(MONDAY, 1, ("XX",))


def test_a_day_nearby_is_said_without_its_year() -> None:
    today = date(2026, 12, 21)
    days = (date(2026, 12, 20), today, date(2026, 12, 22), date(2026, 12, 25), date(2027, 1, 8))
    said = [near(day, today) for day in days]
    assert said == ["yesterday", "today", "tomorrow", "Fri 25 Dec", "Fri 8 Jan"]
    assert near(date(2027, 3, 8), today) == "8 Mar 2027"
