"""A site: a zone, a park, a plant, a plot that can be shown to an investor."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from db.words import search_text

from .base import STRICT, Found, Sourced, common_handles, keyed
from .types import choice, day, link, listed, mapped, prose, required


class ZoneKind(StrEnum):
    industrial_park = "industrial_park"
    industrial_district = "industrial_district"
    free_zone = "free_zone"
    technology_park = "technology_park"
    agropark = "agropark"
    plant = "plant"
    mine = "mine"
    plot = "plot"


class Site(Found, Sourced, table=True):
    """`area` is text with its unit, as the sources give it; `facts` holds further words by name."""

    letter: ClassVar[str] = "S"
    noun: ClassVar[str] = "sites"
    __table_args__ = (STRICT,)

    name: str = required(nullable=False)
    native_name: str | None = prose()
    aliases: list[str] = listed()
    zone_kind: ZoneKind = choice(ZoneKind, ZoneKind.plot)
    operator_id: int | None = link("organisation")
    country: str | None = prose()
    place: str | None = prose()
    area: str | None = prose()
    established_on: date | None = day()
    facts: dict[str, str] = mapped()
    tags: list[str] = listed()
    notes: str | None = prose()
    external_ids: dict[str, str] = mapped()
    extra: dict[str, str] = mapped()

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        names = [values["name"], values.get("native_name"), *(values.get("aliases") or ())]
        words = [values.get("place"), values.get("notes"), *(values.get("facts") or {}).values()]  # fmt: skip
        return {
            "folded": search_text(*words, names=names),
            "handles": keyed(common_handles(values)),
        }
