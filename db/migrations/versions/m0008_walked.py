"""What open promises are counted by, and the orders of long lists that were still sorted anew."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATEMENTS = (
    "DROP INDEX list_follow_up_owed",
    "CREATE INDEX list_follow_up_owed ON follow_up "
    "(side, due_on, id, snoozed_until, status, archived_at) "
    "WHERE status = 'open' AND archived_at IS NULL",
    "CREATE INDEX list_contact_job_title ON contact (job_title, id, archived_at)",
    "CREATE INDEX list_contact_country ON contact (country, id, archived_at)",
    "CREATE INDEX list_meeting_place ON meeting (place, id, archived_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
