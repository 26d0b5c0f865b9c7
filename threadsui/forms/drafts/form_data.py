"""Values in the shape of a form's `initial`, as the data that a browser would post for them."""

from django.http import QueryDict


def form_data(values):
    """A QueryDict with every field by its public name, and the management form of every formset with rows."""
    data = QueryDict(mutable=True)
    _write(data, "", values)
    return data


def _write(data, prefix, values):
    for name, value in values.items():
        field = prefix + name
        if isinstance(value, dict):
            _write(data, f"{field}-", value)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            data[f"{field}-TOTAL_FORMS"] = str(len(value))
            data[f"{field}-INITIAL_FORMS"] = "0"
            for number, row in enumerate(value):
                _write(data, f"{field}-{number}-", row)
        elif isinstance(value, list):
            data.setlist(field, value)
        elif value not in (None, ""):
            data[field] = str(value)
