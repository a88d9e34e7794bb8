"""How many promises fall due and meetings were held on each day: what the figures are sums of."""

import sqlalchemy as sa
from alembic import op

from db.models import types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INTO = "INSERT INTO tally (kind, day, word, many) "
PROMISES = (
    f"{INTO}SELECT side, due_on, CASE WHEN done_on IS NULL THEN 'open' WHEN done_on <= due_on THEN 'on_time' "
    "ELSE 'late' END AS word, count(*) FROM follow_up "
    "WHERE archived_at IS NULL AND status <> 'dropped' AND due_on IS NOT NULL GROUP BY 1, 2, 3"
)
LEVELS = (
    f"{INTO}SELECT 'levels', starts_on, word, count(*) FROM (SELECT m.starts_on, coalesce((SELECT a.job_title "
    "FROM attendance a WHERE a.meeting_id = m.id AND a.side = 'host' AND a.archived_at IS NULL "
    "AND a.role <> 'apologies' ORDER BY CASE WHEN a.role = 'chair' THEN 0 ELSE 1 END, a.id LIMIT 1), '') "
    "AS word FROM meeting m WHERE m.status = 'held' AND m.archived_at IS NULL) AS led GROUP BY 1, 2, 3"
)
COUNTRIES = (
    f"{INTO}SELECT 'countries', m.starts_on, coalesce(o.country, ''), count(DISTINCT m.id) FROM meeting m "
    "JOIN meeting_organisation l ON l.meeting_id = m.id "
    "JOIN organisation o ON o.id = l.organisation_id AND o.side <> 'host' "
    "WHERE m.status = 'held' AND m.archived_at IS NULL AND l.archived_at IS NULL GROUP BY 1, 2, 3"
)


def upgrade() -> None:
    op.create_table(
        "tally",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", types.Day(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("many", types.WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("kind", "day", "word", name=op.f("pk_tally")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    for statement in (PROMISES, LEVELS, COUNTRIES):
        op.execute(statement)
