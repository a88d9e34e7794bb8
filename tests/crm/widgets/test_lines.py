from crm.completing import Offer, typed
from crm.widgets.card import Card, CardView, Entry, Fact, Note, Section, card_lines
from crm.widgets.drawing import wrapped
from crm.widgets.filter_bar import FilterBar, counted
from crm.widgets.lines import Lines
from tests.crm.widgets.stage import Stage, look
from tests.hostile import STRINGS

VIEW = CardView(
    "万基铝业有限公司 Wanji Aluminum Co., Ltd.",
    "Investor · China",
    (
        Section("", (Fact("Country", "China"), Fact("Address", "中国河南省洛阳市新安县" * 4))),
        Section(
            "Meetings",
            (Entry("M1", "Talk [b]of[/b] anodes", target="M1"), Entry("M2", "A call", target="M2")),
        ),
        Section("Notes", (Note("first line\n\nthird line"),)),
    ),
)


class Reading(Stage):
    def __init__(self, view: CardView) -> None:
        self.card = Card()
        self.view = view
        super().__init__(self.card)

    def on_mount(self) -> None:
        self.card.show_card(self.view)
        self.card.focus()

    on_lines_opened = Stage.hear


async def test_a_card_aligns_its_values_and_wraps_wide_text() -> None:
    app = Reading(VIEW)
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.pause()
        lines = look(app).splitlines()
        assert lines[0] == "  万基铝业有限公司 Wanji Aluminum Co., Ltd."
        assert lines[3] == "  Country  China"
        assert lines[4].startswith("  Address  中国河南省")
        assert lines[5].startswith("           ")
        assert "▸ M1  Talk [b]of[/b] anodes" in lines


async def test_related_records_open() -> None:
    app = Reading(VIEW)
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.press("enter", "j", "enter", "j", "enter")
        assert [opened.target for opened in app.of(Lines.Opened)] == ["M1", "M2", "M2"]


async def test_a_long_card_scrolls_past_its_last_link() -> None:
    notes = Section("Notes", (Note("\n".join(f"line {n}" for n in range(50))),))
    app = Reading(CardView("X", "", (*VIEW.sections, notes)))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("j", "j", "j", "G")
        await pilot.pause()
        assert "line 49" in look(app)
        await pilot.press("g")
        await pilot.pause()
        assert look(app).splitlines()[0] == "  X"


async def test_the_cursor_stays_on_its_line_when_the_card_is_shown_again() -> None:
    app = Reading(VIEW)
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.press("j")
        app.card.show_card(CardView("Other", "", VIEW.sections), keep=True)
        assert app.card.target == "M2"
        app.card.show_card(None)
        await pilot.press("j", "enter")
        assert app.card.target is None


async def test_no_data_on_a_card_is_markup_or_a_control() -> None:
    facts = tuple(Fact(name, text) for name, text in STRINGS.items())
    app = Reading(CardView(STRINGS[next(iter(STRINGS))], "", (Section("[/b]", facts),)))
    async with app.run_test(size=(200, 2 * len(STRINGS))) as pilot:
        await pilot.pause()
        shown = look(app)
        assert "\x1b" not in shown and "[/b]" in shown


def test_every_line_of_a_card_fits_its_width() -> None:
    for width in (20, 33, 58):
        assert all(
            sum(len(text.encode("gb18030")) for text, _ in line.parts) <= width
            for line in card_lines(VIEW, width)
        )


def test_text_is_wrapped_between_words_and_chinese_characters() -> None:
    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped("中国河南省", 4) == ["中国", "河南", "省"]
    assert wrapped("", 10) == [""]
    assert wrapped("a\n\nb", 10) == ["a", "", "b"]


class Narrowing(Stage):
    def __init__(self) -> None:
        self.bar = FilterBar()
        super().__init__(self.bar)

    on_filter_bar_narrowed = Stage.hear
    on_filter_bar_kept = Stage.hear
    on_filter_bar_restored = Stage.hear


async def test_the_bar_says_the_view_in_words_with_a_count() -> None:
    app = Narrowing()
    async with app.run_test(size=(60, 5)) as pilot:
        app.bar.say("Investors in [China]", 2, 21, 1)
        await pilot.pause()
        assert look(app).splitlines()[0] == " Investors in [China] · 2 of 21 · 1 marked"
    assert counted(1204, 1204) == "1,204"


