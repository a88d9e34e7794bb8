"""A figure of a project in one line: what, how much, as at when."""

from crm.language import Words, money, number
from db.dossier import FigureLine

from .labels import BASIS, MEASURE


def figure(line: FigureLine, say: Words) -> str:
    """“Investment, committed: 211,000,000 USD (as at 10 July 2023)”."""
    amount = (
        money(line.amount, line.currency, say.lang)
        if line.currency
        else f"{number(line.amount, say.lang)} {line.unit}".strip()
    )
    what = say.listed([say(MEASURE[line.measure]), say(BASIS[line.basis])])
    day = f" ({say('as at {day}', day=say.day(line.as_of))})" if line.as_of else ""
    return f"{what}: {amount}{day}"
