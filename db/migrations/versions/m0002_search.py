"""The search index."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "organisation",
    "contact",
    "site",
    "incentive",
    "project",
    "meeting",
    "point",
    "incentive_case",
    "follow_up",
)
HOW = (
    "folded, content='', columnsize=0, detail=none, prefix='1 2 3 4 6', "
    "tokenize=\"ascii tokenchars '='\""
)
WORDS = "array_to_tsvector(string_to_array(folded, ' '))"


def upgrade() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"CREATE VIRTUAL TABLE search_{table} USING fts5({HOW})")
        else:
            op.execute(f"UPDATE {table} SET folded = ''")  # it is folded anew afterwards
            op.execute(f"CREATE INDEX search_{table} ON {table} USING gin ({WORDS})")
