import pytest
from django import forms


class SampleForm(forms.Form):
    title = forms.CharField(help_text="Kept in the console.", max_length=5)
    role = forms.ChoiceField(choices=[("user", "User")], widget=forms.RadioSelect)
    connection = forms.ChoiceField(choices=[("a", "A")])
    keep = forms.BooleanField(required=False)
    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"data-counter": "256000"}))


@pytest.fixture
def refused():
    form = SampleForm({"title": "much too long", "text": "123"})
    form.is_valid()
    return form


def test_field_with_an_error_points_at_it_and_keeps_the_hint_for_screen_readers(refused):
    html = refused["title"].as_field_group()

    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html
    assert 'class="field-help visually-hidden" id="id_title_helptext"' in html


def test_field_without_errors_shows_label_and_hint():
    html = SampleForm()["title"].as_field_group()

    assert '<label for="id_title">Title' in html
    assert "Kept in the console." in html
    assert "aria-invalid" not in html


def test_field_error_escapes_what_it_quotes():
    form = SampleForm({})
    form.add_error("title", "<b>no</b>")

    assert "<b>" not in form["title"].as_field_group()


def test_field_of_radios_is_a_fieldset_with_a_legend():
    html = SampleForm()["role"].as_field_group()

    assert html.strip().startswith("<fieldset")
    assert "<legend>Role</legend>" in html


def test_field_of_a_select_is_wrapped_for_its_arrow():
    assert '<span class="select"><select' in SampleForm()["connection"].as_field_group()


def test_field_of_a_checkbox_has_its_label_around_it():
    assert '<label class="choice" for="id_keep">' in SampleForm()["keep"].as_field_group()


def test_field_with_a_counter_shows_it_without_scripts(refused):
    html = refused["text"].as_field_group()

    assert 'id="id_text_counter" for="id_text">3 / 256,000<' in html
