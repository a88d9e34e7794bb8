"""The words that a filter bar offers: fields as lists call them, values as the record holds them."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm import completing
from crm.completing import Offer
from crm.screens.shown import field_word
from db.queries import lists
from db.queries.matches import matches
from db.queries.values import values
from db.view import Field, Kind

if TYPE_CHECKING:
    from crm.app import CrmApp


class Completing:
    """Completes the filter language for the list of one noun; `first` are the fields to offer first."""

    def __init__(self, crm: "CrmApp", noun: str, first: Sequence[str]) -> None:
        self._crm, self._noun, self._first = crm, noun, first
        self._fields = lists.fields(noun)

    async def offers(self, line: str, cursor: int) -> Sequence[Offer]:
        at = completing.typed(line, cursor)
        if not at.field:
            return self._of_fields(at.text)
        if at.field == "sort":
            return self._of_orders(at.text)
        spec = self._fields.get(at.field)
        return [] if spec is None else await self._of_values(spec, at.text)

    def _called(self) -> dict[str, str]:
        return {name: field_word(self._noun, name) for name in self._fields}

    def _of_fields(self, text: str) -> list[Offer]:
        return completing.fields(self._fields, self._called(), self._first, text)

    def _of_orders(self, text: str) -> list[Offer]:
        minus = "-" * text.startswith("-")
        found = completing.fields(self._fields, self._called(), self._first, text)
        names = dict.fromkeys(each.text.rstrip(":<>") for each in found if each.text in self._fields
                              or each.text.rstrip(":<>") in self._fields)  # fmt: skip
        return [Offer(minus + name, self._called()[name]) for name in names]

    async def _of_values(self, spec: Field, text: str) -> Sequence[Offer]:
        if spec.kind is Kind.link:
            return await self._of_links(spec, text)
        found = await self._crm.desk.read(values, self._noun, spec.name, text)
        if spec.kind is Kind.country:
            return await asyncio.to_thread(completing.countries_of, found, text)
        if spec.kind in (Kind.text, Kind.tag):
            return completing.among(found, text)
        return completing.fixed(spec, text, self._crm.today)

    async def _of_links(self, spec: Field, text: str) -> Sequence[Offer]:
        noun = spec.target.noun
        found = await self._crm.desk.read(matches, noun, text, completing.MOST)
        me = (
            [Offer("me", self._crm.desk.who)]
            if noun == "contacts" and "me".startswith(text)
            else []
        )
        named = [Offer(completing.quoted(row.name), row.ref) for row in found]
        return [*me, *named][: completing.MOST]
