"""What a typed path means, however it got into the field."""

from pathlib import Path

import pytest

from crm.screens.files import meant


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/desk//tmp/list.csv", "/tmp/list.csv"),
        ("/desk/~/list.csv", "~/list.csv"),
        ("file:///tmp/my%20list.csv", "/tmp/my list.csv"),
        ("/desk/file:///tmp/list.csv", "/tmp/list.csv"),
        ("/desk/'/tmp/my list.csv'", "/tmp/my list.csv"),
        ("'/tmp/list.csv'", "/tmp/list.csv"),
    ],
)
def test_a_whole_path_typed_behind_the_folder_is_that_path(typed: str, path: str) -> None:
    assert meant(typed) == Path(path).expanduser()
