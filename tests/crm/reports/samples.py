"""A meeting with something in every section, and a report with one hostile text in every place."""

from datetime import date

from crm.reports.report import (
    Bar,
    Block,
    Bullets,
    Facts,
    Paragraph,
    Report,
    Section,
    Series,
    Signatures,
    Table,
)
from db.dossier import (
    DocumentLine,
    Dossier,
    EarlierMeeting,
    IncentiveLine,
    Least,
    OrganisationLine,
    Participant,
    PointLine,
    ProjectLine,
    Promise,
    SiteLine,
    SourceLine,
    Threshold,
    Window,
)

HELD = date(2026, 1, 19)
TODAY = date(2026, 2, 10)

THREE_YEARS = Window(date(2023, 1, 1), date(2025, 12, 31), None, "decree of 2022-12-20")
SIX_YEARS = Window(date(2023, 1, 1), date(2028, 12, 31), date(2026, 2, 6), "decree of 2026-02")

DOSSIER = Dossier(
    ref="M1",
    subject="Meeting on joint aluminium projects",
    status="held",
    starts_on=HELD,
    starts_at="10:00",
    ends_at="11:30",
    zone="Asia/Baku",
    place="Bakı",
    language="en",
    purpose="To explore joint projects.",
    agenda=("Investment climate", "Joint production"),
    background="The sole producer exports most of its output.",
    summary="Both sides want joint production.\nNothing was signed.",
    outcome="No document signed.",
    assessment="Interest is real but early.",
    next_step="Technical call in February.",
    confidentiality="desk",
    note_taker="Desk officer",
    written_on=date(2026, 1, 20),
    cleared_by="Head of the desk",
    distribution="Deputy Minister; archive",
    organisations=(
        OrganisationLine("O1", "Ministry of Economy", "host", country="AZ"),
        OrganisationLine(
            "O3",
            "Sunstone Development Co., Ltd.",
            "guest",
            native_name="索通发展股份有限公司",
            country="CN",
            sector="Prebaked anodes",
            notes="Listed in Shanghai.",
        ),
    ),
    participants=(
        Participant(
            "Samed Bashirli",
            "host",
            "chair",
            "Deputy Minister of Economy",
            "Ministry of Economy",
            native_name="Səməd Bəşirli",
            language="az",
        ),
        Participant("Executive", "guest", organisation="Sunstone", placeholder=True),
    ),
    points=(
        PointLine("Asked about the price of power.", "guest", "Energy", "desk"),
        PointLine("Presented the industrial zones.", "host", "Zones", "article"),
        PointLine("Wants long partnerships.", "host", "Zones", "article"),
        PointLine("Discussed joint production.", "both", "", "article"),
    ),
    incentives=(
        IncentiveLine(
            "I1",
            "Investment promotion document",
            "İnvestisiya təşviqi sənədi",
            authority="Ministry of Economy",
            legal_basis=("Decree 745", "Decree 1913"),
            benefits=("50% of profit exempt", "land tax exempt"),
            threshold=Threshold(
                (Least(500_000_000, "AZN", ("Ganja",)), Least(300_000_000, "AZN")), None, 30
            ),
            duration="7 years",
            windows=(THREE_YEARS, SIX_YEARS),
            notes="Check the decree.",
        ),
    ),
    sites=(SiteLine("S2", "Western Industrial Park", "Qərb Sənaye Parkı", area="81.8 ha"),),
    projects=(ProjectLine("P1", "Joint aluminium production", "lead", "active", "Open."),),
    earlier=(EarlierMeeting("M4", "First call", date(2025, 12, 1), "Agreed to meet."),),
    promises=(
        Promise("F1", "Write the report", "ours", "Desk officer", date(2026, 1, 21)),
        Promise(
            "F2", "Send letters", "ours", "Desk officer", HELD, "done", date(2026, 1, 22), "Sent."
        ),
        Promise("F9", "Send the plant profile", "theirs", "Sunstone", date(2026, 2, 13)),
    ),
    documents=(DocumentLine("Presentation", "zones.pdf", "9f86d081884c7d659a2feaa0c55ad015"),),
    sources=(SourceLine("Output in 2024", "Trend News Agency"),),
)

# What the report has to carry in three scripts, as the data has it.
WORDS = {
    "az": "Gəncə, Şəmkir, Çin, iqtisadiyyat nazirinin müavini – ğıöü ƏİIÜ ₼",
    "ru": "Заместитель министра экономики Азербайджана, щёлочь, объём",
    "zh": "索通发展股份有限公司与万基铝业讨论联合生产铝的项目，预焙阳极。",
}


def of_one_text(text: str, *, title: str = "Report") -> Report:
    """The text in every kind of block and every place of it."""
    return Report(
        title=title,
        reference="M1",
        as_of=TODAY,
        sections=(Section("Part", blocks_of(text)),),
    )


def blocks_of(
    text: str,
) -> tuple[Block, ...]:
    return (
        Paragraph(text),
        Paragraph(text, "lead"),
        Paragraph(text, "note"),
        Paragraph(text, "aside"),
        Facts(((text, text),), text),
        Facts((("", text),)),
        Bullets((text, text)),
        Table((text, "B"), ((text, "b"),), (3, 1), caption=text),
        Series((Bar(text, 3, text), Bar("B", 0, "0")), text),
        Signatures(((text, text),)),
    )


def list_of(rows: int) -> Report:
    """A list as printed from a screen."""
    table = Table(
        ("Reference", "Investor", "Country"),
        tuple((f"O{n}", f"Investor {n} 万基铝业", "China") for n in range(1, rows + 1)),
        (1, 4, 2),
    )
    heading = f"Investors in China · {rows} of {rows}"
    return Report("Investors", "", TODAY, (Section(heading, (table,)),), landscape=True)
