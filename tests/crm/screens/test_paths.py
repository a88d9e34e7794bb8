"""What a typed path means, however it got into the field."""

from pathlib import Path

import pytest

from crm.screens.folders import meant


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/desk//srv/list.csv", "/srv/list.csv"),
        ("/desk/~/list.csv", "~/list.csv"),
        ("file:///srv/my%20list.csv", "/srv/my list.csv"),
        ("/desk/file:///srv/list.csv", "/srv/list.csv"),
        ("/desk/'/srv/my list.csv'", "/srv/my list.csv"),
        ("'/srv/list.csv'", "/srv/list.csv"),
    ],
)
def test_a_whole_path_typed_behind_the_folder_is_that_path(typed: str, path: str) -> None:
    assert meant(typed) == Path(path).expanduser()
