"""Indexes of the order in which long lists stand, of what is linked, and of what changed last."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UNDER = {"Əə": "e", "İı": "i", "Çç": "c", "Şş": "s", "Ğğ": "g", "Öö": "o", "Üü": "u", "Ää": "a",
          "Éé": "e"}  # fmt: skip
PERSON = (
    "coalesce(nullif(full_name, ''), trim(((coalesce(given_name, '') || ' ') || "
    "(coalesce(middle_name, '') || ' ')) || (coalesce(family_name, '') || ' ')))"
)
NAMED = {
    "organisation": "name",
    "contact": PERSON,
    "meeting": "subject",
    "follow_up": "text",
}
PLAIN = {
    "contact": ("organisation_id",),
    "meeting": ("starts_on",),
    "follow_up": ("due_on", "status, due_on", "organisation_id"),
}


def upgrade() -> None:
    """Each holds all that its list asks for (the key, the number, whether archived), so that a list is
    read from the index alone."""
    server = op.get_bind().dialect.name == "postgresql"
    for table, name in NAMED.items():
        key = f'(({alphabetical(name)}) COLLATE "C")' if server else alphabetical(name)
        op.execute(f"CREATE INDEX list_{table}_name ON {table} ({key}, id, archived_at)")
        if table == "organisation":
            op.execute(f"CREATE INDEX list_{table}_kind ON {table} (kind, {key}, id, archived_at)")
        op.execute(
            f"CREATE INDEX list_{table}_changed ON {table} (updated_at) "
            "WHERE version > 1 AND archived_at IS NULL"
        )
    for table, several in PLAIN.items():
        for number, key in enumerate(several):
            op.execute(f"CREATE INDEX list_{table}_{number} ON {table} ({key}, id, archived_at)")


def alphabetical(name: str) -> str:
    sql = f"lower(substr({name}, 1, 60))"
    for letters, under in UNDER.items():
        for letter in letters:
            sql = f"replace({sql}, '{letter}', '{under}')"
    return sql
