"""An error stands twice: summed up at the top, linked to its field, and at the field itself."""

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

pytestmark = pytest.mark.usefixtures("plain_static")

PAGE = '{% include "components/form.html" with submit="Send" %}'


class Statement(forms.Form):
    title = forms.CharField(help_text="One line.")
    tlp = forms.ChoiceField(label="Handling", choices=[("2", "TLP:AMBER")], widget=forms.RadioSelect)
    note = forms.CharField(required=False, widget=forms.Textarea)
    token = forms.CharField(widget=forms.HiddenInput)


def shown(form: forms.Form, page: str = PAGE) -> str:
    return Template(page).render(Context({"form": form, "request": RequestFactory().get("/")}))


def test_each_error_is_linked_to_its_field() -> None:
    html = shown(Statement({"tlp": "9", "token": "t"}))
    assert '<a href="#id_title">Title</a>: This field is required.' in html
    assert '<a href="#id_tlp">Handling</a>: ' in html
    assert 'id="id_tlp"' in html


def test_each_error_is_repeated_at_its_field_and_read_out_with_it() -> None:
    html = shown(Statement({"tlp": "2", "token": "t"}))
    assert 'aria-describedby="id_title_help id_title_problem"' in html
    assert 'id="id_title_problem"' in html
    assert 'aria-invalid="true"' in html


def test_an_error_of_a_hidden_field_is_not_lost() -> None:
    html = shown(Statement({"title": "x", "tlp": "2"}))
    assert "This field is required." in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert "notice-bad" not in shown(Statement())


def test_every_control_has_a_label() -> None:
    html = shown(Statement())
    assert '<label class="form-label" for="id_title">Title' in html
    assert "<legend>Handling" in html
    assert '<label class="choice" for="id_tlp_0">' in html


def test_only_what_may_be_left_out_is_marked() -> None:
    html = shown(Statement())
    assert html.count("(optional)") == 1


def test_what_was_typed_is_shown_again_harmlessly() -> None:
    html = shown(Statement({"title": '"><script>', "token": "t"}))
    assert "<script>" not in html


def test_a_field_takes_further_attributes() -> None:
    html = shown(Statement(), '{% field form.note rows=3 data_kind="free" %}')
    assert 'rows="3"' in html
    assert 'data-kind="free"' in html
