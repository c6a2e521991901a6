"""What files of authorities propose of persons, kept until somebody accepts or refuses it."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_parts_of_persons"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuthorityFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300, verbose_name="file")),
                ("content_hash", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                ("report", models.TextField(blank=True, verbose_name="report")),
                ("read_at", models.DateTimeField(auto_now_add=True, verbose_name="read")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an authority",
                "verbose_name_plural": "files of authorities",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="AuthorityFileHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=300, verbose_name="file")),
                ("content_hash", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                ("report", models.TextField(blank=True, verbose_name="report")),
                ("read_at", models.DateTimeField(auto_now_add=True, verbose_name="read")),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="people.authorityfile",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AuthorityRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            ("VIAF", "VIAF"),
                            ("Wikidata", "Wikidata"),
                            ("GND", "GND"),
                            ("LCNAF", "LCNAF"),
                            ("ISNI", "ISNI"),
                            ("ORCID", "ORCID"),
                        ],
                        max_length=20,
                        verbose_name="authority",
                    ),
                ),
                ("value", models.CharField(max_length=100, verbose_name="identifier")),
                ("called", models.CharField(max_length=300, verbose_name="called there")),
                (
                    "met",
                    models.CharField(
                        choices=[
                            ("identifier", "by an identifier"),
                            ("names", "by name and dates"),
                            ("several", "not decided"),
                            ("chosen", "decided by an editor"),
                            ("new", "nobody held here so far"),
                            ("nobody", "nobody of ours"),
                        ],
                        max_length=10,
                        verbose_name="how it was told",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="people.authorityfile",
                        verbose_name="file",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="authority_records",
                        to="people.person",
                        verbose_name="taken for",
                    ),
                ),
            ],
            options={
                "verbose_name": "record of an authority",
                "verbose_name_plural": "proposals of authorities",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="AuthorityRecordHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "authority",
                    models.CharField(
                        choices=[
                            ("VIAF", "VIAF"),
                            ("Wikidata", "Wikidata"),
                            ("GND", "GND"),
                            ("LCNAF", "LCNAF"),
                            ("ISNI", "ISNI"),
                            ("ORCID", "ORCID"),
                        ],
                        max_length=20,
                        verbose_name="authority",
                    ),
                ),
                ("value", models.CharField(max_length=100, verbose_name="identifier")),
                ("called", models.CharField(max_length=300, verbose_name="called there")),
                (
                    "met",
                    models.CharField(
                        choices=[
                            ("identifier", "by an identifier"),
                            ("names", "by name and dates"),
                            ("several", "not decided"),
                            ("chosen", "decided by an editor"),
                            ("new", "nobody held here so far"),
                            ("nobody", "nobody of ours"),
                        ],
                        max_length=10,
                        verbose_name="how it was told",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.authorityfile",
                        verbose_name="file",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="taken for",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="people.authorityrecord",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("name", "name"), ("born", "born"), ("died", "died"), ("identifier", "identifier")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="what it says")),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                ("script", models.CharField(blank=True, max_length=4, verbose_name="script")),
                (
                    "name_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("birth", "name at birth"),
                            ("married", "married name"),
                            ("party", "party name"),
                            ("pseudonym", "pseudonym"),
                            ("variant", "variant spelling"),
                            ("romanisation", "romanisation"),
                        ],
                        max_length=20,
                        verbose_name="kind of name",
                    ),
                ),
                (
                    "authority",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("VIAF", "VIAF"),
                            ("Wikidata", "Wikidata"),
                            ("GND", "GND"),
                            ("LCNAF", "LCNAF"),
                            ("ISNI", "ISNI"),
                            ("ORCID", "ORCID"),
                        ],
                        max_length=20,
                        verbose_name="authority",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("accepted", "accepted"), ("refused", "refused")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="people.authorityrecord",
                        verbose_name="record of an authority",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ProposalHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("name", "name"), ("born", "born"), ("died", "died"), ("identifier", "identifier")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="what it says")),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                ("script", models.CharField(blank=True, max_length=4, verbose_name="script")),
                (
                    "name_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("birth", "name at birth"),
                            ("married", "married name"),
                            ("party", "party name"),
                            ("pseudonym", "pseudonym"),
                            ("variant", "variant spelling"),
                            ("romanisation", "romanisation"),
                        ],
                        max_length=20,
                        verbose_name="kind of name",
                    ),
                ),
                (
                    "authority",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("VIAF", "VIAF"),
                            ("Wikidata", "Wikidata"),
                            ("GND", "GND"),
                            ("LCNAF", "LCNAF"),
                            ("ISNI", "ISNI"),
                            ("ORCID", "ORCID"),
                        ],
                        max_length=20,
                        verbose_name="authority",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("accepted", "accepted"), ("refused", "refused")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="people.proposal",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.authorityrecord",
                        verbose_name="record of an authority",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="authorityfile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_authorityfilehistory" ("content_hash", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "report", "user_id") SELECT new_values."content_hash", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."read_at", new_values."report", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d53b6dcbbf189e30d57cef3a31ad4b8be4bce944",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a5714",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="people_authorityfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="authorityfile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_authorityfilehistory" ("content_hash", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "report", "user_id") SELECT new_values."content_hash", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."read_at", new_values."report", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d5f7682856ac3d6be197fb9cc07250aa24f081d2",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c5055",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="people_authorityfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="authorityfile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_authorityfilehistory" ("content_hash", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "report", "user_id") SELECT old_values."content_hash", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."read_at", old_values."report", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="8a88609445e0ee0f71f09628b267b5e508bedec1",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_54be2",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="people_authorityfile",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="authorityrecord",
            constraint=models.UniqueConstraint(fields=("authority", "value"), name="authority_record_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="authorityrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_authorityrecordhistory" ("authority", "called", "file_id", "id", "met", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value") SELECT new_values."authority", new_values."called", new_values."file_id", new_values."id", new_values."met", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."value" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="38e816e20c2b0f6cc4e4cb913936ae4de4166f0c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_261bc",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="people_authorityrecord",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="authorityrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_authorityrecordhistory" ("authority", "called", "file_id", "id", "met", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value") SELECT new_values."authority", new_values."called", new_values."file_id", new_values."id", new_values."met", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."value" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="54dfc56984b2e130589b1cb748cf2af0991d4a56",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c3a3a",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="people_authorityrecord",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="authorityrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_authorityrecordhistory" ("authority", "called", "file_id", "id", "met", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value") SELECT old_values."authority", old_values."called", old_values."file_id", old_values."id", old_values."met", old_values."person_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."value" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="2e92761fed5c83844c2306c7335917224d5d72a8",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_099a8",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="people_authorityrecord",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(condition=models.Q(("state", "open")), fields=["record"], name="proposal_open"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(fields=("record", "kind", "authority", "text"), name="proposal_once"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "identifier"), ("authority", ""), _connector="XOR"),
                name="proposal_names_its_authority",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_proposalhistory" ("authority", "decided_at", "decided_by_id", "id", "kind", "language", "name_kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "script", "state", "text") SELECT new_values."authority", new_values."decided_at", new_values."decided_by_id", new_values."id", new_values."kind", new_values."language", new_values."name_kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."record_id", new_values."script", new_values."state", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2fe0146d4071cbb0ea5bb4638a39c552e8f09c0e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5045c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="people_proposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_proposalhistory" ("authority", "decided_at", "decided_by_id", "id", "kind", "language", "name_kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "script", "state", "text") SELECT new_values."authority", new_values."decided_at", new_values."decided_by_id", new_values."id", new_values."kind", new_values."language", new_values."name_kind", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."record_id", new_values."script", new_values."state", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="30c8e397f008fbfa17ee525a3d9909f055a7257e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f4ad9",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="people_proposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_proposalhistory" ("authority", "decided_at", "decided_by_id", "id", "kind", "language", "name_kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "record_id", "script", "state", "text") SELECT old_values."authority", old_values."decided_at", old_values."decided_by_id", old_values."id", old_values."kind", old_values."language", old_values."name_kind", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."record_id", old_values."script", old_values."state", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="24a3ea89759a1d0c471383f97e16a75fffe1b9d8",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f664c",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="people_proposal",
                    when="AFTER",
                ),
            ),
        ),
    ]
