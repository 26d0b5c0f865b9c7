"""The forms of a page as a browser would find them, from its HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

TYPED = {"text", "search", "url", "email", "tel", "password", ""}
VOID = {"input", "button"}


@dataclass
class Control:
    """`kind`: the type of an input, or "textarea" or "select"; `options` are a select's values."""

    name: str
    kind: str
    value: str = ""
    is_on: bool = False
    limit: int | None = None
    options: list = field(default_factory=list)

    @property
    def is_typed(self):
        return self.kind in TYPED or self.kind == "textarea"


@dataclass
class Form:
    """`address` is where it is sent to, without the query."""

    page: str
    address: str
    method: str
    controls: list
    id: str = ""

    @property
    def typed(self):
        return [one for one in self.controls if one.is_typed]


class _Parser(HTMLParser):
    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.page, self.forms, self.open, self.area, self.loose = page, [], None, None, []

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = self._form(given)
            self.forms.append(self.open)
        elif tag == "option" and self.area is not None and self.area.kind == "select":
            self.area.options.append(given.get("value", ""))
            if "selected" in given:
                self.area.value = given.get("value", "")
        elif tag in {"input", "textarea", "select"} and given.get("name"):
            self._control(tag, given)
        elif tag == "button" and given.get("formaction") and self.open is not None:
            address = urljoin(self.page, given["formaction"])
            self.forms.append(Form(self.page, urlsplit(address).path, "post", self.open.controls))

    def _form(self, given):
        posts_by_htmx = "hx-post" in given
        action = given.get("action") or given.get("hx-post") or self.page
        method = "post" if posts_by_htmx else given.get("method", "get").lower()
        address = urlsplit(urljoin(self.page, action)).path
        return Form(self.page, address, method, [], given.get("id", ""))

    def _control(self, tag, given):
        kind = given.get("type", "").lower() if tag == "input" else tag
        limit = given.get("maxlength", "")
        control = Control(
            given["name"],
            kind,
            given.get("value", "on" if kind == "checkbox" else ""),
            "checked" in given,
            int(limit) if limit.isdecimal() else None,
        )
        if given.get("form"):
            self.loose.append((given["form"], control))
        elif self.open is not None:
            self.open.controls.append(control)
        if tag in {"textarea", "select"}:
            self.area = control

    def handle_data(self, data):
        if self.area is not None and self.area.kind == "textarea":
            self.area.value += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag in {"textarea", "select"}:
            self.area = None

    def close(self):
        super().close()
        by_id = {form.id: form for form in self.forms if form.id}
        for name, control in self.loose:
            if name in by_id:
                by_id[name].controls.append(control)


def forms_in(html, page):
    """Every form of the page at the address `page`; a button that sends it elsewhere is one of its own."""
    parser = _Parser(page)
    parser.feed(html)
    parser.close()
    return parser.forms


def filled(form, texts):
    """What a browser would send: what stands there, a choice where there is none, and `texts(control)` typed."""
    data = {}
    for control in form.controls:
        if control.is_typed:
            data.setdefault(control.name, []).append(texts(control))
        elif control.kind in {"checkbox", "radio"}:
            if control.is_on or (control.kind == "radio" and control.name not in data):
                chosen = data.setdefault(control.name, [])
                if control.kind == "radio":
                    chosen.clear()
                chosen.append(control.value)
        elif control.kind == "select":
            chosen = control.value or next((one for one in control.options if one), "")
            data.setdefault(control.name, []).append(chosen)
        elif control.kind not in {"submit", "button", "file", "image", "reset"}:
            data.setdefault(control.name, []).append(control.value)
    return data
