"""The scenes of the pictures: a size, and what is pressed, typed and waited for, on the seeded desk."""

from dataclasses import dataclass
from pathlib import Path

WIDE = (120, 38)
REFERENCE = (80, 24)  # the terminal that everything must fit in


@dataclass(frozen=True)
class Step:
    """Press keys, go to a field, type a text, then wait until `see` is on the screen."""

    keys: tuple[str, ...] = ()
    field: str = ""  # of a form: where the cursor goes first
    typed: str = ""
    see: str = ""


@dataclass(frozen=True)
class Scene:
    """A picture: its file name, what it shows (the README's words), the steps and the terminal."""

    name: str
    shows: str
    steps: tuple[Step, ...]
    size: tuple[int, int] = WIDE
    lang: str = "en"


def press(*keys: str, see: str = "") -> Step:
    return Step(keys, see=see)


def write(text: str, see: str = "", field: str = "") -> Step:
    return Step(field=field, typed=text, see=see)


TODAY = press(see="We owe")
MEETING = (TODAY, press("4", see="held"), press("down", "down", see="M1 · "))
PROMISES = (
    "send the anode plant profile @Sunstone by next fri\n"
    "they send capacity, power and land needs @Wanji by 6 feb\n"
    "ask EZDA for plots with gas in 3 working days"
)

SCENES = (
    Scene(
        "today",
        "Today: what the desk owes, what it is owed, and by when",
        (TODAY, press(see="M2 · ")),
    ),
    Scene(
        "investors",
        "Investors, with the card of Sunstone beside the list",
        (TODAY, press("2", see="Sunstone Dev"), press("down", see="索通发展")),
    ),
    Scene(
        "meeting",
        "The meeting of 19 January 2026: who sat there, what was said and promised",
        (*MEETING, press("enter", see="Both said")),
    ),
    Scene(
        "promises",
        "Promises typed as lines, and what each of them means before it is saved",
        (
            *MEETING,
            press("e", see="Subject"),
            write(PROMISES, see="23 Jan", field="promises"),
        ),
    ),
    Scene(
        "follow-ups",
        "Every promise, whose it is and by when; one has just been kept",
        (TODAY, press("5", see="Due"), press("c", see="Done: ")),
    ),
    Scene(
        "incentives",
        "Incentives, and whether each can be offered today",
        (TODAY, press("7", see="Authority"), press("down", "down", "down", see="I1 ")),
    ),
    Scene(
        "history",
        "Who changed what and when; any of it can be taken back",
        (
            TODAY,
            press("5", see="Due"),
            press("c", see="Done: "),
            press("9", see="Changes"),
        ),
    ),
    Scene(
        "figures",
        "The desk's figures; every number opens the records that make it",
        (TODAY, press("8", see="Pipeline")),
    ),
    Scene(
        "screening",
        "Which incentives fit a project on a day, and why not the others",
        (TODAY, press("6", see="Joint"), press("down", "down", "down", "w", see="cannot be told")),
    ),
    Scene(
        "today-az", "Today in Azerbaijani", (press(see="Bizim öhdəliklərimiz"),), REFERENCE, "az"
    ),
    Scene(
        "investors-ru",
        "Investors in Russian",
        (press(see="За нами"), press("2", see="Sunstone Dev"), press("down", see="索通发展")),
        lang="ru",
    ),
    Scene(
        "follow-ups-zh",
        "Follow-ups in Chinese",
        (press(see="我方待办"), press("5", see="期限")),
        REFERENCE,
        "zh",
    ),
    Scene("help", "The keys that work here", (TODAY, press("2", "question_mark", see="Keys"))),
    Scene(
        "find",
        "Any spelling finds the name, here at 80 by 24",
        (TODAY, press("f"), write("besirli", see="Samed")),
        REFERENCE,
    ),
    Scene(
        "reference",
        "The same desk at 80 by 24, over any connection",
        (TODAY, press("3", see="Samed")),
        REFERENCE,
    ),
)

# The files that the import scenes read, copied beside the record under these names.
FILES = {"embassy-list.csv": Path("tests/data/excel_zh_companies_gb18030.csv")}
