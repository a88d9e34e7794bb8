"""Meetings of one state, in the order in which they stand."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX list_meeting_state ON meeting (status, starts_on, id, archived_at)")
