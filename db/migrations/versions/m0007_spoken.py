"""When each was last spoken to, kept in its row; and indexes of what Today asks for."""

import sqlalchemy as sa
from alembic import op

from db.models import types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DAYS = (
    "UPDATE organisation SET last_spoken = (SELECT max(CASE WHEN m.status = 'held' "
    "AND m.archived_at IS NULL AND l.archived_at IS NULL THEN m.starts_on END) "
    "FROM meeting_organisation l JOIN meeting m ON m.id = l.meeting_id "
    "WHERE l.organisation_id = organisation.id) "
    "WHERE id IN (SELECT organisation_id FROM meeting_organisation)",
    "UPDATE contact SET last_spoken = (SELECT max(CASE WHEN m.status = 'held' "
    "AND m.archived_at IS NULL AND l.archived_at IS NULL AND l.role <> 'apologies' "
    "THEN m.starts_on END) FROM attendance l JOIN meeting m ON m.id = l.meeting_id "
    "WHERE l.contact_id = contact.id) WHERE id IN (SELECT contact_id FROM attendance)",
)
INDEXES = (
    "CREATE INDEX list_organisation_spoken ON organisation (kind, last_spoken, id, archived_at)",
    "CREATE INDEX list_contact_spoken ON contact (last_spoken, id, archived_at)",
    "CREATE INDEX list_follow_up_owed ON follow_up (side, due_on, id, snoozed_until) "
    "WHERE status = 'open' AND archived_at IS NULL",
)


def upgrade() -> None:
    op.add_column("organisation", sa.Column("last_spoken", types.Day(), nullable=True))
    op.add_column("contact", sa.Column("last_spoken", types.Day(), nullable=True))
    for statement in (*DAYS, *INDEXES):
        op.execute(statement)
