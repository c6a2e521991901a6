"""What the lists of `citations.tallies` that are about one file, work or person are asked with."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.filters import UnderFilter
from archive.models import Unit
from citations.fields import NamesFilter, PrintedFilter, RecordsFilter, UnitFilter
from citations.models import Publication
from citations.sharing import Party, Somebody
from core.filters import RecordFilter
from core.listing import Filters
from core.parameters import BadParameter
from people.models import Person

# Each asks for a set of its own, so there is an end.
MOST_PARTIES = 5


class BelowFilters(Filters):
    under = UnderFilter(required=True)

    @property
    def subject(self) -> str:
        """A shelfmark that stands here."""
        return self.form.cleaned_data["under"]  # type: ignore[no-any-return]  # the form lets nothing else through


class TogetherFilters(Filters):
    unit = UnitFilter(required=True)

    @property
    def subject(self) -> Unit:
        return self.form.cleaned_data["unit"]  # type: ignore[no-any-return]  # as above


class SharingFilters(Filters):
    publication = RecordFilter(label=gettext_lazy("Publication"), queryset=Publication.objects.all(), required=True)

    @property
    def subject(self) -> Publication:
        return self.form.cleaned_data["publication"]  # type: ignore[no-any-return]  # as above


class ColleagueFilters(Filters):
    """Of a person, or of a name as printed."""

    author = RecordFilter(label=gettext_lazy("Person"), queryset=Person.objects.all())
    by = PrintedFilter()

    @property
    def subject(self) -> Somebody:
        person, printed = self.form.cleaned_data["author"], self.form.cleaned_data["by"]
        if bool(person) == bool(printed):
            raise BadParameter("author: " + _("give either a person (author) or a name as printed (by)."))
        return Somebody(person, printed)


class CommonFilters(Filters):
    """Of two works or people at least."""

    several = frozenset({"publication", "author", "by"})

    publication = RecordsFilter(
        label=gettext_lazy("Publication"), queryset=Publication.objects.all(), widget=forms.MultipleHiddenInput
    )
    author = RecordsFilter(
        label=gettext_lazy("Person"), queryset=Person.objects.all(), widget=forms.MultipleHiddenInput
    )
    by = NamesFilter(label=gettext_lazy("Name as printed"))

    @property
    def parties(self) -> list[Party]:
        """Only those named in the address: an empty choice means all to Django, and nobody here."""
        chosen = self.form.cleaned_data
        works = [Party.of_work(work) for work in chosen["publication"]] if "publication" in self.data else []
        people = [Somebody(person) for person in chosen["author"]] if "author" in self.data else []
        found = works + [Party.of(one) for one in [*people, *(Somebody(None, name) for name in chosen["by"])]]
        if not 2 <= len(found) <= MOST_PARTIES:
            words = _("name two to %(most)d works or people whose files are compared.") % {"most": MOST_PARTIES}
            raise BadParameter(f"publication: {words}")
        return found
