"""What is typed into a form, kept in the record until the form is saved or left knowingly."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from db.models import Draft, columns

if TYPE_CHECKING:
    from sqlmodel import Session

    from crm.app import CrmApp

_D = columns(Draft)  # type: ignore[arg-type]


class Drafts:
    """The draft of one form of one officer; `ref` is empty for a new record."""

    def __init__(self, crm: "CrmApp", noun: str, ref: str) -> None:
        self.crm = crm
        self.noun = noun
        self.ref = ref
        self._kept = False

    @property
    def _mine(self) -> Any:
        who = self.crm.desk.who
        return sa.and_(_D.c.by == who, _D.c.form == self.noun, _D.c.ref == self.ref)

    async def left(self) -> dict[str, str]:
        """The texts of last time, if the form was not closed in order."""

        def ask(session: "Session") -> dict[str, str]:
            found = session.execute(sa.select(_D.c.texts).where(self._mine)).scalar()
            return dict(found or {})

        found = await self.crm.desk.read(ask)
        self._kept = bool(found)
        return found

    def keep(self, texts: dict[str, str]) -> None:
        """Keep the words in a thread, while typing goes on."""
        self._kept = True
        self.crm.run_worker(
            lambda: self._write(texts), thread=True, group=f"draft {self.noun} {self.ref}",
            exit_on_error=False,
        )  # fmt: skip

    def _write(self, texts: dict[str, str]) -> None:
        row = {"at": datetime.now(UTC), "by": self.crm.desk.who, "form": self.noun, "ref": self.ref}
        with self.crm.desk.record.keeping() as session:
            session.execute(sa.delete(_D).where(self._mine))
            session.execute(sa.insert(_D).values(**row, texts=texts))

    async def drop(self) -> None:
        """Saved or thrown away: the words are not needed any more."""
        if not self._kept:
            return
        await self.crm.workers.wait_for_complete(
            [w for w in self.crm.workers if w.group == f"draft {self.noun} {self.ref}"]
        )

        def forget() -> None:
            with self.crm.desk.record.keeping() as session:
                session.execute(sa.delete(_D).where(self._mine))

        await self.crm.desk.run(forget)
