"""Keeping spreadsheets from taking data for formulas, reversibly."""

SAFE = "excel-safe-1"  # stands in the first column of every row whose cells are guarded
_TRIGGERS = tuple("=+-@\t\r\n\0＝＋－＠")


def guard(text: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP; ASVS 1.2.10), reversibly.

    One apostrophe is put before what starts, after blanks and apostrophes, with a sign that can
    begin a formula; `unguard` takes exactly that one away again.
    """
    return "'" + text if text.lstrip(" '").startswith(_TRIGGERS) else text


def unguard(text: str) -> str:
    """The cell as it was before `guard`."""
    return text[1:] if text.startswith("'") and guard(text[1:]) == text else text