async def test_typing_narrows_and_escape_restores_what_was_there() -> None:
    app = Narrowing()
    async with app.run_test(size=(60, 5)) as pilot:
        app.bar.narrow()
        await pilot.press(*"wan", "enter")
        assert [m.text for m in app.of(FilterBar.Narrowed)] == ["w", "wa", "wan"]
        assert [m.text for m in app.of(FilterBar.Kept)] == ["wan"]
        app.bar.narrow()
        await pilot.press(*"ji")
        app.bar.say("Investors", 1, 21)
        await pilot.pause()
        assert look(app).splitlines()[:2] == [" /wanji", " Investors · 1 of 21"]
        await pilot.press("escape")
        assert [m.text for m in app.of(FilterBar.Restored)] == ["wan"]
        assert app.bar.text == "wan" and not app.bar.narrowing


class Completed(Stage):
    def __init__(self) -> None:
        self.bar = FilterBar(self.complete)
        super().__init__(self.bar)

    async def complete(self, line: str, cursor: int) -> list[Offer]:
        at = typed(line, cursor)
        known = {"country:": "country", "city:": "city"} if not at.field else {"CN": "China"}
        ends = bool(at.field)
        return [
            Offer(text, label, ends) for text, label in known.items() if text.startswith(at.text)
        ]

    on_filter_bar_kept = Stage.hear


async def test_tab_takes_what_is_offered_also_before_it_is_shown() -> None:
    app = Completed()
    async with app.run_test(size=(60, 9)) as pilot:
        app.bar.narrow()
        await pilot.press("c")
        await pilot.pause()
        assert "country:" in look(app) and "city:" in look(app)
        await pilot.press("o", "tab", "tab", *"wanji")
        await pilot.pause()
        assert app.bar.text == "country:CN wanji"
        await pilot.press("enter")
        assert [m.text for m in app.of(FilterBar.Kept)] == ["country:CN wanji"]


async def test_enter_takes_only_what_the_arrows_chose_and_keeps_the_list_else() -> None:
    app = Completed()
    async with app.run_test(size=(60, 9)) as pilot:
        app.bar.narrow()
        await pilot.press("c", "down", "down", "enter")
        await pilot.pause()
        assert app.bar.text == "city:" and app.bar.narrowing
        await pilot.press("enter")
        assert [m.text for m in app.of(FilterBar.Kept)] == ["city:"]


async def test_what_is_wrong_is_said_under_the_text_and_the_text_stays() -> None:
    app = Narrowing()
    async with app.run_test(size=(60, 5)) as pilot:
        app.bar.narrow()
        await pilot.press(*"contry:x")
        app.bar.doubt("no field “contry”. Did you mean [country]?")
        await pilot.pause()
        told = [" /contry:x", " no field “contry”. Did you mean [country]?"]
        assert look(app).splitlines()[:2] == told
        app.bar.say("Investors", 21, 21)
        await pilot.pause()
        assert look(app).splitlines()[1] == " Investors · 21"


async def test_a_card_is_read_from_its_title_and_opens_only_what_is_seen() -> None:
    notes = Section("Notes", (Note("\n".join(f"line {n}" for n in range(20))),))
    app = Reading(CardView("Wanji", "", (notes, *VIEW.sections)))
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        assert "Wanji" in look(app).splitlines()[0]
        await pilot.press("j")
        assert "line 8" in look(app)
        await pilot.press("enter")
        assert "M1" in look(app) and not app.of(Lines.Opened)
        await pilot.press("enter")
        assert [opened.target for opened in app.of(Lines.Opened)] == ["M1"]


async def test_a_record_of_several_lines_is_lit_and_opened_as_one() -> None:
    long = Entry("M1", "Talk of anodes", target="M1", detail="with Sunstone Development " * 3)
    after = Entry("M2", "A call", target="M2")
    app = Reading(CardView("X", "", (Section("Meetings", (long, after)),)))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        other = next(row for row, line in enumerate(look(app).splitlines()) if "M2" in line)
        styles = [app.card.render_line(row)._segments[0].style for row in range(3, other + 1)]
        assert len(styles) > 3 and len(set(styles[:-1])) == 1 and styles[-1] != styles[0]
        assert look(app).count("▸") == 1
        await pilot.press("j")
        assert app.card.target == "M2"
        await pilot.click(Card, offset=(10, other - 1), times=2)
        assert [opened.target for opened in app.of(Lines.Opened)] == ["M1"]


def test_what_is_said_beside_is_quieter_and_no_letter_of_either_is_lost() -> None:
    for text in STRINGS:
        entry = Entry("F1", text, "warn", "F1", "万基 " * 5 + text)
        rows = card_lines(CardView("X", "", (Section("", (entry,)),)), 30)[2:]
        parts = [part for row in rows for part in row.parts[1:]]
        tones = [tone for words, tone in parts if words.strip()]
        assert tones == sorted(tones, key=["warn", "muted"].index)
        assert "万基" not in "".join(words for words, tone in parts if tone == "warn").replace(
            text, ""
        )
