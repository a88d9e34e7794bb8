"""Which incentives fit a project on a day, and why not the others."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm import config
from crm.cli.output import say, say_json
from crm.cli.record import Db, Json, Ref, record
from crm.text import clean
from crm.words import _

if TYPE_CHECKING:
    from db.queries.screening import Screened, Screening


def screen(
    ref: Ref,
    as_at: Annotated[
        str, typer.Option("--as-at", metavar="D", help="A day; without it today.")
    ] = "",
    json: Json = False,
    db: Db = None,
) -> None:
    """Which incentives fit a project on a day, and why not the others."""
    from crm import dates
    from crm.figures import rates
    from db.queries.screening import screening

    day = dates.parse_day(as_at, config.today()) if as_at else config.today()
    change = rates(config.config().rates).change
    with record(db) as database, database.reading() as session:
        found = screening(session, clean(ref)[0].strip(), day, change)
    say_json(_json(found)) if json else _say(found)


def _json(found: "Screening") -> dict[str, Any]:
    """`holds` is true, false, or null where the record does not tell."""
    told = [
        {"ref": each.ref, "name": each.name, "fit": each.fit.name,
         "reasons": [asdict(reason) for reason in each.reasons],
         "sites": [{**asdict(trial), "fit": trial.fit.name} for trial in each.trials],
         "conditions": each.conditions}
        for each in found.incentives
    ]  # fmt: skip
    return {"project": found.ref, "name": found.name, "as_at": found.as_at, "incentives": told}


def _say(found: "Screening") -> None:
    from crm.forms.incentives import told

    say(f"{found.ref}  {found.name}", _("as at {day}", day=found.as_at))
    for each in found.incentives:
        say("", f"{_(each.fit.value)}: {each.ref}  {each.name}")
        say(*(f"  {told(reason)}" for reason in each.reasons))
        _say_trials(each)
        say(*(f"  {_('to be read')}: {condition}" for condition in each.conditions))


def _say_trials(each: "Screened") -> None:
    from crm.forms.incentives import told

    for trial in each.trials:
        say(f"  {trial.ref}  {trial.site}: {_(trial.fit.value)}")
        say(*(f"    {told(reason)}" for reason in trial.reasons))
