"""What a long record is asked: search, the figures of place 8, a card with 500 entries.

python -m tests.bench.asking FILE        (a record that tests.bench.record made; nothing is written)

Times are processor time of the thread that asks, in milliseconds, so that a busy machine says little
about them; the first question of a kind, for which SQLAlchemy writes its statement, counts as well.
"""

import gc
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from statistics import quantiles
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.engine import Database, open_database
from db.queries import figures
from db.queries.cards import card
from db.queries.search import ready, search
from db.tallies import sums
from tests.bench.people import PLACES
from tests.bench.prose import WORDS

EACH = 60  # queries of a length
SHOWN = 6  # hits of a noun, as the screen asks for
TODAY = date(2026, 1, 21)
YEAR = figures.Period(date(2025, 1, 22), TODAY, TODAY)
# What somebody types, and what is then among the hits.
GOLDEN = {
    "Hüseynov": ("huseynov", "Hüseynov", "HUSEYNOV", "guseynov", "Гусейнов", "huseinov"),
    "Əliyev": ("aliyev", "eliyev", "Əliyev", "Алиев", "aliev"),
    "Cəfərov": ("cafarov", "jafarov", "ceferov", "Джафаров", "dzhafarov"),
    "Şahin": ("sahin", "shahin", "şahin", "шахин"),
    "Qasımov": ("qasimov", "gasimov", "Гасымов", "qasımov"),
    "Щербаков": ("shcherbakov", "scherbakov", "Щербаков", "щербаков", "sherbakov"),
    "Журавлёв": ("zhuravlev", "журавлев", "juravlev"),
    "Григорьев": ("grigoryev", "grigorev", "григорьев"),
    "Müller": ("muller", "Müller", "MULLER"),
    "Gößl": ("gossl", "goßl", "gosl"),
    "Weiß": ("weiss", "weiß", "weis"),
    "O’Brien": ("o'brien", "obrien", "O’Brien"),
    "王": ("王", "wang"),
    "Gəncə": ("gence", "ganja", "Gəncə", "Гянджа"),
    "Sumqayıt": ("sumqayit", "sumgait", "Сумгаит", "sumqayıt"),
    "Москва": ("moskva", "москва"),
    "郑州": ("郑州", "zhengzhou"),
    "铝业": ("铝业", "铝"),
    "代表团": ("代表团", "代表", "daibiaotuan"),
    "müqavilə": ("muqavile", "müqavilə", "mugavila"),
    "делегация": ("delegatsiya", "делегация"),
    "Alüminium": ("aluminium", "alüminium", "alumimium"),
}  # fmt: skip
# The figures counted from all rows, as kind, word and number.
PLAIN = """
SELECT side, CASE WHEN done_on IS NULL THEN 'open' WHEN done_on <= due_on THEN 'on_time' ELSE 'late' END,
  count(*) FROM follow_up WHERE archived_at IS NULL AND status <> 'dropped'
  AND due_on BETWEEN :start AND :end GROUP BY 1, 2
UNION ALL SELECT 'levels', coalesce((SELECT a.job_title FROM attendance a WHERE a.meeting_id = m.id
  AND a.side = 'host' AND a.archived_at IS NULL AND a.role <> 'apologies'
  ORDER BY a.role <> 'chair', a.id LIMIT 1), '') AS word, count(*) FROM meeting m
  WHERE m.status = 'held' AND m.archived_at IS NULL AND m.starts_on BETWEEN :start AND :end GROUP BY 2
UNION ALL SELECT 'countries', coalesce(o.country, ''), count(DISTINCT m.id) FROM meeting m
  JOIN meeting_organisation l ON l.meeting_id = m.id AND l.archived_at IS NULL
  JOIN organisation o ON o.id = l.organisation_id AND o.side <> 'host' WHERE m.status = 'held'
  AND m.archived_at IS NULL AND m.starts_on BETWEEN :start AND :end GROUP BY 2
UNION ALL SELECT 'quiet', '', count(*) FROM (SELECT o.id FROM organisation o
  JOIN meeting_organisation l ON l.organisation_id = o.id AND l.archived_at IS NULL
  JOIN meeting m ON m.id = l.meeting_id WHERE o.kind = 'investor' AND o.archived_at IS NULL
  AND m.status = 'held' AND m.archived_at IS NULL AND m.starts_on <= :end GROUP BY o.id
  HAVING max(m.starts_on) <= date(:end, '-60 days'))
"""

Row = tuple[str, str]


