"""An input is written without templates, and comes out as Django's templates write it."""

from __future__ import annotations

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test import Client
from django.utils.safestring import SafeString

from core.rendering import Renderer
from tests import factories as make
from tests.factories import PUBLISHED

INPUTS = [
    (forms.TextInput(), None, {}),
    (forms.TextInput(attrs={"maxlength": 1000, "required": True, "disabled": False}), 'd. "87" <b>&', {"id": "id_q"}),
    (forms.TextInput(), SafeString("<i>op.</i>"), {}),
    (forms.NumberInput(attrs={"min": 1, "max": 2100}), 1928, {"id": "id_year"}),
    (forms.HiddenInput(), "RGASPI/17", {}),
    (forms.URLInput(attrs={"title": 'l\'an "1917"'}), "https://example.org/?a=1&b=2", {}),
    (forms.PasswordInput(), "not shown", {}),
    (forms.DateInput(), "1927-11-07", {}),
    (forms.CheckboxInput(), True, {}),
    (forms.Select(choices=[("", "—"), ("en", "English & <other>"), ("ru", "русский")]), "ru", {"id": "id_language"}),
    (forms.Select(choices=[("RGASPI", SafeString("<b>"))], attrs={"required": True, "disabled": False}), None, {}),
    (forms.Select(choices=[("Moscow", [(1, "GARF"), (2, "RGAE")]), ("Kyiv", [(3, "TsDAHO")]), (4, "none")]), 3, {}),
    (forms.SelectMultiple(choices=[(1, "letter"), (2, "report")]), [1, 2], {}),
    (forms.NullBooleanSelect(), True, {}),
    (forms.SelectDateWidget(years=[1927, 1928]), "1927-11-07", {}),
]


@pytest.mark.parametrize(("widget", "value", "attributes"), INPUTS)
def test_inputs_are_written_as_by_django(widget: forms.Widget, value: object, attributes: dict[str, str]) -> None:
    ours = widget.render("f", value, attributes, renderer=Renderer())
    assert ours == widget.render("f", value, attributes, renderer=DjangoTemplates())
    assert isinstance(ours, SafeString)


@pytest.mark.django_db
def test_records_to_choose_from_are_those_that_stand_now(client: Client) -> None:
    """All forms of a list share their fields, and no field keeps what it listed."""
    for code in ("RGASPI", "GARF"):
        assert f'<option value="{code}">' not in client.get("/documents/").content.decode()
        make.repository(code, status=PUBLISHED)
        assert f'<option value="{code}">' in client.get("/documents/").content.decode()
