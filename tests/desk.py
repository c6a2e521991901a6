"""The desk as an editor uses it: open a page, change what it shows, send it back."""

from __future__ import annotations

import html
import re
from typing import Any

from django.db import models
from django.test import Client
from django.urls import reverse


def address(record: models.Model | type[models.Model], page: str = "change", *args: object) -> str:
    model = record if isinstance(record, type) else type(record)
    pk = [] if isinstance(record, type) else [record.pk]
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=[*pk, *args])


class Page:
    """A form page as it was opened; `data` is what a browser would send back."""

    def __init__(self, client: Client, record: models.Model | type[models.Model], opened_at: str = "") -> None:
        self.client = client
        self.address = address(record, "add" if isinstance(record, type) else "change")
        response = client.get(opened_at or self.address)
        assert response.status_code == 200, response.status_code
        self.data = fields_of(response)

    def send(self, **changes: Any) -> Any:
        """Send it back with these changes; a saved form answers with a redirect."""
        return self.client.post(self.address, {**self.data, **changes})


def fields_of(response: Any) -> dict[str, Any]:
    """Every field of the page's form and tables with its value, as a browser would send them."""
    data: dict[str, Any] = {}
    forms = [response.context["adminform"].form]
    for table in response.context["inline_admin_formsets"]:
        forms += [table.formset.management_form, *table.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if callable(value):
                value = value()
            if value is not None and value is not False:
                data[bound.html_name] = value if isinstance(value, list) else str(bound.field.prepare_value(value))
    return data


def told(response: Any) -> list[str]:
    """The errors above the form and above the rows of its tables, in order."""
    assert response.context is not None, "it was saved"
    sentences = list(response.context["adminform"].form.non_field_errors())
    for table in response.context["inline_admin_formsets"]:
        for form in table.formset.forms:
            sentences += list(form.non_field_errors())
    return sentences


def errors_of(response: Any) -> dict[str, list[str]]:
    """Every error of the page by the field it stands at; nothing for a page that was saved."""
    if response.context is None:
        return {}
    found = dict(response.context["adminform"].form.errors)
    for table in response.context["inline_admin_formsets"]:
        for form in table.formset.forms:
            found |= {form.add_prefix(name): sentences for name, sentences in form.errors.items()}
    return found


def messages_of(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def words(response: Any) -> str:
    """A page's text without markup, each run of spaces one."""
    body = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
