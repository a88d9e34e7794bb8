"""Without indexes that only repeat how another one of the table begins: each cost every save."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

REPEATED = {
    "contact": ("organisation_id", "country"),
    "meeting": ("starts_on",),
    "attendance": ("meeting_id",),
    "meeting_organisation": ("meeting_id",),
    "project_party": ("project_id",),
    "project_site": ("project_id",),
    "follow_up": ("organisation_id", "due"),
    "report_version": ("meeting_id",),
}


def upgrade() -> None:
    for table, several in REPEATED.items():
        for column in several:
            op.drop_index(f"ix_{table}_{column}", table_name=table)
