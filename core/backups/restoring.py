"""A backup takes the place of what the site holds: checked first, of this version, all or nothing, compared after.

Boundary: files are only added, since a file's name is the digest of what it holds and older records may name it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import psycopg2
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from core import publication
from core.backups import databases, manifest
from core.backups.databases import Failed
from core.backups.making import Say, refuse_differences, sums_of
from core.backups.manifest import DUMP, MEDIA, Manifest


def restore(folder: Path, replace: bool, say: Say) -> Manifest:
    """What was put back. Raises Failed; unless it says otherwise, everything is then as it was."""
    say("Looking through the backup …")
    told = manifest.checked(folder)
    _refuse_another_version(told)
    if not replace:
        _refuse_to_replace()
    connections.close_all()
    say("Restoring …")
    site = databases.of_the_site()
    try:
        site.take_in(folder / DUMP)
        found = sums_of(site)
    except psycopg2.Error as error:
        raise Failed(str(error).strip()) from error
    refuse_differences(told.sums, found, "The database was restored, but is not what the backup says")
    _bring_files(folder / MEDIA)
    return told


def _refuse_another_version(told: Manifest) -> None:
    """Leaves and not all names: a squashed migration stands for those that it replaces."""
    loader = MigrationLoader(None)
    ours = {f"{app}.{name}" for app, name in loader.graph.leaf_nodes()}
    apps_here = {app for app, _ in loader.disk_migrations}
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    theirs = {name for name in told.migrations if name.partition(".")[0] in apps_here}
    lacking, strange = sorted(ours - theirs), sorted(theirs - known)
    if told.opis != manifest.version() or lacking or strange:
        because = f", which lacks {lacking[0]}" if lacking else f", which has {strange[0]}" if strange else ""
        raise Failed(
            f"The backup is of another version: Opis {told.opis}{because}; this is Opis {manifest.version()}."
            " Restore it with the version that made it, then update. Nothing was changed."
        )


def _refuse_to_replace() -> None:
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    models = [get_user_model(), *(model for model in apps.get_models() if publication.has_status(model))]
    held = [model for model in models if model._meta.db_table in there and model._default_manager.exists()]
    if held:
        raise Failed(
            f"The database is not empty: it holds {held[0]._meta.verbose_name_plural}. Stop the site and say --replace"
            " to put the backup in its place. Nothing was changed."
        )


def _bring_files(copies: Path) -> None:
    stored = Path(settings.MEDIA_ROOT)
    for copy in manifest.files_below(copies):
        file = stored / copy.relative_to(copies)
        if file.exists() and manifest.digest_of(file) == manifest.digest_of(copy):
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f".{file.name}.unfinished")
        shutil.copyfile(copy, unfinished)
        os.replace(unfinished, file)
