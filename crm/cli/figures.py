"""The figures of the desk over a period, each with the rows behind it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm import config
from crm.cli.output import labelled, say, say_json
from crm.cli.paper import Copies, Lang, Output, Printer, Sides, Way, asked, deliver
from crm.cli.record import Db, Json, record
from crm.words import _, language, speaking

if TYPE_CHECKING:
    from sqlmodel import Session

    from crm.figures import Rates
    from db.queries.figures import Kpi, Number, Period


def figures(
    start: Annotated[str, typer.Option("--from", metavar="D", help="The first day.")] = "",
    end: Annotated[str, typer.Option("--to", metavar="D", help="The last day.")] = "",
    output: Output = None,
    lang: Lang = None,
    printer: Printer = None,
    copies: Copies = 1,
    two_sided: Sides = None,
    json: Json = False,
    db: Db = None,
) -> int:
    """The desk's figures; without days those of the last twelve months."""
    from crm.figures import rates
    from crm.reports.figures import figures_report
    from db.queries.figures import figures as ask

    period, stated = _period(start, end), rates(config.config().rates)
    with record(db) as database, database.reading() as session:
        kpis = ask(session, period)
        if json:
            say_json(_json(session, kpis, period, stated))
    if output is not None or printer is not None:
        how = asked(lang)
        made = how.stationery.dressed(figures_report(kpis, period, stated, how.lang))
        return deliver(made, how, Way(output, printer, copies, two_sided))
    if not json:
        with speaking(lang or language()):
            _say(kpis, period, stated)
    return 0


def _period(start: str, end: str) -> "Period":
    """The days that were told. Raises Invalid for what is no day, and for an end before the start."""
    from crm import dates
    from crm.figures import spans
    from db.errors import Invalid
    from db.queries.figures import Period

    today = config.today()
    first, last = spans(today)["Last 12 months"]
    last = dates.parse_day(end, today) if end else last
    first = dates.parse_day(start, today) if start else min(first, last)
    if last < first:
        raise Invalid(f"{last} is before {first}. Give --from a day that is not after --to.")
    return Period(first, last, today)


def _say(kpis: "tuple[Kpi, ...]", period: "Period", stated: "Rates") -> None:
    from crm.figures import label, totals, value

    say(f"{_('Figures')}, {period.start} – {period.end}")
    for kpi in kpis:
        say("", _(kpi.name), f"  {_(kpi.definition)}")
        pairs = [(label(number), value(number)) for number in kpi.numbers]
        pairs += [(total.basis, f"{total.text} ({total.rates})") for total in totals(kpi, stated)]
        say(*(f"  {line}" for line in labelled(pairs)))
        if not pairs:
            say(f"  {_('Nothing in this period.')}")


def _json(
    session: "Session", kpis: "tuple[Kpi, ...]", period: "Period", stated: "Rates"
) -> dict[str, Any]:
    worth = {code: str(rate) for code, rate in dict(stated.worth).items()}
    return {
        "from": period.start,
        "to": period.end,
        "as_at": period.until,
        "rates": {"into": stated.into, **worth} if stated.into else {},
        "figures": [
            {
                "id": kpi.id, "name": kpi.name, "definition": kpi.definition,
                "numbers": [_number(session, number) for number in kpi.numbers],
            }
            for kpi in kpis
        ],
    }  # fmt: skip


def _number(session: "Session", number: "Number") -> dict[str, Any]:
    """`value` of money is in whole units of its currency; `where` lists `rows` with crm list."""
    from crm.cli.rows import spelled
    from db.queries.figures import refs
    from db.view import describe

    return {
        "label": number.label, "value": _plain(number), "of": number.whole,
        "unit": number.unit or None, "noun": spelled(number.view.noun),
        "where": describe(number.view), "rows": refs(session, number),
    }  # fmt: skip


def _plain(number: "Number") -> float | int | None:
    from crm.numbers import decimals

    told: float | None = number.value
    if told is not None and number.unit and number.unit not in ("days", "jobs"):
        told = told / 10 ** decimals(number.unit)
    return int(told) if told is not None and told == int(told) else told
