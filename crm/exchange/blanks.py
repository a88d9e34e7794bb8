"""How people write that there is nothing in a cell: a dash, n/a, yoxdur, нет, 无."""

_NOTHING = {
    "-", "--", "---", "–", "—", "_", ".", "..", "...", "/", "\\", "?", "n/a", "n.a.", "#n/a", "none", "null",
    "nil", "nan", "unknown", "tbd", "tbc", "not available", "not known", "yox", "yoxdur", "məlum deyil",
    "məlumat yoxdur", "yok", "bilinmiyor", "belirtilmemiş", "нет", "н/д", "нет данных", "неизвестно",
    "не указан", "не указана", "не указано", "отсутствует",
    "无", "無", "暂无", "没有", "未知", "不详", "待定",
}  # fmt: skip
# What a cell of these kinds cannot otherwise be; in a name or a note the same words are kept.
KINDS = {"emails", "email", "phones", "country", "day", "time", "whole", "choice", "link"}


def is_blank(text: str) -> bool:
    return len(text) <= 20 and text.casefold() in _NOTHING
