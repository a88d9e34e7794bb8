"""Failures that have a sentence for the user."""


class Problem(Exception):
    """Something a user can cause and mend: what happened, to what, what to do next.

    `template` is the sentence with {places} and `values` what stands there, so that whoever shows it
    can say it in another language; str() is English.
    """

    exit_status = 2  # wrong use or unreadable input; nothing was written

    def __init__(self, sentence: str = "", /, **values: object) -> None:
        self.template, self.values = sentence, values
        super().__init__(sentence.format(**values) if values else sentence)


class NotFound(Problem):
    """A reference that points to nothing."""


class Invalid(Problem):
    """Values that break a rule of the record; `fields` names each with its reason."""

    def __init__(
        self, sentence: str, fields: dict[str, str] | None = None, /, **values: object
    ) -> None:
        super().__init__(sentence, **values)
        self.fields = fields or {}


class Stale(Problem):
    """Somebody changed the same fields since they were read."""

    def __init__(self, sentence: str, theirs: dict[str, object], /, **values: object) -> None:
        super().__init__(sentence, **values)
        self.theirs = theirs


class Refused(Problem):
    """The database itself said no: locked, newer, damaged, foreign, read-only."""

    exit_status = 3


class Busy(Refused):
    """Somebody else is writing just now; nothing was lost, and trying again may do."""


class Damaged(Refused):
    """A file that cannot be read as a database at all."""
