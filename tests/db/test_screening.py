"""Screening: a criterion holds, fails, or cannot be told; the boundaries are those of the law."""

from datetime import date, timedelta
from typing import Any

import pytest

from db.commands import incentives, organisations, projects
from db.dossier import Window
from db.eligibility import Facts, Fit, Place, Reason, anywhere, at_place, fit, in_time
from db.engine import Database
from db.errors import NotFound
from db.queries.screening import Screened, Screening, screening

MEETING = date(2026, 1, 19)
KNOWN = date(2026, 2, 6)  # the six-year window was published then
GANJA = Place("Plant", "Ganja city", "plant")
MILLION = 100_000_000  # minor units


def ask(database: Database, ref: str = "P1", day: date = MEETING, **more: Any) -> Screening:
    with database.reading() as session:
        return screening(session, ref, day, **more)


def of(found: Screening, name: str) -> Screened:
    return next(each for each in found.incentives if each.ref == name)


def said(reasons: Any) -> list[str]:
    return [reason.sentence for reason in reasons]


def test_the_strategic_window_is_open_only_once_it_was_published(untouched: Database) -> None:
    before = of(ask(untouched, day=KNOWN - timedelta(days=1)), "I1")
    assert before.fit is Fit.no
    assert before.reasons[0].values == {"day": KNOWN}
    after = of(ask(untouched, day=KNOWN), "I1")
    assert after.fit is Fit.unknown and after.reasons[0].holds
    assert of(ask(untouched, day=date(2025, 12, 31)), "I1").reasons[0].holds
    assert of(ask(untouched, day=date(2028, 12, 31)), "I1").reasons[0].holds
    assert of(ask(untouched, day=date(2029, 1, 1)), "I1").reasons[0].holds is False


def test_what_is_not_recorded_cannot_be_told(untouched: Database) -> None:
    strategic = of(ask(untouched, day=KNOWN), "I1")
    assert {trial.fit for trial in strategic.trials} == {Fit.unknown}
    assert "capex is not recorded (at least {least})" in said(strategic.trials[0].reasons)
    zone = of(ask(untouched), "I4")
    assert zone.fit is Fit.unknown
    assert {trial.site: trial.fit for trial in zone.trials}["Alat Free Economic Zone"] is Fit.fits
    assert "the share of exports is not recorded (at least {least} %)" in said(zone.reasons)


def test_ganja_cannot_use_the_territory_class(untouched: Database) -> None:
    trials = of(ask(untouched, day=date(2025, 6, 1)), "I2").trials
    (ganja,) = [trial for trial in trials if trial.site == "Ganja aluminium complex"]
    assert ganja.reasons[0] == Reason(False, "{name} is excluded", {"name": "Ganja"})


def test_the_order_is_what_fits_then_what_cannot_be_told_then_the_rest(database: Database) -> None:
    with database.writing("Open") as session:
        made = incentives.add(session, name="Zz open to all")
        incentives.open_window(session, made, starts_on=date(2026, 1, 1))
    found = ask(database)
    assert found.incentives[0].ref == f"I{made}" and found.incentives[0].fit is Fit.fits
    ranks = [each.fit.rank for each in found.incentives]
    assert ranks == sorted(ranks) and len(found.incentives) == 11


@pytest.mark.parametrize(
    ("amount", "currency", "holds"),
    [(5 * MILLION, "AZN", True), (5 * MILLION - 1, "AZN", False), (9 * MILLION, "USD", None)],
)
def test_the_least_amount_counts_to_the_cent_and_per_currency(
    database: Database, amount: int, currency: str, holds: bool | None
) -> None:
    with database.writing("Measure") as session:
        projects.measure(session, 1, measure="capex", basis="planned", amount=amount,
                         currency=currency)  # fmt: skip
        projects.consider(session, 1, 1, verdict="decided")
    (trial,) = of(ask(database, day=KNOWN), "I1").trials
    assert trial.site == "Ganja aluminium complex"
    assert [reason.holds for reason in trial.reasons] == [holds]
    assert of(ask(database, day=KNOWN), "I1").fit is {True: Fit.fits, None: Fit.unknown}.get(
        holds, Fit.no
    )


