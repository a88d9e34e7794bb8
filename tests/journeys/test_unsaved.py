"""What was typed and not saved is offered at the next start, and one key leads back to it."""

from db.commands import contacts, drafts
from tests.conftest import WHO
from tests.journeys.conftest import Officer, Open


def left(officer: Officer, noun: str, ref: str, **words: str) -> None:
    """As a killed desk leaves it."""
    with officer.record.keeping() as session:
        before = dict.fromkeys(words, "")
        drafts.keep(session, WHO, noun, ref, {"typed": words, "before": before})


async def test_the_next_start_names_what_was_not_saved_and_a_key_goes_on_with_it(
    open_app: Open,
) -> None:
    async with open_app() as officer:
        await officer.press("U")
        await officer.sees("Everything that you typed is saved")
        left(officer, "contacts", "", given_name="Aygün", family_name="Əliyeva")
    async with open_app() as officer:
        await officer.sees("What you typed and did not save is kept:", "New contact “Aygün”")
        await officer.press("U")
        await officer.sees("Not saved yet", "Aygün, Əliyeva")
        await officer.press("enter")
        await officer.sees("New contact", "Əliyeva")
        await officer.press("ctrl+s")
        await officer.sees("Added Aygün Əliyeva")
        await officer.press("U")
        await officer.sees("Everything that you typed is saved")


async def test_the_form_of_a_record_opens_with_its_record(open_app: Open) -> None:
    async with open_app() as officer:
        left(officer, "contacts", "C1", department="Cabinet")
        await officer.press("U")
        await officer.sees("Contact C1", "Cabinet")
        await officer.press("escape")
        await officer.sees_no("Not saved yet")
        await officer.press("U", "enter")
        await officer.sees("Contact C1", "Cabinet", "did not save is back")


async def test_words_for_a_record_that_is_gone_are_shown_and_say_so(open_app: Open) -> None:
    async with open_app() as officer:
        with officer.record.writing("Add") as session:
            one = contacts.add(session, full_name="Jane Roe")
        officer.record.undo()
        left(officer, "contacts", f"C{one}", notes="Likes tea")
        await officer.press("U")
        await officer.sees(f"Contact C{one}", "not there any more")
        await officer.press("enter")
        await officer.sees("Not saved yet")
