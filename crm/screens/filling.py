"""The fields of a form on a screen: mounted a few at a time, filled, read back, said back."""

import asyncio
import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from textual.css.query import NoMatches
from textual.widget import Widget
from textual.widgets import Static

from crm.forms import spec as forms
from crm.forms.spec import FormSpec
from crm.screens.dialog import Dialog, T
from crm.screens.fields import Lookup, control, row
from crm.text import content
from crm.widgets.field import FieldList, FieldRow
from crm.words import _

BATCH = 4  # rows mounted at once; forty at once stop the loop for a third of a second


class Filling(Dialog[T]):
    """`texts` brings back what was typed, over `before`, which is what stood there."""

    DEFAULT_CSS = """
    Filling {
        & > .frame { width: 100; }
        & .title { margin-bottom: 0; }
        & .said { display: none; height: auto; color: $text-error; text-style: bold; }
        & > .frame.-tall { height: 100%; }
        & > .frame.-tall FieldList { height: 1fr; }
        & .section { color: $text-accent; text-style: bold; margin-top: 1; }
    }
    """

    def __init__(
        self,
        spec: FormSpec,
        heading: str,
        lookup: Lookup,
        addable: bool,
        today: date,
        before: Mapping[str, str],
        texts: Mapping[str, str],
    ) -> None:
        super().__init__(heading)
        self.spec = spec
        self._lookup, self._addable, self._today = lookup, addable, today
        self._before = dict(before)
        self._typed = {**before, **texts}
        self._whole = asyncio.Event()
        self._filled: dict[str, str] = {}  # what a field makes of the text it was given, untouched

    def body(self) -> Sequence[Widget]:
        self._coming = self._all_rows()
        return [Static("", classes="said", markup=False), FieldList(*islice(self._coming, BATCH))]

    def _all_rows(self) -> Iterator[Widget]:
        for section in self.spec.sections:
            if section.title:
                yield Static(content(_(section.title)), classes="section")
            for field in section.fields:
                yield row(field, self._lookup, self._addable)

    def on_mount(self) -> None:
        # A frame as high as its rows is measured row by row, again with every batch.
        self.query_one(".frame").set_class(self._least_height() > self.size.height, "-tall")
        self._fill(self.query(FieldRow))
        self.rows[0].control.focus()
        self.run_worker(self._mount_rest(), group="mount")

    def _least_height(self) -> int:
        sections = sum(2 for section in self.spec.sections if section.title)
        return sections + sum(field.least_lines for field in self.spec.fields)

    async def _mount_rest(self) -> None:
        """A few at a time, with the loop free in between: the first can be typed in at once."""
        fields = self.query_one(FieldList)
        with contextlib.suppress(NoMatches):  # it was closed before all of them were there
            while fields.is_attached and (here := list(islice(self._coming, BATCH))):
                await fields.mount(*here)
                self._fill(found for found in here if isinstance(found, FieldRow))
                await asyncio.sleep(0)
            self._whole.set()

    def _fill(self, rows: Iterable[FieldRow]) -> None:
        for field_row in rows:
            early = control(field_row).text  # typed before the field had its own text
            self._put(field_row)
            if early:
                control(field_row).fill(self._typed.get(field_row.name or "", "") + early)

    def _put(self, field_row: FieldRow) -> None:
        name, field = field_row.name or "", control(field_row)
        field.fill(self._typed.get(name, ""))
        self._filled[name] = field.text
        self._echo(field_row)

    def stand(self, before: Mapping[str, str], texts: Mapping[str, str]) -> None:
        """Go on from another state of the record, with these texts in the fields."""
        shown = self.texts
        self._before, self._typed = dict(before), dict(texts)
        for field_row in self.rows:
            if shown.get(field_row.name or "") != texts.get(field_row.name or ""):
                self._put(field_row)

    @property
    def rows(self) -> list[FieldRow]:
        """The rows that are there by now, filled."""
        return [found for found in self.query(FieldRow) if found.name in self._filled]

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the fields now."""
        now = {found.name or "": control(found).text for found in self.rows}
        changed = {n: text for n, text in now.items() if text != self._filled.get(n, text)}
        return self._typed | changed

    @property
    def typed(self) -> dict[str, str]:
        """The fields in which something else stands than before."""
        return {name: text for name, text in self.texts.items() if text != self._before.get(name)}

    @property
    def touched(self) -> bool:
        return bool(self.typed)

    @property
    def parts(self) -> list[str]:
        """The first field of each part."""
        return [section.fields[0].name for section in self.spec.sections]

    def turn(self, by: int) -> None:
        """Go to a part further on, or before, and show it from its title."""
        there = [found for found in self.rows if found.name in self.parts]
        passed = self.rows[: 1 + next(n for n, row in enumerate(self.rows) if row.has_focus_within)]
        part = sum(row in there for row in passed) - 1 + by
        if 0 <= part < len(there):
            there[part].enter(scroll_visible=False)
            fields = self.query_one(FieldList)
            title = fields.children[max(0, fields.children.index(there[part]) - 1)]
            fields.scroll_to_widget(title, top=True, animate=False)

    def _echo(self, field_row: FieldRow) -> None:
        name = field_row.name or ""
        whole = name in self.spec.meanings
        typed = self.texts if whole else {name: control(field_row).text}
        field_row.say(echo=forms.meant(self.spec, name, typed, self._today) or "")

    def _values(self) -> dict[str, Any]:
        """What the fields mean, all of them. Raises Invalid."""
        return forms.read(self.spec, self.texts, self._today)
