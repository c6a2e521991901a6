"""What may stand in the path of an address; anything else is no address of ours and answers 404.

A number longer than a bigint or a control character never reaches the database.
"""

from __future__ import annotations

from django.urls import register_converter


class RecordNumber:
    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class OneStep:
    """A slug, or the code of an archive in any script: everything between two slashes."""

    regex = r"[^/\x00-\x1f\x7f]{1,300}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Steps(OneStep):
    """The shelfmark inside an archive: `17/171/87`."""

    regex = r"[^\x00-\x1f\x7f]{1,500}?"


register_converter(RecordNumber, "number")
register_converter(OneStep, "step")
register_converter(Steps, "steps")
