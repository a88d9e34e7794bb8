"""A row while its cells are being read."""

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from .draft import RowProblem

ADDRESS = ("country", "city", "region", "postal_code", "address")
_BREAKS = re.compile(r"\s*[\r\n]+\s*")
COMPANIES = {
    "company", "organisation", "organization", "account", "business", "firm", "şirkət", "təşkilat",
    "müəssisə", "şirket", "firma", "kurum", "kuruluş", "компания", "организация", "фирма", "юрлицо",
    "юридическое лицо", "公司", "企业", "单位", "机构",
}  # fmt: skip
YES = {"yes", "true", "1", "y", "x", "bəli", "evet", "да", "是", *COMPANIES}


class RowInHand:
    """A row while its cells are being read."""

    __slots__ = (
        "called", "company", "contact", "extra", "full_header", "home", "lent", "organisation", "phones",
        "problems", "second", "values", "warnings",
    )  # fmt: skip

    def __init__(self) -> None:
        self.contact: dict[str, Any] = {}
        self.organisation: dict[str, Any] = {}
        self.values: dict[str, Any] = {}
        self.extra: dict[str, str] = {}
        self.phones: list[tuple[str, str]] = []  # text, label
        self.second: dict[str, tuple[str, str, bool]] = {}  # field -> header, value, alone
        self.problems: list[RowProblem] = []
        self.warnings: list[str] = []
        self.company = False
        self.called: tuple[str, str] | None = None  # header and name beside an address
        self.full_header = "full name"
        self.home = False  # its address is not one of work
        self.lent: tuple[str, ...] = ()  # what the company has from its person alone

    def keep(self, header: str, text: str) -> None:
        """Nothing is lost: under its own header, twice if it comes twice."""
        self.extra[header] = f"{self.extra[header]}; {text}" if header in self.extra else text

    def fault(self, header: str, text: str, problem: str, hint: str, fatal: bool = False) -> None:
        self.problems.append(RowProblem(header, text, problem, hint, fatal))
        if not fatal:
            self.keep(header, text)


Put: TypeAlias = Callable[[RowInHand, str, list[str]], None]
Target: TypeAlias = Callable[[RowInHand], dict[str, Any]]


def one_line(text: str) -> str:
    return _BREAKS.sub(" ", text) if "\n" in text or "\r" in text else text


def unbroken(text: str) -> str:
    """Line breaks as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
