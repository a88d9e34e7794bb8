"""A report as plain JSON values and back: what a final report is kept as, and a template gets."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from .report import (
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

_HEAD = ("title", "reference", "subtitle", "office", "lang", "landscape", "paper", "stamp", "dense")


def plain(report: Report) -> dict[str, Any]:
    """The report's fields as JSON has them; every block says its kind."""
    data: dict[str, Any] = {name: getattr(report, name) for name in _HEAD}
    data |= {"as_of": report.as_of.isoformat()}
    data |= {"marks": list(report.marks), "letterhead": list(report.letterhead)}
    data["sections"] = [
        {"heading": section.heading, "blocks": [_block(block) for block in section.blocks]}
        for section in report.sections
    ]
    return data


def _block(block: Block) -> dict[str, Any]:
    fields = asdict(block)
    if isinstance(block, Table):
        fields["right"] = sorted(block.right)
    return {"kind": type(block).__name__.lower(), **fields}


def report_of(data: Mapping[str, Any]) -> Report:
    """The report that `plain` gave: report_of(plain(report)) == report, also by way of JSON."""
    sections = (
        Section(section["heading"], tuple(_READ[b["kind"]](b) for b in section["blocks"]))
        for section in data["sections"]
    )
    return Report(
        **{name: data[name] for name in _HEAD},
        as_of=date.fromisoformat(data["as_of"]),
        marks=tuple(data["marks"]),
        letterhead=tuple(data["letterhead"]),
        sections=tuple(sections),
    )


def _pairs(rows: Any) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in rows)


_READ: dict[str, Any] = {
    "paragraph": lambda b: Paragraph(b["text"], b["tone"]),
    "facts": lambda b: Facts(_pairs(b["rows"]), b["caption"]),
    "bullets": lambda b: Bullets(tuple(b["items"])),
    "table": lambda b: Table(
        tuple(b["headers"]),
        tuple(map(tuple, b["rows"])),
        tuple(b["widths"]),
        frozenset(b["right"]),
        b["caption"],
    ),
    "series": lambda b: Series(
        tuple(Bar(bar["label"], bar["value"], bar["told"]) for bar in b["bars"]),
        b["caption"],
        b.get("full", 0),
    ),
    "signatures": lambda b: Signatures(_pairs(b["lines"])),
}
