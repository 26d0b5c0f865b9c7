// form[data-submit-once]: no second press; [data-busy-label] says so after 150 ms. Only looks: the token creates once.
// [data-quiet] asks for itself. Moves the focus to [data-focus].
const busy = new Map();

function showBusy(button) {
  if (!button?.dataset.busyLabel) return null;
  return setTimeout(() => {
    const width = button.offsetWidth;
    const before = [...button.childNodes];
    const spinner = Object.assign(document.createElement("span"), { className: "spinner" });
    button.replaceChildren(spinner, button.dataset.busyLabel);
    button.style.minWidth = `${width}px`;
    button.setAttribute("aria-busy", "true");
    button.restore = () => { button.replaceChildren(...before); button.removeAttribute("aria-busy"); button.style.minWidth = ""; };
  }, 150);
}

function release(form) {
  const entry = busy.get(form);
  if (!entry) return;
  clearTimeout(entry.timer);
  entry.button?.restore?.();
  busy.delete(form);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-submit-once]") || event.submitter?.formMethod === "dialog") return;
  if (busy.has(form)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
  busy.set(form, { button: event.submitter, timer: showBusy(event.submitter) });
}, true);
document.addEventListener("htmx:afterRequest", ({ detail }) => "quiet" in detail.elt.dataset || [...busy.keys()].forEach(release));
addEventListener("pageshow", (event) => event.persisted && [...busy.keys()].forEach(release));
const moveFocus = () => document.querySelector("[data-focus]")?.focus();
addEventListener("DOMContentLoaded", moveFocus);
document.addEventListener("htmx:afterSettle", (event) => event.target.querySelector?.("[data-focus]")?.focus());
