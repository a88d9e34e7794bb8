"""The first schema."""

import sqlalchemy as sa
from alembic import op

from db.models import types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change_set",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reverses_id", types.KEY, nullable=True),
        sa.Column("source_file", sa.Text(), nullable=True),
        sa.Column("source_sha256", sa.Text(), nullable=True),
        sa.Column("is_open", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('edit', 'import', 'merge', 'bulk', 'seed', 'undo', 'redo')",
            name=op.f("ck_change_set_kind_word"),
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["change_set.id"], name=op.f("fk_change_set_reverses_id_change_set")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_set")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_change_set_reverses_id"), "change_set", ["reverses_id"], unique=False)
    op.create_index(
        "one_open_set",
        "change_set",
        ["is_open"],
        unique=True,
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("false"),
    )
    op.create_table(
        "draft",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("texts", types.Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("by", "form", "ref", name=op.f("uq_draft_by_form_ref")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "handle",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", types.KEY, nullable=False),
        sa.PrimaryKeyConstraint("key", "table_name", "row_id", name=op.f("pk_handle")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_handle_record", "handle", ["table_name", "row_id"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("sources", types.Json(), nullable=False),
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("handles", types.Json(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("native_name", sa.Text(), nullable=True),
        sa.Column("aliases", types.Json(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("sector_code", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("parent_id", types.KEY, nullable=True),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("owner_id", types.KEY, nullable=True),
        sa.Column("registration_no", sa.Text(), nullable=True),
        sa.Column("tax_id", sa.Text(), nullable=True),
        sa.Column("stock_code", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("employees", types.KEY, nullable=True),
        sa.Column("check_status", sa.Text(), nullable=False),
        sa.Column("check_by", sa.Text(), nullable=True),
        sa.Column("check_on", types.Day(), nullable=True),
        sa.Column("tags", types.Json(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("external_ids", types.Json(), nullable=False),
        sa.Column("extra", types.Json(), nullable=False),
        sa.CheckConstraint(
            "check_status IN ('not_required', 'pending', 'cleared', 'issues')",
            name=op.f("ck_organisation_check_status_word"),
        ),
        sa.CheckConstraint(
            "kind IN ('investor', 'ministry', 'agency', 'zone', 'state_company', 'partner', 'association', 'media', 'other')",
            name=op.f("ck_organisation_kind_word"),
        ),
        sa.CheckConstraint(
            "side IN ('guest', 'host', 'other')", name=op.f("ck_organisation_side_word")
        ),
        sa.CheckConstraint("tier IN ('A', 'B', 'C')", name=op.f("ck_organisation_tier_word")),
        sa.CheckConstraint("employees >= 0", name=op.f("ck_organisation_employees")),
        sa.CheckConstraint("length(country) = 2", name=op.f("ck_organisation_country")),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_organisation_parent")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["contact.id"], name="fk_organisation_owner_id_contact", use_alter=True
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisation.id"], name=op.f("fk_organisation_parent_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("uid", name=op.f("uq_organisation_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_organisation_country"), "organisation", ["country"], unique=False)
    op.create_index(op.f("ix_organisation_owner_id"), "organisation", ["owner_id"], unique=False)
    op.create_index(op.f("ix_organisation_parent_id"), "organisation", ["parent_id"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("of_noun", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("of_noun", "name", name=op.f("uq_saved_view_of_noun_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_saved_view_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
        sqlite_strict=True,
    )
    op.create_table(
        "change",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("change_set_id", types.KEY, nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", types.KEY, nullable=False),
        sa.Column("op", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.CheckConstraint("op IN ('insert', 'update', 'delete')", name=op.f("ck_change_op_word")),
        sa.ForeignKeyConstraint(
            ["change_set_id"], ["change_set.id"], name=op.f("fk_change_change_set_id_change_set")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_change_change_set_id"), "change", ["change_set_id"], unique=False)
    op.create_index("ix_change_record", "change", ["table_name", "row_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("sources", types.Json(), nullable=False),
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("handles", types.Json(), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=True),
        sa.Column("middle_name", sa.Text(), nullable=True),
        sa.Column("family_name", sa.Text(), nullable=True),
        sa.Column("full_name", sa.Text(), nullable=True),
        sa.Column("native_name", sa.Text(), nullable=True),
        sa.Column("aliases", types.Json(), nullable=False),
        sa.Column("salutation", sa.Text(), nullable=True),
        sa.Column("suffix", sa.Text(), nullable=True),
        sa.Column("organisation_id", types.KEY, nullable=True),
        sa.Column("job_title", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("decision_role", sa.Text(), nullable=True),
        sa.Column("emails", types.Json(), nullable=False),
        sa.Column("phones", types.Json(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("linkedin_url", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("tags", types.Json(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("placeholder", types.Flag(), nullable=False),
        sa.Column("external_ids", types.Json(), nullable=False),
        sa.Column("extra", types.Json(), nullable=False),
        sa.CheckConstraint(
            "decision_role IN ('decides', 'influences', 'prepares', 'liaison', 'interpreter')",
            name=op.f("ck_contact_decision_role_word"),
        ),
        sa.CheckConstraint("length(country) = 2", name=op.f("ck_contact_country")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_contact_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("uid", name=op.f("uq_contact_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_contact_country"), "contact", ["country"], unique=False)
    op.create_index(
        op.f("ix_contact_organisation_id"), "contact", ["organisation_id"], unique=False
    )
    op.create_table(
        "import_run",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("change_set_id", types.KEY, nullable=True),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("encoding", sa.Text(), nullable=True),
        sa.Column("delimiter", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=True),
        sa.Column("mapping", types.Json(), nullable=False),
        sa.Column("read_rows", types.KEY, nullable=False),
        sa.Column("created", types.KEY, nullable=False),
        sa.Column("updated", types.KEY, nullable=False),
        sa.Column("unchanged", types.KEY, nullable=False),
        sa.Column("skipped", types.KEY, nullable=False),
        sa.Column("rejected", types.KEY, nullable=False),
        sa.Column("created_organisations", types.KEY, nullable=False),
        sa.Column("rejects_file", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "read_rows = created + updated + unchanged + skipped + rejected",
            name=op.f("ck_import_run_adds_up"),
        ),
        sa.ForeignKeyConstraint(
            ["change_set_id"],
            ["change_set.id"],
            name=op.f("fk_import_run_change_set_id_change_set"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_import_run_change_set_id"), "import_run", ["change_set_id"], unique=False
    )
    op.create_index(op.f("ix_import_run_fingerprint"), "import_run", ["fingerprint"], unique=False)
    op.create_table(
        "incentive",
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("sources", types.Json(), nullable=False),
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("handles", types.Json(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("native_name", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("authority_id", types.KEY, nullable=True),
        sa.Column("authority_name", sa.Text(), nullable=True),
        sa.Column("legal_basis", types.Json(), nullable=False),
        sa.Column("benefits", types.Json(), nullable=False),
        sa.Column("duration", sa.Text(), nullable=True),
        sa.Column("eligibility", types.Json(), nullable=False),
        sa.Column("papers", types.Json(), nullable=False),
        sa.Column("process", types.Json(), nullable=False),
        sa.Column("decision_working_days", types.KEY, nullable=True),
        sa.Column("tags", types.Json(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("external_ids", types.Json(), nullable=False),
        sa.Column("extra", types.Json(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('tax', 'customs', 'land', 'grant', 'service', 'protection')",
            name=op.f("ck_incentive_kind_word"),
        ),
        sa.CheckConstraint("decision_working_days >= 0", name=op.f("ck_incentive_decision")),
        sa.ForeignKeyConstraint(
            ["authority_id"],
            ["organisation.id"],
            name=op.f("fk_incentive_authority_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incentive")),
        sa.UniqueConstraint("uid", name=op.f("uq_incentive_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_incentive_authority_id"), "incentive", ["authority_id"], unique=False)
    op.create_table(
        "site",
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("sources", types.Json(), nullable=False),
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("handles", types.Json(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("native_name", sa.Text(), nullable=True),
        sa.Column("aliases", types.Json(), nullable=False),
        sa.Column("zone_kind", sa.Text(), nullable=False),
        sa.Column("operator_id", types.KEY, nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("established_on", types.Day(), nullable=True),
        sa.Column("facts", types.Json(), nullable=False),
        sa.Column("tags", types.Json(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("external_ids", types.Json(), nullable=False),
        sa.Column("extra", types.Json(), nullable=False),
        sa.CheckConstraint(
            "zone_kind IN ('industrial_park', 'industrial_district', 'free_zone', 'technology_park', 'agropark', 'plant', 'mine', 'plot')",
            name=op.f("ck_site_zone_kind_word"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["organisation.id"], name=op.f("fk_site_operator_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("uid", name=op.f("uq_site_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_site_operator_id"), "site", ["operator_id"], unique=False)
    op.create_table(
        "import_row",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("run_id", types.KEY, nullable=False),
        sa.Column("number", types.KEY, nullable=False),
        sa.Column("line", types.KEY, nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_run.id"], name=op.f("fk_import_row_run_id_import_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_import_row_run_id_number")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "incentive_window",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("incentive_id", types.KEY, nullable=False),
        sa.Column("starts_on", types.Day(), nullable=False),
        sa.Column("ends_on", types.Day(), nullable=True),
        sa.Column("known_on", types.Day(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on <= ends_on", name=op.f("ck_incentive_window_span")
        ),
        sa.ForeignKeyConstraint(
            ["incentive_id"],
            ["incentive.id"],
            name=op.f("fk_incentive_window_incentive_id_incentive"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incentive_window")),
        sa.UniqueConstraint("uid", name=op.f("uq_incentive_window_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_incentive_window_incentive_id"), "incentive_window", ["incentive_id"], unique=False
    )
    op.create_table(
        "meeting",
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("sources", types.Json(), nullable=False),
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("handles", types.Json(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("starts_on", types.Day(), nullable=True),
        sa.Column("starts_at", sa.Text(), nullable=True),
        sa.Column("ends_on", types.Day(), nullable=True),
        sa.Column("ends_at", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("date_precision", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("convened_by", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("background", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("decisions", sa.Text(), nullable=True),
        sa.Column("assessment", sa.Text(), nullable=True),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.Column("confidentiality", sa.Text(), nullable=False),
        sa.Column("note_taker_id", types.KEY, nullable=True),
        sa.Column("written_on", types.Day(), nullable=True),
        sa.Column("cleared_by", sa.Text(), nullable=True),
        sa.Column("distribution", sa.Text(), nullable=True),
        sa.Column("tags", types.Json(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("external_ids", types.Json(), nullable=False),
        sa.Column("extra", types.Json(), nullable=False),
        sa.CheckConstraint(
            "confidentiality IN ('open', 'desk', 'named')",
            name=op.f("ck_meeting_confidentiality_word"),
        ),
        sa.CheckConstraint(
            "date_precision IN ('time', 'day', 'dateline', 'month')",
            name=op.f("ck_meeting_date_precision_word"),
        ),
        sa.CheckConstraint(
            "kind IN ('meeting', 'call', 'video', 'site_visit', 'delegation', 'event', 'letter')",
            name=op.f("ck_meeting_kind_word"),
        ),
        sa.CheckConstraint(
            "status <> 'held' OR starts_on IS NOT NULL", name=op.f("ck_meeting_held")
        ),
        sa.CheckConstraint(
            "status IN ('planned', 'held', 'cancelled', 'postponed')",
            name=op.f("ck_meeting_status_word"),
        ),
        sa.ForeignKeyConstraint(
            ["note_taker_id"], ["contact.id"], name=op.f("fk_meeting_note_taker_id_contact")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_meeting_note_taker_id"), "meeting", ["note_taker_id"], unique=False)
    op.create_index(op.f("ix_meeting_starts_on"), "meeting", ["starts_on"], unique=False)
    op.create_table(
        "project",
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("sources", types.Json(), nullable=False),
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("handles", types.Json(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("native_name", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("sector_code", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("requirements", sa.Text(), nullable=True),
        sa.Column("likelihood", types.KEY, nullable=True),
        sa.Column("expected_on", types.Day(), nullable=True),
        sa.Column("manager_id", types.KEY, nullable=True),
        sa.Column("loss_reason", sa.Text(), nullable=True),
        sa.Column("loss_on", types.Day(), nullable=True),
        sa.Column("loss_country", sa.Text(), nullable=True),
        sa.Column("tags", types.Json(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("external_ids", types.Json(), nullable=False),
        sa.Column("extra", types.Json(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('lead', 'qualified', 'visit', 'negotiation', 'commitment', 'implementation', 'operating')",
            name=op.f("ck_project_stage_word"),
        ),
        sa.CheckConstraint(
            "status IN ('active', 'delayed', 'dormant', 'lost', 'abandoned')",
            name=op.f("ck_project_status_word"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('lost', 'abandoned') OR (coalesce(loss_reason, '') <> '' AND loss_on IS NOT NULL)",
            name=op.f("ck_project_loss"),
        ),
        sa.CheckConstraint(
            "type IN ('greenfield', 'expansion', 'joint_venture', 'merger_acquisition', 'retention', 'capital_only')",
            name=op.f("ck_project_type_word"),
        ),
        sa.CheckConstraint("likelihood BETWEEN 0 AND 100", name=op.f("ck_project_likelihood")),
        sa.ForeignKeyConstraint(
            ["manager_id"], ["contact.id"], name=op.f("fk_project_manager_id_contact")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("uid", name=op.f("uq_project_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_project_manager_id"), "project", ["manager_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("meeting_id", types.KEY, nullable=False),
        sa.Column("contact_id", types.KEY, nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("job_title", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "role IN ('chair', 'member', 'interpreter', 'note_taker', 'apologies')",
            name=op.f("ck_attendance_role_word"),
        ),
        sa.CheckConstraint("side IN ('host', 'guest')", name=op.f("ck_attendance_side_word")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_attendance_contact_id_contact")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint(
            "meeting_id", "contact_id", name=op.f("uq_attendance_meeting_id_contact_id")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_attendance_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_attendance_contact_id"), "attendance", ["contact_id"], unique=False)
    op.create_index(op.f("ix_attendance_meeting_id"), "attendance", ["meeting_id"], unique=False)
    op.create_table(
        "figure",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("project_id", types.KEY, nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("amount", types.KEY, nullable=False),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("as_of", types.Day(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "basis IN ('planned', 'committed', 'realised')", name=op.f("ck_figure_basis_word")
        ),
        sa.CheckConstraint(
            "measure IN ('capex', 'equity', 'jobs', 'capacity', 'export')",
            name=op.f("ck_figure_measure_word"),
        ),
        sa.CheckConstraint("(currency IS NULL) <> (unit IS NULL)", name=op.f("ck_figure_measured")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_figure_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
        sa.UniqueConstraint("uid", name=op.f("uq_figure_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_figure_project_id"), "figure", ["project_id"], unique=False)
    op.create_table(
        "incentive_case",
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("sources", types.Json(), nullable=False),
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("handles", types.Json(), nullable=False),
        sa.Column("incentive_id", types.KEY, nullable=False),
        sa.Column("organisation_id", types.KEY, nullable=False),
        sa.Column("project_id", types.KEY, nullable=True),
        sa.Column("offered_in_id", types.KEY, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("offered_on", types.Day(), nullable=True),
        sa.Column("applied_on", types.Day(), nullable=True),
        sa.Column("decided_on", types.Day(), nullable=True),
        sa.Column("in_force_on", types.Day(), nullable=True),
        sa.Column("ended_on", types.Day(), nullable=True),
        sa.Column("reference_no", sa.Text(), nullable=True),
        sa.Column("papers_present", types.Json(), nullable=False),
        sa.Column("papers_missing", types.Json(), nullable=False),
        sa.Column("estimated_value", types.KEY, nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("obligations", sa.Text(), nullable=True),
        sa.Column("next_report_on", types.Day(), nullable=True),
        sa.Column("tags", types.Json(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("external_ids", types.Json(), nullable=False),
        sa.Column("extra", types.Json(), nullable=False),
        sa.CheckConstraint(
            "state IN ('offered', 'applied', 'granted', 'refused', 'in_force', 'expired', 'revoked', 'withdrawn')",
            name=op.f("ck_incentive_case_state_word"),
        ),
        sa.CheckConstraint(
            "estimated_value IS NULL OR currency IS NOT NULL", name=op.f("ck_incentive_case_value")
        ),
        sa.ForeignKeyConstraint(
            ["incentive_id"],
            ["incentive.id"],
            name=op.f("fk_incentive_case_incentive_id_incentive"),
        ),
        sa.ForeignKeyConstraint(
            ["offered_in_id"], ["meeting.id"], name=op.f("fk_incentive_case_offered_in_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_incentive_case_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_incentive_case_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incentive_case")),
        sa.UniqueConstraint("uid", name=op.f("uq_incentive_case_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_incentive_case_incentive_id"), "incentive_case", ["incentive_id"], unique=False
    )
    op.create_index(
        op.f("ix_incentive_case_offered_in_id"), "incentive_case", ["offered_in_id"], unique=False
    )
    op.create_index(
        op.f("ix_incentive_case_organisation_id"),
        "incentive_case",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_incentive_case_project_id"), "incentive_case", ["project_id"], unique=False
    )
    op.create_table(
        "meeting_organisation",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("meeting_id", types.KEY, nullable=False),
        sa.Column("organisation_id", types.KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_organisation_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_meeting_organisation_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_organisation")),
        sa.UniqueConstraint(
            "meeting_id",
            "organisation_id",
            name=op.f("uq_meeting_organisation_meeting_id_organisation_id"),
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_organisation_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_meeting_organisation_meeting_id"),
        "meeting_organisation",
        ["meeting_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_meeting_organisation_organisation_id"),
        "meeting_organisation",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "point",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("meeting_id", types.KEY, nullable=False),
        sa.Column("position", types.KEY, nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("project_id", types.KEY, nullable=True),
        sa.Column("incentive_id", types.KEY, nullable=True),
        sa.Column("site_id", types.KEY, nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.CheckConstraint("side IN ('host', 'guest', 'both')", name=op.f("ck_point_side_word")),
        sa.CheckConstraint(
            "text <> '' OR incentive_id IS NOT NULL OR site_id IS NOT NULL",
            name=op.f("ck_point_something"),
        ),
        sa.ForeignKeyConstraint(
            ["incentive_id"], ["incentive.id"], name=op.f("fk_point_incentive_id_incentive")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_point_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_point_project_id_project")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_point_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point")),
        sa.UniqueConstraint("uid", name=op.f("uq_point_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_point_incentive_id"), "point", ["incentive_id"], unique=False)
    op.create_index(op.f("ix_point_meeting_id"), "point", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_point_project_id"), "point", ["project_id"], unique=False)
    op.create_index(op.f("ix_point_site_id"), "point", ["site_id"], unique=False)
    op.create_table(
        "project_party",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("project_id", types.KEY, nullable=False),
        sa.Column("organisation_id", types.KEY, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("share", types.KEY, nullable=True),
        sa.CheckConstraint(
            "role IN ('lead_investor', 'co_investor', 'local_partner', 'adviser', 'contractor')",
            name=op.f("ck_project_party_role_word"),
        ),
        sa.CheckConstraint("share BETWEEN 0 AND 10000", name=op.f("ck_project_party_share")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_project_party_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_party_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_party")),
        sa.UniqueConstraint(
            "project_id",
            "organisation_id",
            "role",
            name=op.f("uq_project_party_project_id_organisation_id_role"),
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_project_party_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_project_party_organisation_id"), "project_party", ["organisation_id"], unique=False
    )
    op.create_index(
        op.f("ix_project_party_project_id"), "project_party", ["project_id"], unique=False
    )
    op.create_table(
        "project_site",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("project_id", types.KEY, nullable=False),
        sa.Column("site_id", types.KEY, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('candidate', 'visited', 'rejected', 'decided')",
            name=op.f("ck_project_site_verdict_word"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_site_project_id_project")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_project_site_site_id_site")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_site")),
        sa.UniqueConstraint(
            "project_id", "site_id", name=op.f("uq_project_site_project_id_site_id")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_project_site_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_project_site_project_id"), "project_site", ["project_id"], unique=False
    )
    op.create_index(op.f("ix_project_site_site_id"), "project_site", ["site_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("organisation_id", types.KEY, nullable=True),
        sa.Column("contact_id", types.KEY, nullable=True),
        sa.Column("meeting_id", types.KEY, nullable=True),
        sa.Column("project_id", types.KEY, nullable=True),
        sa.Column("case_id", types.KEY, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN contact_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN meeting_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN project_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN case_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_document_one_owner"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["incentive_case.id"], name=op.f("fk_document_case_id_incentive_case")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_document_contact_id_contact")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_document_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_document_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_document_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("uid", name=op.f("uq_document_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_document_case_id"), "document", ["case_id"], unique=False)
    op.create_index(op.f("ix_document_contact_id"), "document", ["contact_id"], unique=False)
    op.create_index(op.f("ix_document_meeting_id"), "document", ["meeting_id"], unique=False)
    op.create_index(
        op.f("ix_document_organisation_id"), "document", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_document_project_id"), "document", ["project_id"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("sources", types.Json(), nullable=False),
        sa.Column("id", types.KEY, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", types.Moment(), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("handles", types.Json(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("owner_id", types.KEY, nullable=True),
        sa.Column("owner_role", sa.Text(), nullable=True),
        sa.Column("due_on", types.Day(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("done_on", types.Day(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("snoozed_until", types.Day(), nullable=True),
        sa.Column("meeting_id", types.KEY, nullable=True),
        sa.Column("organisation_id", types.KEY, nullable=True),
        sa.Column("project_id", types.KEY, nullable=True),
        sa.Column("case_id", types.KEY, nullable=True),
        sa.Column("tags", types.Json(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("external_ids", types.Json(), nullable=False),
        sa.Column("extra", types.Json(), nullable=False),
        sa.CheckConstraint(
            "(status = 'done') = (done_on IS NOT NULL)", name=op.f("ck_follow_up_done")
        ),
        sa.CheckConstraint(
            "priority IN ('high', 'medium', 'low')", name=op.f("ck_follow_up_priority_word")
        ),
        sa.CheckConstraint("side IN ('ours', 'theirs')", name=op.f("ck_follow_up_side_word")),
        sa.CheckConstraint(
            "status IN ('open', 'done', 'dropped')", name=op.f("ck_follow_up_status_word")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["incentive_case.id"], name=op.f("fk_follow_up_case_id_incentive_case")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_follow_up_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_follow_up_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["contact.id"], name=op.f("fk_follow_up_owner_id_contact")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_follow_up_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("uid", name=op.f("uq_follow_up_uid")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_follow_up_case_id"), "follow_up", ["case_id"], unique=False)
    op.create_index("ix_follow_up_due", "follow_up", ["status", "due_on"], unique=False)
    op.create_index(op.f("ix_follow_up_meeting_id"), "follow_up", ["meeting_id"], unique=False)
    op.create_index(
        op.f("ix_follow_up_organisation_id"), "follow_up", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_follow_up_owner_id"), "follow_up", ["owner_id"], unique=False)
    op.create_index(op.f("ix_follow_up_project_id"), "follow_up", ["project_id"], unique=False)
    # Organisations have an owner and contacts an organisation: the server takes the circle's
    # second half afterwards, SQLite has it in the table.
    if op.get_bind().dialect.name == "postgresql":
        op.create_foreign_key(
            "fk_organisation_owner_id_contact", "organisation", "contact", ["owner_id"], ["id"]
        )
