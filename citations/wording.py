"""Sentences that the database holds in English, listed here so that translators find them and readers read them."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

# `notation.outcomes.Reason`, as `Citation.reason` keeps it.
REASONS = (
    _("No reference stands before this one, so there is nothing for it to repeat."),
    _("The note before cites nothing that we understood, so what this one repeats is unknown."),
    _("No earlier note cites a work of this author or title."),
    _("The reference before this one is of another kind, so the parts given here do not fit it."),
    _("Parts of the reference are missing and no earlier reference supplies them."),
    _("No archive of this name is known."),
    _("Several archives bear this name, and nothing here says which of them is meant."),
    _("The source is not among the records held."),
)
# `Evidence.about`: the field that the evidence is for.
FIELDS = (_("attribution"), _("born"), _("died"), _("copies"), _("pages"), _("date"), _("title"), _("life"))
