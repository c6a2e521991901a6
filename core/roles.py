"""Who may do what at the desk: four roles, which are groups, and what one person may be limited to.

A viewer looks; a contributor writes drafts; an editor writes, publishes and merges; an administrator also makes
accounts. What the public can see already is changed only by those who may publish. An app says in its `limits.py` to
what an editor can be limited, and which records lie within that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import models

from core.publication import ruled_keys
from core.records import Record

VIEWER, CONTRIBUTOR, EDITOR, ADMINISTRATOR = "viewer", "contributor", "editor", "administrator"
ROLES = (VIEWER, CONTRIBUTOR, EDITOR, ADMINISTRATOR)
PUBLISH = "core.publish"
DOES = ("add", "change", "delete", "view")

Limit = frozenset[int]
# Which records lie within a limit; of kinds that are not named here, an editor with a limit changes none.
COVERS: dict[type[models.Model], Callable[[Any, Limit], bool]] = {}
_LIMITS: list[Callable[[Any], Limit]] = []


def make_roles() -> None:
    """The four groups with the rights to this version's tables; running it again changes nothing."""
    for role in ROLES:
        group, _made = Group.objects.get_or_create(name=role)
        group.permissions.set(list(_rights(role)))


def _rights(role: str) -> Iterator[Permission]:
    ours = {model._meta.label_lower: model for model in apps.get_models() if hasattr(model, "publication_rule")}
    for right in Permission.objects.select_related("content_type"):
        model = ours.get(f"{right.content_type.app_label}.{right.content_type.model}")
        if model is None:
            if (
                role == ADMINISTRATOR
                and right.content_type.app_label == "auth"
                and right.codename.split("_")[0] in DOES
            ):
                yield right
        elif right.codename == "publish":
            if role in (EDITOR, ADMINISTRATOR):
                yield right
        elif right.codename.startswith("view_") or (role != VIEWER and _may_write(model, role)):
            yield right


def _may_write(model: Any, role: str) -> bool:
    """Tables that triggers fill are nobody's, those that the public never sees an editor's, unless `written_by`."""
    if model.publication_rule == "public":
        return False
    usual = (EDITOR, ADMINISTRATOR) if model.publication_rule == "never" else (CONTRIBUTOR, EDITOR, ADMINISTRATOR)
    return role in getattr(model, "written_by", usual)


def may_publish(user: Any) -> bool:
    return bool(user.has_perm(PUBLISH))


def may_change(user: Any, row: models.Model) -> bool:
    """Whether this row is one that the user may change, beside the right to change such rows at all."""
    return (may_publish(user) or not is_public(row)) and within_limit(user, row)


def may_take_back(user: Any, batch: Any) -> bool:
    """One's own imports; those of others where one may publish, and everywhere."""
    return bool(batch.user_id == user.pk) or (may_publish(user) and not limit_of(user))


def is_public(row: models.Model) -> bool:
    """As the published views have it: by its own status, or through all that it belongs to."""
    if isinstance(row, Record):
        return not row.is_draft
    above = list(_belongs_to(row))
    return bool(above) and all(is_public(record) for record in above)


def limited_by(find: Callable[[Any], Limit]) -> None:
    """`find` says to which numbers a user is limited; none means no limit."""
    _LIMITS.append(find)


def limit_of(user: Any) -> Limit:
    """Looked up once for each request."""
    if not hasattr(user, "_limit"):
        user._limit = frozenset().union(*(find(user) for find in _LIMITS))
    found: Limit = user._limit
    return found


def within_limit(user: Any, row: models.Model) -> bool:
    """A part lies where all lies that it belongs to and that can lie somewhere."""
    limit = limit_of(user)
    if not limit:
        return True
    covers = COVERS.get(type(row))
    if covers is not None:
        return covers(row, limit)
    if isinstance(row, Record):
        return False
    placed = [record for record in _belongs_to(row) if type(record) in COVERS]
    return bool(placed) and all(within_limit(user, record) for record in placed)


def _belongs_to(row: models.Model) -> Iterator[models.Model]:
    """The rows through which a part is public: the person of a name, the document and the unit of a copy."""
    rule = getattr(row, "publication_rule", "").split()
    for field, _target in ruled_keys(type(row)):
        if field.name in rule and getattr(row, field.attname) is not None:
            yield getattr(row, field.name)


def writable(user: Any, model: type[models.Model]) -> bool:
    """Whether somebody with a limit may enter such rows at all."""
    if not limit_of(user):
        return True
    if issubclass(model, Record):
        return model in COVERS
    return any(target in COVERS for _field, target in ruled_keys(model))
