"""The figures on paper: each with its definition, its numbers, and where they come from."""

from collections.abc import Iterator

from crm import figures
from crm.language import day
from crm.words import _, speaking
from db.queries.figures import Kpi, Period

from .report import Bar, Block, Paragraph, Report, Section, Series


def figures_report(
    kpis: tuple[Kpi, ...], period: Period, stated: figures.Rates, lang: str
) -> Report:
    """The figures of a period as a report. Raises Invalid for a language without a catalogue."""
    with speaking(lang):
        return Report(
            title=_("Figures of the desk"),
            reference="",
            as_of=period.today,
            sections=tuple(Section(_(kpi.name), _blocks(kpi, stated)) for kpi in kpis),
            subtitle=f"{day(period.start, lang)} – {day(period.end, lang)}",
            lang=lang,
        )


def _blocks(kpi: Kpi, stated: figures.Rates) -> tuple[Block, ...]:
    meaning = Paragraph(_(kpi.definition), "note")
    if not any(number.value for number in kpi.numbers):
        return (meaning, Paragraph(_("Nothing in this period.")))
    totals = [Paragraph(f"{t.basis}: {t.text} ({t.rates})") for t in figures.totals(kpi, stated)]
    return (meaning, *_series(kpi), *totals)


def _series(kpi: Kpi) -> Iterator[Series]:
    """One drawing for each unit: bars of dollars and of manats are not to be compared."""
    drawn = list(zip(kpi.numbers, figures.shares(kpi), strict=True))
    for unit in dict.fromkeys(number.unit for number in kpi.numbers):
        yield Series(
            tuple(
                Bar(figures.label(number), share, figures.value(number))
                for number, share in drawn
                if number.unit == unit
            ),
            full=1,
        )
