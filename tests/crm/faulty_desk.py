"""The desk with a fault put in: what a form does on enter fails, with what was typed in its words."""

import sys

from crm.__main__ import main
from crm.screens.form import FormScreen


def fail(form: FormScreen) -> None:
    password = form.texts["given_name"]
    raise ValueError(f"no such thing as {password}")


FormScreen.action_form_next = fail  # type: ignore[method-assign]
sys.exit(main([]))
