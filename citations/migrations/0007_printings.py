"""Where documents were printed or translated, with its history."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0004_fewer_indexes"),
        ("citations", "0006_fewer_indexes"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Printing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pages", models.CharField(blank=True, max_length=100, verbose_name="pages")),
                ("number", models.CharField(blank=True, max_length=50, verbose_name="number in the edition")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="Empty where it is the original's",
                        max_length=10,
                        verbose_name="language of the translation",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("full", "in full"),
                            ("abridged", "abridged"),
                            ("extract", "in extracts"),
                            ("facsimile", "in facsimile"),
                        ],
                        default="full",
                        max_length=10,
                        verbose_name="how much of it",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="printings",
                        to="archive.document",
                        verbose_name="document",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="printings",
                        to="citations.publication",
                        verbose_name="publication",
                    ),
                ),
            ],
            options={
                "verbose_name": "printing of a document",
                "verbose_name_plural": "printings of documents",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PrintingHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("pages", models.CharField(blank=True, max_length=100, verbose_name="pages")),
                ("number", models.CharField(blank=True, max_length=50, verbose_name="number in the edition")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="Empty where it is the original's",
                        max_length=10,
                        verbose_name="language of the translation",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("full", "in full"),
                            ("abridged", "abridged"),
                            ("extract", "in extracts"),
                            ("facsimile", "in facsimile"),
                        ],
                        default="full",
                        max_length=10,
                        verbose_name="how much of it",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="archive.document",
                        verbose_name="document",
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
                        to="citations.printing",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="citations.publication",
                        verbose_name="publication",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="printing",
            constraint=models.UniqueConstraint(fields=("document", "publication", "pages"), name="printing_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="printing",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "citations_printinghistory" ("document_id", "form", "id", "language", "number", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id") SELECT new_values."document_id", new_values."form", new_values."id", new_values."language", new_values."number", new_values."pages", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."publication_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1114c16b7e831ccbbd04cd0f0e315599bb083e0e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_656bf",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="citations_printing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="printing",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "citations_printinghistory" ("document_id", "form", "id", "language", "number", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id") SELECT new_values."document_id", new_values."form", new_values."id", new_values."language", new_values."number", new_values."pages", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."publication_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="512cb3a93ebf0770db8f4b7c5793263ed11cfafd",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_73035",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="citations_printing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="printing",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "citations_printinghistory" ("document_id", "form", "id", "language", "number", "pages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id") SELECT old_values."document_id", old_values."form", old_values."id", old_values."language", old_values."number", old_values."pages", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."publication_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="37980fd0609cb88f9be5d1d0f4204ef20121a547",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c733e",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="citations_printing",
                    when="AFTER",
                ),
            ),
        ),
    ]
