"""Forms of the desk for units and documents: a shelfmark typed as one is enough, and the same sheets are noticed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.matching import find_repository, make_unit
from archive.models import Copy, Document, Unit
from archive.models.units import unit_key
from archive.questions import sole_reference
from core.forms import RecordForm
from core.images import Painted, PictureField
from notation.outcomes import Resolved
from notation.references import ArchivalReference

TYPED = "typed"
MADE_FROM_IT = ("repository", "level", "number")


class UnitForm(RecordForm):
    """A new unit is entered field by field, or by its shelfmark in one line; missing levels above it are made."""

    typed = forms.CharField(
        label=gettext_lazy("Shelfmark in one line"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Such as RGASPI, f. 17, op. 171, d. 87: archive, level, number and what lies above."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    above: ArchivalReference | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.fields.pop(TYPED, None)
            return
        for name in MADE_FROM_IT:
            if name in self.fields:
                self.fields[name].required = TYPED not in self.fields or not self.data.get(self.add_prefix(TYPED))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get(TYPED):
            self._take(cleaned, str(cleaned[TYPED]))
        return cleaned

    def _take(self, cleaned: dict[str, Any], typed: str) -> None:
        reference = sole_reference(typed)
        named = find_repository(reference.repository or reference.repository_as_written) if reference else None
        if reference is None or not isinstance(named, Resolved):
            self.add_error(TYPED, _("This is not understood as one shelfmark in an archive that is held here."))
            return
        held = Unit.objects.filter(key=unit_key(named.value, [level.number for level in reference.path])).first()
        if held is not None:
            self.add_error(TYPED, _("This unit is here already: %(unit)s.") % {"unit": held})
            return
        last = reference.path[-1]
        cleaned.update(repository=named.value, level=last.name, number=last.number)
        self.above = replace(reference, path=reference.path[:-1])

    def make_levels_above(self) -> None:
        """Called when all is well and the unit is about to be saved."""
        if self.above is not None and self.above.path:
            self.instance.parent = make_unit(self.above, self.instance.repository, None)


def same_sheets(document: Document) -> list[Copy]:
    """Copies of other documents on sheets where this one lies too."""
    own = [copy for copy in document.copies.all() if copy.leaf_spans]
    found = [
        other
        for copy in own
        for other in Copy.objects.filter(unit=copy.unit, leaf_spans__overlaps=copy.leaf_spans)
        .exclude(document=document)
        .select_related("document", "unit")
    ]
    return list(dict.fromkeys(found))


class ImageForm(RecordForm):
    """A picture that is sent is painted anew (`core.images`); its size goes with it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if shown := self.fields.get("file"):
            self.fields["file"] = PictureField(label=shown.label, required=False, help_text=shown.help_text)

    def clean(self) -> dict[str, Any]:
        """Before the instance is checked, so that name and size agree."""
        cleaned = super().clean()
        sent = cleaned.get("file")
        if isinstance(sent, Painted):
            self.instance.width, self.instance.height = sent.width, sent.height
        elif sent is False:
            self.instance.width = self.instance.height = None
        return cleaned
