"""By what two publications are thought to be one; an editor decides."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.merging.duplicates import alike
from core.merging.rules import Likeness

# Issues of a journal have one title; volume, number and what they are part of tell them apart.
SAME_TITLE = """
    SELECT title_key || coalesce(', ' || year, '') AS value, array_agg(id ORDER BY id) AS numbers
    FROM citations_publication
    WHERE title_key <> '' AND (year IS NOT NULL OR kind IN ('journal', 'newspaper'))
    GROUP BY title_key, year, part_of_id, volume, issue HAVING count(*) > 1"""
SAME_IDENTIFIER = """
    SELECT authority || ' ' || bare AS value, array_agg(DISTINCT publication_id ORDER BY publication_id) AS numbers
    FROM (SELECT publication_id, authority, upper(regexp_replace(value, '[^0-9A-Za-z./]', '', 'g')) AS bare
          FROM citations_publicationidentifier) i
    WHERE authority <> 'ISSN' GROUP BY authority, bare HAVING count(DISTINCT publication_id) > 1"""


def like_publications() -> Iterator[Likeness]:
    yield from alike(_("the same title and year: %(value)s"), SAME_TITLE)
    yield from alike(_("the same identifier: %(value)s"), SAME_IDENTIFIER)
