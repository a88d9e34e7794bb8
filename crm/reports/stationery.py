"""The office's own paper: letterhead, logo, who signs, page, and a template in place of ours."""

from dataclasses import dataclass, replace
from pathlib import Path

from crm.config import Config
from crm.text import show
from db.errors import Problem

from .report import Report, Section, Signatures

_LOGO_KINDS = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}
_LARGEST = 4 << 20  # bytes of a logo


@dataclass(frozen=True)
class Stationery:
    """`signatories` are (role, name), who sign below those of the report; `logo` and `template` are
    files that the officer named in the configuration, None for none of one's own."""

    office: str = ""
    letterhead: tuple[str, ...] = ()
    signatories: tuple[tuple[str, str], ...] = ()
    page: str = "a4"
    logo: Path | None = None
    template: Path | None = None

    def dressed(self, report: Report) -> Report:
        """The report on this paper, with its signatories."""
        return replace(
            report,
            office=self.office,
            letterhead=self.letterhead,
            paper=self.page,
            sections=tuple(self._signed(section) for section in report.sections),
        )

    def _signed(self, section: Section) -> Section:
        blocks = tuple(
            Signatures((*block.lines, *self.signatories))
            if isinstance(block, Signatures)
            else block
            for block in section.blocks
        )
        return replace(section, blocks=blocks)


PLAIN = Stationery()


def stationery(settings: Config) -> Stationery:
    return Stationery(
        office=settings.office,
        letterhead=settings.letterhead,
        signatories=tuple(_signatory(told) for told in settings.signatories),
        page=settings.page,
        logo=_path(settings.logo),
        template=_path(settings.template),
    )


def _signatory(told: str) -> tuple[str, str]:
    role, _, name = told.partition(":")
    return role.strip(), name.strip()


def _path(told: str) -> Path | None:
    return Path(told).expanduser() if told else None


def logo_bytes(path: Path) -> tuple[str, bytes]:
    """The ending and the content of a logo, the only file that ever comes near the pages. Raises
    Problem where it is no picture that a page can hold."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise Problem(
            f"The logo {show(path)} cannot be read: {error.strerror}. Mend “logo” in config.toml."
        ) from error
    kind = next((end for start, end in _LOGO_KINDS.items() if content.startswith(start)), "")
    if not kind or len(content) > _LARGEST:
        raise Problem(
            f"The logo {show(path)} is no PNG or JPEG of at most {_LARGEST >> 20} MB. "
            "Mend “logo” in config.toml."
        )
    return kind, content


def template_text(path: Path) -> str:
    """A template of one's own. Raises Problem where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(
            f"The template {show(path)} cannot be read: {error}. Mend “template” in config.toml."
        ) from error
