"""Forms of the desk that know what they were opened with, so that two editors cannot overwrite each other unseen.

Each form carries the state of its record in a hidden field: the version of a record that has one, else a digest of the
row. Where it differs when the form comes back, nothing is saved, all that was typed stays, and the form says what the
other editor has changed. Saving once more then overwrites, knowingly.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.changes import Change, Part, changes_of, in_words, telling_fields
from core.records import Record
from core.roles import may_change

OPENED = "opened"
WHY = "why"


class LinesField(forms.CharField):
    """Text of several lines as it was typed: a browser sends each break as two signs.

    Kept so, a text that nobody touched would be another after a look at it, and places counted in it would be wrong.
    """

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


class DeskForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs, not when running
    """A form on a row without a version of its own. `refusal` is why the database refused it when it was sent."""

    refusal: ClassVar[str] = ""
    user: ClassVar[Any] = None
    parts: ClassVar[Sequence[Part]] = ()
    # Values of an earlier state, to be looked at and saved.
    earlier: ClassVar[Mapping[str, Any]] = MappingProxyType({})

    opened = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.update(self.earlier)
        self.initial[OPENED] = self.state()

    def state(self) -> str:
        """What the hidden field carries: the state of the row in its first word."""
        return state_of(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refusal:
            self.add_error(None, self.refusal)
        pk = self._meta.model._meta.pk
        if pk is not None and pk.name in self.errors:
            self.add_error(
                None, _("Somebody else has deleted this since you opened the page. Tick “Delete” to let it go.")
            )
        opened, now = cleaned.get(OPENED) or "", self.initial[OPENED]
        if self.instance.pk and opened.split()[:1] != now.split()[:1]:
            for sentence in self.conflict(opened):
                self.add_error(None, sentence)
            self._carry(now)
        return cleaned

    def _post_clean(self) -> None:
        """What was typed may make of the row one that its editor may not write: a name of somebody else's record."""
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, which the stubs do not know
        if self.user is not None and not self.errors and not may_change(self.user, self.instance):
            self.add_error(None, _("You may not change this: it is public, or lies in an archive that is not yours."))

    def conflict(self, opened: str) -> list[str]:
        """What stands in the database now and differs from what was typed."""
        told = [_("Somebody else has changed this since you opened the page; nothing has been saved yet.")]
        for field in self._typed_fields():
            theirs, yours = self._both(field)
            if theirs != yours:
                told.append(_difference(field, theirs, yours))
        return told

    def _typed_fields(self) -> list[models.Field[Any, Any]]:
        return [field for field in telling_fields(self._meta.model) if field.name in self.fields]

    def _both(self, field: models.Field[Any, Any]) -> tuple[str, str]:
        """A field as it stands in the database, and as it was typed here."""
        theirs = getattr(self.instance, field.name)
        yours = self.cleaned_data.get(field.name, self.data.get(self.add_prefix(field.name)))
        return in_words(field, theirs), in_words(field, yours)

    def _carry(self, state: str) -> None:
        """The form that is given back knows the state that its reader has now been told of."""
        data = QueryDict(mutable=True)
        for name in self.data:
            data.setlist(name, self.data.getlist(name) if isinstance(self.data, QueryDict) else [self.data[name]])
        data[self.add_prefix(OPENED)] = state
        self.data = data


class RecordForm(DeskForm):
    """A form on a record with a version, and a line for the reason, which history keeps."""

    why = forms.CharField(
        label=gettext_lazy("Reason for this change"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Kept in the record's history."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def state(self) -> str:
        """The version, and when the page was opened, so that it can be told what happened since."""
        return f"{super().state()} {timezone.now().isoformat()}".strip()

    def conflict(self, opened: str) -> list[str]:
        """What the other editor has changed since, field by field beside what was typed, and in which parts."""
        time = _time_in(opened)
        changes = changes_of(self._meta.model, self.instance.pk, self.parts) if time else []
        since = [change for change in changes if time and change.when > time]
        told = [_who_and_when(since)]
        changed = {field.name for change in since if not change.what for field in change.fields}
        for field in self._typed_fields():
            theirs, yours = self._both(field)
            if theirs != yours and (not since or field.name in changed):
                told.append(_difference(field, theirs, yours))
        return told + [_part(change) for change in reversed(since) if change.what]


def state_of(row: models.Model) -> str:
    """The version of a record, a digest of any other row; empty while it is not saved."""
    if row._state.adding or row.pk is None:
        return ""
    if isinstance(row, Record):
        return str(row.version)
    values = json.dumps([field.value_to_string(row) for field in row._meta.concrete_fields])
    return hashlib.sha256(values.encode()).hexdigest()[:16]


def _time_in(opened: str) -> datetime | None:
    """When the page was opened; None where the field was tampered with."""
    try:
        time = datetime.fromisoformat(opened.partition(" ")[2])
    except ValueError:
        return None
    return time if time.tzinfo else None


def _who_and_when(since: Sequence[Change]) -> str:
    advice = _(
        "Nothing has been saved yet; what you typed stands below. Compare, then save again to keep what stands here."
    )
    if not since:
        return " ".join([_("Somebody else has changed this record since you opened it."), advice])
    who = since[0].who or _("Somebody else")
    when = timezone.localtime(since[0].when).strftime("%Y-%m-%d %H:%M")
    return " ".join(
        [_("%(who)s changed this record at %(when)s, after you opened it.") % {"who": who, "when": when}, advice]
    )


def _difference(field: models.Field[Any, Any], theirs: str, yours: str) -> str:
    return _("%(field)s: theirs is “%(theirs)s”, yours “%(yours)s”.") % {
        "field": str(field.verbose_name).capitalize(),
        "theirs": theirs[:500],
        "yours": yours[:500],
    }


def _part(change: Change) -> str:
    """A change to a part of the record, such as one of its names, in a line."""
    did = {"insert": _("added"), "update": _("changed"), "delete": _("deleted")}[change.kind]
    fields = "; ".join(f"{field.label}: “{field.before[:80]}” → “{field.after[:80]}”" for field in change.fields[:5])
    return f"{change.what}: {did}" + (f" ({fields})" if fields and change.kind == "update" else "")
