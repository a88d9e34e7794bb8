"""A value of the record as the text of one cell."""

import json
from datetime import date
from typing import Any


def cell(value: Any) -> str:
    """Lists and mappings as JSON, days and moments as ISO 8601, yes and no as true and false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    return str(getattr(value, "value", value))
