"""By what two units, or two documents, are thought to be one; an editor decides."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.merging.duplicates import alike
from core.merging.rules import Likeness

# `87` and `087` sort alike.
SAME_NUMBER = """
    SELECT min(path) AS value, array_agg(id ORDER BY id) AS numbers
    FROM archive_unit GROUP BY sort_key HAVING count(*) > 1"""
FORMERLY = """
    SELECT f.archive || ' ' || f.shelfmark AS value, ARRAY[least(f.unit_id, u.id), greatest(f.unit_id, u.id)] AS numbers
    FROM archive_formerreference f JOIN archive_unit u ON u.key = f.key AND u.id <> f.unit_id"""
SAME_TITLE = """
    SELECT title AS value, array_agg(id ORDER BY id) AS numbers
    FROM (SELECT id, parent_id, level, lower(coalesce(nullif(title_ru, ''), title_en)) AS title, date_edtf
          FROM archive_unit WHERE date_edtf <> '' AND title_ru || title_en <> '') u
    GROUP BY parent_id, level, title, date_edtf HAVING count(*) > 1"""
SAME_LETTER = """
    SELECT title || ', ' || date_edtf AS value, array_agg(DISTINCT id ORDER BY id) AS numbers
    FROM (SELECT id, lower(title_en) AS title, date_edtf FROM archive_document WHERE title_en <> ''
          UNION SELECT id, lower(title_ru), date_edtf FROM archive_document WHERE title_ru <> '') d
    WHERE date_edtf <> '' GROUP BY title, date_edtf HAVING count(DISTINCT id) > 1"""
SAME_SHEETS = """
    SELECT u.path || ', ' || c.leaves AS value, array_agg(DISTINCT d.id ORDER BY d.id) AS numbers
    FROM archive_copy c JOIN archive_document d ON d.id = c.document_id JOIN archive_unit u ON u.id = c.unit_id
    WHERE c.leaves <> '' GROUP BY u.path, c.leaves, d.kind HAVING count(DISTINCT d.id) > 1"""


def like_units() -> Iterator[Likeness]:
    yield from alike(_("the same number in other digits: %(value)s"), SAME_NUMBER)
    yield from alike(_("one stood where the other stands: %(value)s"), FORMERLY)
    yield from alike(_("the same title and dates: %(value)s"), SAME_TITLE)


def like_documents() -> Iterator[Likeness]:
    yield from alike(_("the same title and date: %(value)s"), SAME_LETTER)
    yield from alike(_("on the same sheets: %(value)s"), SAME_SHEETS)
