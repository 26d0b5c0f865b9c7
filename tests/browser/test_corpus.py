"""Every payload through every form, and then every page in a real browser: nothing of it is more than text."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.access.table import POSTED, TABLE
from tests.security.corpus import Corpus
from tests.security.payloads import PAYLOADS

# Forms that take no payload at all, whatever it is: their rules are stricter than text.
REFUSE = {
    "account_change_password": "the old password is wrong",
    "account_login": "nobody has such a name",
    "account_reauthenticate": "the password is wrong",
    "threadsui:submission_adopt": "no server has a thread of such an id",
    "threadsui:thread_adopt": "no server has a thread of such an id",
    "threadsui:thread_bulk": "tags have letters and digits",
    "threadsui:tag_update": "tags have letters and digits",
    "threadsui:thread_tag": "tags have letters and digits",
}
LISTS = ("thread_list", "submission_list", "call_list", "audit_list", "palette", "member_list")
# (name, query): what an address shows only when asked for more.
MORE = [
    *((name, {"q": PAYLOADS[1]}) for name in LISTS),
    ("thread_list", {"q": f'metadata.a:"{PAYLOADS[1]}" tag:{PAYLOADS[0]} {PAYLOADS[3]}'}),
    ("search_completion", {"text": f"metadata.{PAYLOADS[1][:20]}", "at": "30"}),
    ("thread_facets", {"facet": PAYLOADS[16][:64]}),
    ("metadata_rename", {"key": PAYLOADS[16][:64], "query": ""}),
    ("connection_create", {"profile": PAYLOADS[1]}),
    ("thread_create", {"title": PAYLOADS[1], "content": PAYLOADS[0], "connection": PAYLOADS[3]}),
    ("account_login", {"next": PAYLOADS[23]}),
    *(("thread_detail", {"tab": tab}) for tab in ("notes", "metadata", "timeline", "raw")),
    *(("foreign", {"tab": tab}) for tab in ("metadata", "raw")),
]
# (name, id of the element that htmx fills)
PIECES = [
    *((name, "drawer") for name in ("thread_detail", "foreign", "submission_detail")),
    *((name, "drawer") for name in ("call_detail", "audit_detail", "thread_facets")),
    *((name, "dialogs") for name in ("thread_export", "search_help", "keys", "audit_export")),
    *((name, "dialogs") for name in ("saved_view_update", "call_export")),
    ("palette", "palette-results"),
    ("thread_list", "thread-table"),
]
SHOWN = (200, (200,))
LEFT_OUT = {
    "sandbox:endpoint",
    "mfa_download_recovery_codes",
    "healthz",
    "readyz",
}  # answers that are no pages

# What only markup that was taken for markup would make, anywhere in the page, templates included.
INTRUDERS = """
() => {
  const found = [...(window.executed ?? [])];
  const own = location.origin === "null" ? "https://own.example" : location.origin;
  const leads = ["href", "src", "action", "formaction", "xlink:href", "data", "srcdoc", "poster", "srcset", "ping",
                 "background", "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete"];
  const strange = "iframe, object, embed, base, style, math, marquee, frame, applet, meta[http-equiv], " +
                  "script:not([src]), img[src=xss], input[name=xss]";
  const told = (element) => element.outerHTML.slice(0, 200);
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches(strange)) found.push(told(element));
      for (const { name, value } of element.attributes) {
        if (/^on|^hx-on|xss|^style$/i.test(name)) found.push(`${name}: ${told(element)}`);
        if (!leads.includes(name)) continue;
        if (/^(javascript|vbscript|data:(?!image\\/svg\\+xml;))/i.test(value.replace(/[\\s\\0-\\x1f]/g, ""))) {
          found.push(`${name}: ${told(element)}`);
        }
        let url;
        try { url = new URL(value, own); } catch { continue; }
        const leadsAway = /^https?:$/.test(url.protocol) && url.origin !== own;
        if (leadsAway && !(element.rel ?? "").includes("noopener")) found.push(`${name}: ${told(element)}`);
      }
      if (element.content instanceof DocumentFragment) look(element.content);
    }
  };
  look(document);
  return found;
}
"""
WATCHED = (
    "window.executed = []; window.xss = () => { window.executed.push('a payload was executed'); };"
)
FILL = """
async ([address, id]) => {
  if (!document.getElementById(id)) {
    const place = document.createElement("div");
    place.id = id;
    document.querySelector("main").append(place);
  }
  await htmx.ajax("GET", address, { target: `#${id}`, swap: "innerHTML" });
}
"""


@pytest.fixture
def corpus(live_server):
    made = Corpus()
    made.send_every_form()
    return made


def test_every_form_takes_the_corpus_and_no_page_takes_it_for_more_than_text(
    corpus, sign_in, new_context, accepted_complaints, complaints
):
    accepted_complaints.append("the server responded with a status of 4")
    assert [name for name, answer in corpus.answers if answer.status_code >= 500] == []
    assert corpus.sent - corpus.accepted == REFUSE.keys()

    assert of_answers(corpus, new_context().new_page()) == []

    page = sign_in(corpus.admin)
    page.add_init_script(WATCHED)
    page.on("dialog", lambda dialog: (complaints.append("dialog"), dialog.dismiss()))
    assert of_pages(corpus, page) == []
    assert of_pieces(corpus, page) == []
    assert of_what_is_typed(page) == []


MARKUP = [payload for payload in PAYLOADS if payload.startswith("<")]


def test_walk_would_see_markup_and_what_it_executes(new_context):
    page = new_context().new_page()
    page.add_init_script(WATCHED)
    page.goto("about:blank")
    seen = set()
    for payload in MARKUP:
        page.set_content(f"<main>{payload}</main>", wait_until="commit")
        seen |= {payload} if page.evaluate(INTRUDERS) else set()
    page.set_content("<main><img src=xss onerror=xss()></main>")
    page.wait_for_function("executed.length")

    assert set(MARKUP) - seen <= {"</template><img/src=xss/onerror=xss()>"}
    assert len(seen) > 15


def of_answers(corpus, page):
    """What was sent was answered with this: shown without any policy, markup in it would be executed."""
    page.add_init_script(WATCHED)
    page.goto("about:blank")
    found = []
    for name, answer in corpus.answers:
        page.set_content(answer.text, wait_until="commit")
        found += [(name, text) for text in page.evaluate(INTRUDERS)]
    return found


def of_pages(corpus, page):
    """Every address as an admin gets it, with its policy and its scripts."""
    found = []
    for name, address in addresses(corpus):
        page.goto(address, wait_until="domcontentloaded")
        found += [(name, address, text) for text in page.evaluate(INTRUDERS)]
    return found


def of_pieces(corpus, page):
    """What htmx puts into a page."""
    page.goto("/threads/")
    found = []
    known = {name.rpartition(":")[2]: address for name, address in corpus.addresses()}
    known["search_help"] = reverse("threadsui:search_help", args=["threads"])
    for name, place in PIECES:
        page.evaluate(FILL, [known[name], place])
        found += [(name, place, text) for text in page.evaluate(INTRUDERS)]
    return found


def of_what_is_typed(page):
    """Offers for the search box, and results of the palette, as they come while one types."""
    page.goto("/threads/")
    found, box = [], page.get_by_label("Search", exact=True)
    for typed in ("metadata.<", f"metadata.{PAYLOADS[16][:30]}", "creator:", "tag:<", PAYLOADS[1]):
        box.fill(typed)
        settle(page)
        found += [(typed, text) for text in page.evaluate(INTRUDERS)]
    page.keyboard.press("Control+k")
    for typed in ("<img", "xss", PAYLOADS[1]):
        page.keyboard.type(typed)
        settle(page)
        found += [(typed, text) for text in page.evaluate(INTRUDERS)]
    return found


def addresses(corpus):
    for name, address in corpus.addresses():
        if name in LEFT_OUT or name in POSTED or TABLE.get(name, SHOWN)[1][-1] == 302:
            continue
        yield name, address
        for other, query in MORE:
            if name.rpartition(":")[2] == other:
                yield name, f"{address}?{urlencode(query)}"


def settle(page):
    page.wait_for_timeout(300)  # a pause in typing, after which it is asked
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
