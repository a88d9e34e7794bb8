"""The figures on paper: each with its definition, its numbers, and where they come from."""

from crm import figures
from crm.language import day
from crm.words import _, language
from db.queries.figures import Kpi, Period

from .report import Block, Paragraph, Report, Section, Table


def figures_report(
    kpis: tuple[Kpi, ...], period: Period, stated: figures.Rates, *, office: str = ""
) -> Report:
    """The figures of a period as a report."""
    lang = language()
    return Report(
        title=_("Figures of the desk"),
        reference="",
        as_of=period.today,
        sections=tuple(Section(_(kpi.name), _blocks(kpi, stated)) for kpi in kpis),
        subtitle=f"{day(period.start, lang)} – {day(period.end, lang)}",
        office=office,
        lang=lang,
    )


def _blocks(kpi: Kpi, stated: figures.Rates) -> tuple[Block, ...]:
    meaning = Paragraph(_(kpi.definition), "note")
    if not any(number.value for number in kpi.numbers):
        return (meaning, Paragraph(_("Nothing in this period.")))
    rows = [(figures.label(number), figures.value(number)) for number in kpi.numbers]
    totals = [Paragraph(f"{t.basis}: {t.text} ({t.rates})") for t in figures.totals(kpi, stated)]
    table = Table((_("What"), _("Value")), tuple(rows), (3, 2), frozenset({1}))
    return (meaning, table, *totals)
