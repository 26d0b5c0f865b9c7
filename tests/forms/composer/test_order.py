"""Everything that is wrong is said at once, in the order of the page."""

from .posted import ONE, OVERLAP, PAIR, SIZE, STATIC, errors_of, posted


def test_all_errors_are_said_at_once():
    fields = PAIR | {"metadata-0-value": "x" * 513} | ONE | {"messages-0-role": ""} | STATIC

    assert set(errors_of(fields)) == {
        "id_metadata-0-value",
        "id_messages-0-role",
        f"id_{SIZE}",
        f"id_{OVERLAP}",
    }


def test_errors_of_one_row_come_in_the_order_of_the_page():
    order = {"metadata-TOTAL_FORMS": "2", "metadata-INITIAL_FORMS": "0"}
    first = {"metadata-0-key": "order", "metadata-0-value": "7"}
    second = {"metadata-1-key": "order", "metadata-1-value": "x" * 513}

    errors = errors_of(order | first | second)

    assert list(errors) == ["id_metadata-1-key", "id_metadata-1-value"]


def test_problems_of_all_sections_come_in_the_order_of_the_page():
    fields = {
        "code_interpreter_file_ids": "\n".join(f"file-{number}" for number in range(21)),
        "title": "x" * 201,
        "connection": "elsewhere",
        "file_search": "existing",
    }

    errors = errors_of(
        fields | PAIR | {"metadata-0-value": "x" * 513} | ONE | {"messages-0-role": ""}
    )

    assert list(errors) == [
        "id_connection",
        "id_title",
        "id_messages-0-role",
        "id_metadata-0-value",
        "id_code_interpreter_file_ids",
        "id_vector_store_ids",
    ]


def test_every_field_and_section_of_the_composer_has_its_place_in_the_order_of_the_page():
    form = posted({})

    assert sorted(form.page_order) == sorted([*form.fields, *form.children])
