"""Notes of the length that officers write, in four languages, always the same ones."""

import random
from collections.abc import Callable

WORDS = (
    [
        "investor",
        "aluminium",
        "anode",
        "plant",
        "visited",
        "asked",
        "power",
        "tariff",
        "zone",
        "customs",
        "exemption",
        "land",
        "lease",
        "meeting",
        "letter",
        "sent",
        "delegation",
        "chairman",
        "port",
        "logistics",
        "railway",
        "capacity",
        "tonnes",
        "export",
        "market",
        "price",
        "signed",
        "memorandum",
        "venture",
        "shares",
        "partner",
        "bank",
        "loan",
        "interest",
        "guarantee",
        "ministry",
        "approval",
        "permit",
        "licence",
        "environmental",
        "water",
        "supply",
        "contract",
        "draft",
        "reply",
        "expected",
        "spring",
        "autumn",
    ],
    [
        "sərmayə",
        "zavod",
        "ticarət",
        "nazir",
        "görüş",
        "layihə",
        "güzəşt",
        "ərazi",
        "müraciət",
        "təklif",
        "razılıq",
        "müqavilə",
        "gömrük",
        "enerji",
        "liman",
        "ixrac",
        "istehsal",
        "tərəfdaş",
        "zəmanət",
        "icazə",
        "sənəd",
        "cavab",
        "gözlənilir",
        "payız",
    ],
    [
        "инвестор",
        "завод",
        "встреча",
        "проект",
        "льгота",
        "участок",
        "запрос",
        "договор",
        "поставка",
        "энергия",
        "порт",
        "экспорт",
        "партнёр",
        "гарантия",
        "разрешение",
        "ответ",
        "осенью",
        "делегация",
        "цена",
        "мощность",
        "таможня",
    ],
    [
        "投资",
        "铝业",
        "项目",
        "会议",
        "合作",
        "厂房",
        "电力",
        "关税",
        "土地",
        "代表团",
        "出口",
        "港口",
        "合同",
        "价格",
        "贷款",
        "许可",
        "秋季",
    ],
)
LENGTHS = (8, 12, 20, 40, 60)  # words of a note
POOL = 4000  # different notes; what is folded once is not folded again


def sentences(seed: int) -> Callable[..., str]:
    """Gives notes; with 1, a short line such as a subject."""
    chance = random.Random(seed)

    def note(length: int) -> str:
        words = chance.choice(WORDS)
        blank = "" if words is WORDS[3] else " "
        return blank.join(chance.choice(words) for _ in range(length)).capitalize()

    notes = [note(chance.choice(LENGTHS)) for _ in range(POOL)]
    lines = [note(5) for _ in range(POOL)]

    def say(short: int = 0) -> str:
        return chance.choice(lines if short else notes)

    return say
