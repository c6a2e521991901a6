"""Persons are searched in a side table with all their names, ranked; triggers keep it true from here on."""

from typing import Any

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import core.fields
from core.fields import Derived
from people import searching


def derive(apps: Any, schema_editor: Any) -> None:
    """While the triggers of the history are away: nobody has changed anything."""
    for name in ("Person", "Name"):
        model = apps.get_model("people", name)
        columns = [field for field in model._meta.fields if isinstance(field, Derived) and field.name in NEW]
        rows = list(model.objects.all())
        for row in rows:
            for column in columns:
                column.pre_save(row, add=False)
        model.objects.bulk_update(rows, [column.name for column in columns], batch_size=1000)


NEW = {"keys", "forms", "keys_en", "keys_ru", "forms_en", "forms_ru"}


def listen(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in searching.statements():
            cursor.execute(statement)
        searching.fill(cursor)


def stop_listening(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in searching.removals():
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="FoundPerson",
            fields=[
                ("person_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("public", models.BooleanField()),
                ("surnames", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("words", models.TextField()),
                ("forms", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Surname",
            fields=[
                ("surname", models.TextField(primary_key=True, serialize=False)),
                ("consonants", models.TextField(db_index=True)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="name",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="name",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="name",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="delete_delete",
        ),
        migrations.RemoveIndex(
            model_name="name",
            name="name_skeleton_trgm",
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_key_en_trgm",
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_key_ru_trgm",
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_skeleton_en_trgm",
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_skeleton_ru_trgm",
        ),
        migrations.RemoveField(
            model_name="name",
            name="skeleton",
        ),
        migrations.RemoveField(
            model_name="namehistory",
            name="skeleton",
        ),
        migrations.RemoveField(
            model_name="person",
            name="skeleton_en",
        ),
        migrations.RemoveField(
            model_name="person",
            name="skeleton_ru",
        ),
        migrations.RemoveField(
            model_name="personhistory",
            name="skeleton_en",
        ),
        migrations.RemoveField(
            model_name="personhistory",
            name="skeleton_ru",
        ),
        migrations.AddField(
            model_name="name",
            name="forms",
            field=core.fields.NameForms("text"),
        ),
        migrations.AddField(
            model_name="name",
            name="keys",
            field=core.fields.NameKeys("text"),
        ),
        migrations.AddField(
            model_name="namehistory",
            name="forms",
            field=core.fields.NameForms("text"),
        ),
        migrations.AddField(
            model_name="namehistory",
            name="keys",
            field=core.fields.NameKeys("text"),
        ),
        migrations.AddField(
            model_name="person",
            name="forms_en",
            field=core.fields.NameForms("name_en"),
        ),
        migrations.AddField(
            model_name="person",
            name="forms_ru",
            field=core.fields.NameForms("name_ru"),
        ),
        migrations.AddField(
            model_name="person",
            name="keys_en",
            field=core.fields.NameKeys("name_en"),
        ),
        migrations.AddField(
            model_name="person",
            name="keys_ru",
            field=core.fields.NameKeys("name_ru"),
        ),
        migrations.AddField(
            model_name="personhistory",
            name="forms_en",
            field=core.fields.NameForms("name_en"),
        ),
        migrations.AddField(
            model_name="personhistory",
            name="forms_ru",
            field=core.fields.NameForms("name_ru"),
        ),
        migrations.AddField(
            model_name="personhistory",
            name="keys_en",
            field=core.fields.NameKeys("name_en"),
        ),
        migrations.AddField(
            model_name="personhistory",
            name="keys_ru",
            field=core.fields.NameKeys("name_ru"),
        ),
        migrations.RunPython(derive, migrations.RunPython.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="name",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_namehistory" ("forms", "id", "key", "keys", "kind", "language", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script", "text") SELECT new_values."forms", new_values."id", new_values."key", new_values."keys", new_values."kind", new_values."language", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."script", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f2084911671212397ea4c0997ba8d6ca1708c3fb",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3a427",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="people_name",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="name",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_namehistory" ("forms", "id", "key", "keys", "kind", "language", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script", "text") SELECT new_values."forms", new_values."id", new_values."key", new_values."keys", new_values."kind", new_values."language", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."script", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="49ab60bd212d465926df7016317d7e65dba88aef",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_46d6a",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="people_name",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="name",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_namehistory" ("forms", "id", "key", "keys", "kind", "language", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script", "text") SELECT old_values."forms", old_values."id", old_values."key", old_values."keys", old_values."kind", old_values."language", old_values."person_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."script", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="e1e635847209ee03f2dc161a4f8952b5c1538b89",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d6851",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="people_name",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_personhistory" ("batch_id", "born", "born_at_id", "born_earliest", "born_edtf", "born_latest", "changed_at", "created_at", "died", "died_at_id", "died_earliest", "died_edtf", "died_latest", "epithet_en", "epithet_ru", "forms_en", "forms_ru", "id", "key_en", "key_ru", "keys_en", "keys_ru", "life_en", "life_ru", "name_en", "name_ru", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sex", "sort_en", "sort_ru", "status", "version") SELECT new_values."batch_id", new_values."born", new_values."born_at_id", new_values."born_earliest", new_values."born_edtf", new_values."born_latest", new_values."changed_at", new_values."created_at", new_values."died", new_values."died_at_id", new_values."died_earliest", new_values."died_edtf", new_values."died_latest", new_values."epithet_en", new_values."epithet_ru", new_values."forms_en", new_values."forms_ru", new_values."id", new_values."key_en", new_values."key_ru", new_values."keys_en", new_values."keys_ru", new_values."life_en", new_values."life_ru", new_values."name_en", new_values."name_ru", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sex", new_values."sort_en", new_values."sort_ru", new_values."status", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="af6ad1ab930b43c3e895b8a9681105deec70ef7d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_65688",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_personhistory" ("batch_id", "born", "born_at_id", "born_earliest", "born_edtf", "born_latest", "changed_at", "created_at", "died", "died_at_id", "died_earliest", "died_edtf", "died_latest", "epithet_en", "epithet_ru", "forms_en", "forms_ru", "id", "key_en", "key_ru", "keys_en", "keys_ru", "life_en", "life_ru", "name_en", "name_ru", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sex", "sort_en", "sort_ru", "status", "version") SELECT new_values."batch_id", new_values."born", new_values."born_at_id", new_values."born_earliest", new_values."born_edtf", new_values."born_latest", new_values."changed_at", new_values."created_at", new_values."died", new_values."died_at_id", new_values."died_earliest", new_values."died_edtf", new_values."died_latest", new_values."epithet_en", new_values."epithet_ru", new_values."forms_en", new_values."forms_ru", new_values."id", new_values."key_en", new_values."key_ru", new_values."keys_en", new_values."keys_ru", new_values."life_en", new_values."life_ru", new_values."name_en", new_values."name_ru", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sex", new_values."sort_en", new_values."sort_ru", new_values."status", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="decd154367d25835b1dd440f8029407e4ec36200",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_de829",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_personhistory" ("batch_id", "born", "born_at_id", "born_earliest", "born_edtf", "born_latest", "changed_at", "created_at", "died", "died_at_id", "died_earliest", "died_edtf", "died_latest", "epithet_en", "epithet_ru", "forms_en", "forms_ru", "id", "key_en", "key_ru", "keys_en", "keys_ru", "life_en", "life_ru", "name_en", "name_ru", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sex", "sort_en", "sort_ru", "status", "version") SELECT old_values."batch_id", old_values."born", old_values."born_at_id", old_values."born_earliest", old_values."born_edtf", old_values."born_latest", old_values."changed_at", old_values."created_at", old_values."died", old_values."died_at_id", old_values."died_earliest", old_values."died_edtf", old_values."died_latest", old_values."epithet_en", old_values."epithet_ru", old_values."forms_en", old_values."forms_ru", old_values."id", old_values."key_en", old_values."key_ru", old_values."keys_en", old_values."keys_ru", old_values."life_en", old_values."life_ru", old_values."name_en", old_values."name_ru", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."sex", old_values."sort_en", old_values."sort_ru", old_values."status", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="01bf9704b070e58bf7c74829e84d4ad6a60ba14f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2ca2d",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="foundperson",
            index=django.contrib.postgres.indexes.GinIndex(fields=["surnames"], name="found_person_surnames"),
        ),
        migrations.AddIndex(
            model_name="foundperson",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("words", name="gin_trgm_ops"), name="found_person_words_trgm"
            ),
        ),
        migrations.AddIndex(
            model_name="surname",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("surname", name="gin_trgm_ops"), name="surname_trgm"
            ),
        ),
        migrations.RunPython(listen, stop_listening),
    ]