def queries() -> dict[str, list[str]]:
    """By length, always the same: beginnings of names and words of the record, some that nothing has."""
    known = [name for p in PLACES for name in (*p.given, *p.family, *p.cities, *p.trades)]
    known += [word for words in WORDS for word in words]
    chance, found = random.Random(7), {}
    for length in range(1, 7):
        typed = sorted({word[:length] for word in known if len(word) >= length})
        typed = chance.sample(typed, min(len(typed), EACH))
        none = ["".join(chance.choice("bqxzvk") for _ in range(length)) for _ in range(EACH // 6)]
        found[f"{length} letters"] = typed + none
    found["two words"] = [f"{chance.choice(known)} {chance.choice(known)[:4]}" for _ in range(EACH)]
    found["a word with a slip"] = [f"{w[:3]}{w[4:]}" for w in known if len(w) > 6 and w.isascii()]
    return found


def asked(database: Database, ask: Callable[[Session], Any]) -> tuple[float, Any]:
    """Milliseconds of this thread, and the answer."""
    with database.reading() as session:
        session.connection()
        began = time.thread_time()
        answer = ask(session)
        return (time.thread_time() - began) * 1000, answer


def searched(database: Database) -> Iterator[Row]:
    asked(database, ready)  # as the screen does when its box opens
    for name, typed in queries().items():
        times = [asked(database, lambda s, t=text: search(s, t, SHOWN))[0] for text in typed]
        parts = quantiles(times, n=100)
        yield f"search, {name}", f"median {parts[49]:.1f} ms, 99th percentile {parts[98]:.1f} ms"


def recalled(database: Database) -> Iterator[Row]:
    missed, whole = [], 0
    for name, spellings in GOLDEN.items():
        for typed in spellings:
            whole += 1
            hits = asked(database, lambda s, t=typed: search(s, t, 50))[1]
            if not any(name in f"{hit.title} {hit.sentence}" for hit in hits):
                missed.append(typed)
    told = f"{whole - len(missed)} of {whole}" + (f"; not {', '.join(missed)}" if missed else "")
    yield "golden list of spellings", told


def weighed(database: Database) -> Iterator[Row]:
    with database.reading() as session:
        run: Any = session.connection().exec_driver_sql
        names = [
            row[0] for row in run("SELECT name FROM sqlite_master WHERE name LIKE 'search%data'")
        ]
        index = sum(run(f"SELECT sum(length(block)) FROM {name}").scalar() for name in names)
        pages = run("PRAGMA page_count").scalar() * run("PRAGMA page_size").scalar()
    yield "index of search", f"{index / pages:.2f} of the record"


def counted(database: Database) -> Iterator[Row]:
    period = {"start": YEAR.start.isoformat(), "end": YEAR.end.isoformat()}
    slow, rows = asked(database, lambda s: s.execute(sa.text(PLAIN), period).all())
    times, found = [], ()
    for _ in range(20):
        taken, found = asked(database, lambda s: figures.figures(s, YEAR))
        times.append(taken)
    kept = asked(database, lambda s: sums(s, YEAR.start, YEAR.end))[1]
    quiet = next(number.value for kpi in found if kpi.id == "quiet" for number in kpi.numbers)
    right = {(kind, word): many for kind, word, many in rows}
    ours = {(kind, word): many for kind, words in kept.items() for word, many in words.items()}
    same = "equal" if ours | {("quiet", ""): quiet} == right else "NOT EQUAL"
    fast = quantiles(times, n=100)
    yield "all figures, last 12 months", (
        f"median {fast[49]:.1f} ms, most {max(times):.1f} ms; plain GROUP BY {slow:.0f} ms, {same}"
    )  # fmt: skip


def opened(database: Database) -> Iterator[Row]:
    """The first organisation was at 500 meetings."""
    told: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda c, u, s, *_: told.append(s))
    first, _ = asked(database, lambda s: card(s, "O1"))
    many = len(told)
    again = min(asked(database, lambda s: card(s, "O1"))[0] for _ in range(5))
    yield (
        "a card, 500 meetings",
        f"{again:.1f} ms, the first time {first:.1f} ms; {many} statements",
    )


def main() -> int:
    gc.disable()  # as the desk runs: see crm.tidying
    database = open_database(sys.argv[1], who="bench", seed=False)
    print("| What | Measured |\n|---|---|")
    for part in (searched, recalled, weighed, counted, opened):
        for row in part(database):
            print(f"| {row[0]} | {row[1]} |", flush=True)
    database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
