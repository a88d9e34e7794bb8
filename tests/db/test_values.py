"""What a field holds, for completing a filter."""

from db.engine import Database
from db.queries.values import values


def test_a_filter_is_completed_with_what_the_record_holds(untouched: Database) -> None:
    with untouched.reading() as session:
        assert values(session, "organisations", "country")[0] == "AZ"
        assert "CN" in values(session, "organisations", "country")
        assert values(session, "organisations", "tag", "alu") == ["aluminium"]
        assert values(session, "organisations", "tag", "nothing") == []
        assert "Luoyang" in values(session, "organisations", "city")
        assert values(session, "organisations", "last_spoken") == []
        assert values(session, "contacts", "organisation") == []
