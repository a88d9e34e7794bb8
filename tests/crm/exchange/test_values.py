"""Single values as files write them."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from crm import countries
from crm.exchange import choices, dates, emails, numbers, people, phones, tags

COUNTRIES = {
    "AZ": ["Azərbaycan", "Azerbaijan", "AZƏRBAYCAN", "Azərbaycan Respublikası",
           "Азербайджан", "AZE", "阿塞拜疆"],
    "US": ["USA", "U.S.A.", "ABŞ", "США", "ABD", "美国", "United States of America", "us"],
    "GB": ["UK", "Great Britain", "Böyük Britaniya", "Великобритания", "英国", "England"],
    "AE": ["UAE", "BƏƏ", "ОАЭ", "BAE", "阿联酋", "الإمارات العربية المتحدة"],
    "CN": ["China", "Çin", "ÇİN", "Китай", "中国", "中华人民共和国", "PRC", "P.R. China"],
    "TR": ["Turkey", "Türkiye", "Türkiyə", "Турция", "土耳其"],
    "RU": ["Россия", "Российская Федерация", "Russian Federation", "Rusiya"],
    "KR": ["Korea", "Republic of Korea", "South Korea", "Cənubi Koreya", "韩国"],
    "CI": ["Ivory Coast", "Côte d'Ivoire"], "DE": ["Deutschland", "Almaniya", "Германия"],
    "SE": ["İsveç", "Sweden"], "CH": ["İsviçre", "İsveçrə", "Schweiz"], "UA": ["Україна"],
    "JP": ["日本", "Япония", "Yaponiya"], "VN": ["Viet Nam"], "NE": ["Niger"], "NG": ["Nigeria"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "name"), [(c, n) for c, names in COUNTRIES.items() for n in names]
)
def test_a_country_is_known_by_any_of_its_names(code: str, name: str) -> None:
    assert countries.code(name) == code


@pytest.mark.parametrize(
    "name", ["Az?rbaycan", "Atlantis", "N/A", "NA", "", "-", "Baku", "Europe", "ZZ"]
)
def test_a_country_is_never_guessed(name: str) -> None:
    assert countries.code(name) is None


@pytest.mark.parametrize(
    ("raw", "country", "e164"),
    [
        ("+994 12 000 01 10", None, "+994120000110"), ("012 000 21 21", "AZ", "+994120002121"),
        ("012 000 21 21", None, None), ("8 (495) 000-07-70", "RU", "+74950000770"),
        ("0 476 000 33 33", "TR", "+904760003333"), ("+44 (0)20 7946 0100", None, "+442079460100"),
        ("994500000111", None, "+994500000111"), ("994500000111", "AZ", "+994500000111"),
        ("001-202-555-0123", "AZ", "+12025550123"), ("0012345", None, None), ("NULL 1", "AZ", None),
        ("+47 400 00 171", "NO", "+4740000171"), ("+994 12 404 00 41 / 42", None, "+994124040041"),
    ],
)  # fmt: skip
def test_a_phone_gets_its_e164_by_the_country_of_its_row(
    raw: str, country: str | None, e164: str | None
) -> None:
    assert phones.e164(raw, country) == e164


def test_several_phones_in_a_cell_are_told_apart() -> None:
    found = phones.parse("work:+994120000110; mobile:+994500000111", None)
    assert [(p.label, p.raw) for p in found] == [
        ("work", "+994120000110"),
        ("mobile", "+994500000111"),
    ]
    assert len(phones.parse("+44 20 7946 0100 ::: +44 20 7946 0101", None)) == 2
    assert len(phones.parse("050 123 45 67, 012 444 55 66", "AZ")) == 2
    assert [p.raw for p in phones.parse("'+44 20 7946 0100", None)] == ["+44 20 7946 0100"]
    assert [p.raw for p in phones.parse("tel:0012345", None)] == ["0012345"]
    assert phones.parse("yoxdur", "AZ") == ()


@pytest.mark.parametrize(
    ("text", "country", "found"),
    [
        ("+994 12 404 00 41 +994 50 222 33 44", "AZ", ["+994124040041", "+994502223344"]),
        ("050-222-33-44 055-222-33-44", "AZ", ["+994502223344", "+994552223344"]),
        ("M: 0502223344 W: 0124040041", "AZ", ["+994502223344", "+994124040041"]),
        ("0531-88881234/13700002222", "CN", ["+8653188881234", "+8613700002222"]),
        ("0221/123456-78", "DE", ["+4922112345678"]), ("0371-66661234-801", "CN", ["+8637166661234"]),
        ("010-8888 8888转123", "CN", ["+861088888888"]), ("994505551122.0", "AZ", ["+994505551122"]),
        ("+994505551122 (WhatsApp)", None, ["+994505551122"]),
        ("404 00 41", "AZ", [None]),  # without its area code it is nobody's number
        ("13812345678", None, [None]),  # a mobile of China, or a number of North America
    ],
)  # fmt: skip
def test_numbers_are_told_apart_and_never_guessed(
    text: str, country: str | None, found: list[str | None]
) -> None:
    assert [phone.e164 for phone in phones.parse(text, country)] == found


def test_labels_of_phones_are_understood_in_every_language() -> None:
    words = ["* Work", "Cep", "İş", "Моб.", "Ev", "Home Fax", "手机", "WeChat"]
    assert [phones.label_of(word) for word in words] == [
        "work", "mobile", "work", "mobile", "home", "fax", "mobile", "other",
    ]  # fmt: skip


def test_digits_that_a_spreadsheet_destroyed_are_noticed() -> None:
    assert all(map(phones.damaged, ["4.42079E+11", "4,42079E+11", "########", "#NAME?"]))
    assert not phones.damaged("+994 12 000 01 10")


@pytest.mark.parametrize(
    ("text", "found", "wrong"),
    [
        ("a@example.com; b@example.org", ("a@example.com", "b@example.org"), ()),
        ("Jane Roe <jane@roe.example>", ("jane@roe.example",), ()),
        ("mailto:Jane@Roe.example", ("Jane@Roe.example",), ()),
        ('[{"emailAddress": "a@b.example"}, "c@d.example"]', ("a@b.example", "c@d.example"), ()),
        ("a@b.example A@B.EXAMPLE", ("a@b.example",), ()),
        ("bad@; good@ok.example", ("good@ok.example",), ("bad@",)),
        ("əli@şirkət.example", ("əli@şirkət.example",), ()),
        ('"Roe, Jane" <j@r.example>, "Muster, Max" <m@m.example>', ("j@r.example", "m@m.example"), ()),
        ("jane@roe.example (work)", ("jane@roe.example",), ()), ("E-mail: a@b.example", ("a@b.example",), ()),
        ("a@b.example и c@d.example", ("a@b.example", "c@d.example"), ()),
        ("\u200ba@b.example", ("a@b.example",), ()),
        ("a..b@c.example", (), ("a..b@c.example",)), ("a@b", (), ("a@b",)), ("N/A", (), ("N/A",)),
    ],
)  # fmt: skip
def test_addresses_are_taken_out_of_a_cell(
    text: str, found: tuple[str, ...], wrong: tuple[str, ...]
) -> None:
    assert emails.parse(text) == (found, wrong)


@pytest.mark.parametrize(
    "text",
    ["2024-03-05", "05.03.2024", "5.3.2024", "05/03/2024", "2024/03/05", "05 Mar 2024", "5-Mar-24",
     "Mar 5, 2024", "2024年3月5日", "5 mart 2024", "5 Mart 2024", "5 марта 2024 г.", "5 mart 2024-cü il",
     "«5» марта 2024 г.", "5 Mart 2024 Salı", "05.03.2024-cü il", "2024. 3. 5.", "05.III.2024",
     "2024年3月5日(火)", "2024年3月5日 星期二", "Tue Mar 05 2024 00:00:00 GMT+0400",
     "20240305", "45356", "2024-03-05T00:00:00.000Z", "5. März 2024", "Tuesday, March 5, 2024"],
)  # fmt: skip
def test_a_date_is_read_in_every_common_spelling(text: str) -> None:
    found = dates.read(text)
    assert found and found.day == date(2024, 3, 5)


@pytest.mark.parametrize(
    "text", ["31.02.2024", "2024-13-01", "N/A", "soon", "1-Mar", "12", "5/2024", ""]
)
def test_what_is_no_date_stays_none(text: str) -> None:
    assert dates.read(text) is None


def test_iso_dates_never_change_their_order() -> None:
    assert dates.read("2024-03-05", "mdy") == dates.read("2024-03-05", "dmy")


def test_times_come_with_dates() -> None:
    assert str(dates.read("20.02.2024 15:00")) == "2024-02-20 15:00"
    assert str(dates.read("05.03.2024 в 14:30")) == "2024-03-05 14:30"
    assert str(dates.read("2024-03-05 下午2:30")) == "2024-03-05 14:30"
    assert str(dates.read("45356,6041666667")) == "2024-03-05 14:30"
    assert str(dates.read("11/18/2024 9:15:00 PM", "mdy")) == "2024-11-18 21:15"
    assert dates.clock("11:00:00 AM") == "11:00" and dates.clock("12:00 AM") == "00:00"
    assert dates.clock("25:00") is None


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("07/15/2009 02:14:45+0800", "2009-07-14T18:14:45+00:00"),
        ("07/13/2009T22:14:45-0800", "2009-07-14T06:14:45+00:00"),
        ("2009-07-14 14:14:45+0200", "2009-07-14T12:14:45+00:00"),
        ("2009-07-14T14:14:45Z", "2009-07-14T14:14:45+00:00"),
    ],
)
def test_offsets_are_kept(text: str, instant: str) -> None:
    found = dates.read(text, "mdy")
    assert found and found.instant == datetime.fromisoformat(instant)


def test_a_whole_column_says_whether_the_day_comes_first() -> None:
    assert dates.order_in(["03/04/2024", "18/11/2024"]) == "dmy"
    assert dates.order_in(["03/04/2024", "11/18/2024"]) == "mdy"
    assert dates.order_in(["03/04/2024", "05.13.2024 x"]) is None
    assert dates.ambiguous("03/04/2024") and not dates.ambiguous("03.04.2024")


def test_no_date_is_not_a_wrong_date() -> None:
    assert all(map(dates.is_nothing, ["0/0/00", "0.0.00", "0000-00-00", "-"]))
    assert not dates.is_nothing("2024-01-01")


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1 250 000,50", "1250000.50", None), ("1\u00a0250\u00a0000,50", "1250000.50", None),
        ("$1,250,000.00", "1250000.00", "USD"), ("€ 300.000,00", "300000.00", "EUR"),
        ("AZN 2 500 000", "2500000", "AZN"), ("AZN 4,000.50", "4000.50", "AZN"), ("(12)", "-12", None),
        ("-31,136.85", "-31136.85", None), ("1,200", "1200", None), ("1.250.000", "1250000", None),
        ("12 млн", "12000000", None),
        ("1200万美元", "12000000", "USD"), ("5,5 mln AZN", "5500000.0", "AZN"),
        ("USD 3.4bn", "3400000000", "USD"), ("€ 1,2 Mio.", "1200000", "EUR"), ("AZN5m", "5000000", "AZN"),
        ("RMB 500 million", "500000000", "CNY"), ("人民币1,200万元", "12000000", "CNY"),
        ("2,5 трлн руб.", "2500000000000", "RUB"), ("5-10 mln USD", None, None), ("~ 5 mln", None, None),
        ("7,5", "7.5", None), ("250 ₼", "250", "AZN"), ("n/a", None, None),
    ],
)  # fmt: skip
def test_money_is_read_with_the_separators_of_any_country(
    text: str, amount: str | None, currency: str | None
) -> None:
    found = numbers.money(text)
    assert (found and found.amount) == (Decimal(amount) if amount else None)
    assert (found.currency if found else None) == currency


def test_the_column_settles_what_a_single_mark_means() -> None:
    assert numbers.decimal_mark(["1.234", "1.234,50"]) == ","
    assert numbers.number("1.234", ",") == 1234 and numbers.number("1,234", ",") == Decimal("1.234")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("investor ::: metallurgiya ::: * myContacts", ("investor", "metallurgiya")),
        ('investor; "heavy; metal"', ("investor", "heavy; metal")), ("铝、投资者", ("铝", "投资者")),
        ("a\\;b;c", ("a;b", "c")), ("çelik, yatırımcı, çelik", ("çelik", "yatırımcı")),
        ("a,b;c", ("a,b", "c")),
    ],
)  # fmt: skip
def test_tags_are_told_apart_whatever_joins_them(text: str, found: tuple[str, ...]) -> None:
    assert tags.parse(text) == found


def test_letters_behind_a_family_name_become_its_suffix_and_other_words_do_not() -> None:
    assert people.split_suffix("Müller-Weiß, CFA, PhD 🚀") == ("Müller-Weiß", "CFA, PhD 🚀")
    assert people.split_suffix("Smith, Jr.") == ("Smith", "Jr.")
    assert people.split_suffix("López, María") == ("López, María", None)


@pytest.mark.parametrize(
    ("written", "said", "name"),
    [
        ("Prof. Dr. Änne X", "Prof. Dr.", "Änne X"), ("cənab Tərlan Quliyev", "cənab", "Tərlan Quliyev"),
        ("Г-н Иванов", "Г-н", "Иванов"), ("王伟先生", "先生", "王伟"), ("Aysel xanım", "xanım", "Aysel"),
        ("He Wei", None, "He Wei"), ("Xanım Əliyeva", None, "Xanım Əliyeva"), ("Dr.", None, "Dr."),
    ],
)  # fmt: skip
def test_a_form_of_address_is_no_part_of_the_name(
    written: str, said: str | None, name: str
) -> None:
    assert people.split_salutation(written) == (said, name)


def test_a_full_name_that_repeats_its_parts_adds_nothing() -> None:
    assert people.adds_nothing("张伟", "伟", None, "张")
    assert people.adds_nothing("Məmmədova Aysel", "Aysel", "Rauf qızı", "Məmmədova")
    assert not people.adds_nothing("The Boss", "Aysel", None, "Məmmədova")


def test_states_are_understood_in_the_languages_of_the_desk() -> None:
    said = {"follow_ups.status": "Bitib", "follow_ups.priority": "Высокий", "meetings.kind": "会议"}
    assert [choices.choice(field, word) for field, word in said.items()] == [
        "done",
        "high",
        "meeting",
    ]
    assert choices.choice("follow_ups.status", "perhaps") is None