def test_a_stated_rate_makes_amounts_comparable(database: Database) -> None:
    with database.writing("Measure") as session:
        projects.measure(session, 1, measure="capex", amount=3 * MILLION, currency="USD")
    found = of(ask(database, day=KNOWN, change=lambda minor, of, into: minor * 17 // 10), "I1")
    assert all(trial.fit is Fit.fits for trial in found.trials)


@pytest.mark.parametrize(
    ("shares", "holds"),
    [((), True), ((2999,), True), ((3000,), False), ((None,), None), ((None, 3000), False)],
)
def test_the_state_must_hold_less_than_the_limit(shares: Any, holds: bool | None) -> None:
    (reason,) = anywhere({"max_state_share": 30}, Facts(parties=2, state=shares))
    assert reason.holds is holds
    (nobody,) = anywhere({"max_state_share": 30}, Facts())
    assert nobody.holds is None


def test_state_companies_among_the_parties_count_with_their_share(database: Database) -> None:
    with database.writing("Join") as session:
        body = organisations.add(session, name="State smelter", kind="state_company")
        projects.join(session, 1, body, role="co_investor", share=3000)
    strategic = of(ask(database, day=KNOWN), "I1")
    assert strategic.fit is Fit.no
    assert strategic.reasons[1].values == {"most": 30, "share": "30"}


@pytest.mark.parametrize(("share", "holds"), [(75, True), (74, False), (None, None)])
def test_the_share_of_exports_has_a_least(share: int | None, holds: bool | None) -> None:
    (reason,) = anywhere({"min_export_share": 75}, Facts(export_share=share))
    assert reason.holds is holds


def test_a_place_is_found_by_its_words_in_any_spelling_and_never_inside_one() -> None:
    assert Place("Zavod", "Gəncə şəhəri").lies_in("Ganja")
    assert Place("Завод", "Сумгайыт").lies_in("Sumqayıt")
    assert not Place("Plant", "Bakuriani").lies_in("Baku")
    assert not Place("Plant", "Baku").lies_in("")


def test_the_least_amount_is_that_of_the_place() -> None:
    least = {"min_amount": [{"places": ["Ganja"], "amount": 5, "currency": "AZN"},
                            {"amount": 3, "currency": "AZN"}],
             "industrial_district_min_amount": {"amount": 1, "currency": "AZN"}}  # fmt: skip
    places = {GANJA: 5, Place("X", "Shaki"): 3, Place("D", "Ganja", "industrial_district"): 1}
    for place, amount in places.items():
        (told,) = at_place(least, Facts(capex=(0, "AZN")), place, lambda minor, of, into: minor)
        assert told.values["least"] == (amount, "AZN")


def test_a_territory_is_never_guessed() -> None:
    asked = {"territory": "liberated territories"}
    for territory, holds in (("", None), ("liberated territories", True), ("mainland", False)):
        place = Place("Park", "Aghdam", "industrial_park", territory)
        (told,) = at_place(asked, Facts(), place, lambda minor, of, into: minor)
        assert told.holds is holds


def test_a_criterion_that_no_rule_knows_is_said() -> None:
    (reason,) = anywhere({"min_jobs": 50, "conditions": ["read me"]}, Facts())
    assert reason.holds is None and reason.values == {"name": "min_jobs"}


def test_windows_that_only_begin_or_ended_say_their_day() -> None:
    span = Window(date(2026, 1, 1), date(2026, 12, 31))
    for day, holds in ((date(2025, 12, 31), False), (date(2026, 1, 1), True),
                       (date(2026, 12, 31), True), (date(2027, 1, 1), False)):  # fmt: skip
        assert in_time([span], day).holds is holds
    assert in_time([], MEETING).holds is None
    gap = [span, Window(date(2028, 1, 1), None)]
    assert in_time(gap, date(2027, 6, 1)).values == {"day": date(2026, 12, 31)}


def test_one_failed_criterion_decides_over_what_is_not_known() -> None:
    assert fit([Reason(True, ""), Reason(None, ""), Reason(False, "")]) is Fit.no
    assert fit([Reason(True, ""), Reason(None, "")]) is Fit.unknown
    assert fit([]) is Fit.fits


def test_only_a_project_can_be_screened(untouched: Database) -> None:
    for wrong in ("P999", "O1", "x"):
        with pytest.raises(NotFound):
            ask(untouched, wrong)
