"""Final reports are kept as they were signed."""

import sqlalchemy as sa
from alembic import op

from db.models import types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_version",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("meeting_id", types.KEY, nullable=False),
        sa.Column("number", types.WHOLE, nullable=False),
        sa.Column("as_of", types.Day(), nullable=False),
        sa.Column("content", types.Json(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_report_version_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        sa.UniqueConstraint(
            "meeting_id", "number", name=op.f("uq_report_version_meeting_id_number")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_report_version_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_report_version_meeting_id"), "report_version", ["meeting_id"])
