"""People and companies in four scripts, always the same ones, made up from parts."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEADER = (
    "First name", "Last name", "Email", "Phone", "Company", "Job title", "City", "Country",
    "Website", "Notes",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where somebody is from: the parts that names there are made of."""

    country: str
    code: str
    cities: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    trades: tuple[str, ...]
    forms: tuple[str, ...]


PLACES = (
    Place(
        "Azerbaijan", "994", ("Bakı", "Gəncə", "Sumqayıt", "Şəki"),
        ("Aytən", "Elçin", "Günel", "Rəşad", "Səbinə", "Tural", "Ülviyyə", "Vüsal", "Çingiz"),
        ("Abdullayev", "Bağırov", "Cəfərov", "Əliyev", "Hüseynov", "Qasımov", "Rəhimov", "Şahin"),
        ("Alüminium", "Neft-Kimya", "Logistika", "Tikinti", "Enerji", "Aqro"), ("MMC", "ASC", "QSC"),
    ),
    Place(
        "Russia", "7", ("Москва", "Казань", "Пермь"),
        ("Алексей", "Борис", "Вера", "Галина", "Дмитрий", "Елена", "Жанна", "Игорь", "Юлия"),
        ("Андреев", "Белов", "Воронов", "Григорьев", "Журавлёв", "Щербаков", "Цветков"),
        ("Алюминий", "Химия", "Транспорт", "Металл", "Энерго"), ("ООО", "АО", "ПАО"),
    ),
    Place(
        "China", "86", ("郑州", "济南", "上海", "深圳"),
        tuple(one + two for one in "志建国文晓春海明" for two in "伟芳英敏静华丽强军平"),
        ("王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"),
        ("铝业", "炭素", "能源", "物流", "化工", "设备"), ("有限公司", "股份有限公司"),
    ),
    Place(
        "Germany", "49", ("Köln", "Bremen", "Düsseldorf"),
        ("Anna", "Björn", "Clara", "Émile", "Jürgen", "Käthe", "Noël", "Zoë"),
        ("Bauer", "D'Angelo", "Fischer", "Gößl", "Müller", "O’Brien", "Weiß"),
        ("Aluminium", "Chemie", "Logistik", "Anlagenbau", "Energie"), ("GmbH", "AG", "SE"),
    ),
)  # fmt: skip
TITLES = ("Director", "Chief engineer", "Head of procurement", "Analyst", "Adviser", "")


def people(count: int, *, seed: int = 19) -> Iterator[tuple[str, ...]]:
    """Rows under HEADER; eight people to a company on average, one in ten without an e-mail."""
    chance = random.Random(seed)
    companies = max(1, count // (8 * len(PLACES)))
    for number in range(count):
        place = PLACES[number % len(PLACES)]
        given, family = chance.choice(place.given), chance.choice(place.family)
        company = chance.randrange(companies) * len(PLACES) + number % len(PLACES)
        yield (
            given, f"{family}{'' if place.code == '86' else ' ' + str(number)}",
            f"p{number}@c{company}.example" if number % 10 else "",
            f"+{place.code} {chance.randrange(10**8, 10**9)}",
            _company(place, company), chance.choice(TITLES), chance.choice(place.cities),
            place.country, f"https://c{company}.example", f"Met in hall {number % 7}, said “yes”",
        )  # fmt: skip


def _company(place: Place, number: int) -> str:
    trade, form = place.trades[number % len(place.trades)], place.forms[number % len(place.forms)]
    if place.code == "86":
        return f"{place.cities[number % len(place.cities)]}{number}{trade}{form}"
    return f"{trade} {number} {form}"


def write(path: Path, count: int) -> Path:
    """A CSV of that many people, as an office would export it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(people(count))
    return path
