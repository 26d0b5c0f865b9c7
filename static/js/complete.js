// Completes what is typed in a search box, input[data-offers]: a combobox, loaded when the box first gets the focus. Nothing is
// chosen by itself: Enter searches, Tab goes on, until an arrow has chosen an option; those put it in then. While what is typed
// is but the beginning of a value, the list below waits for the rest of it.
const options = () => [...panel.querySelectorAll("[role=option]")];
const active = () => panel.querySelector("[aria-selected=true]");
const panel = Object.assign(document.createElement("div"), { id: "offers", className: "menu-panel search-offers", role: "listbox", hidden: true });
let box = null; // the one that has the focus
let turn = 0, timer = 0;
let answered = {}; // what the panel is about: the whole text of the box, and of it what is before the caret
let held = null; // a search that waits
let isAsking = false; // offers are on their way

// The text before the caret, unless the caret is within a word.
function typedIn({ value, selectionStart: start, selectionEnd: end }) {
  return start === end && !/^\S/.test(value.slice(end)) ? value.slice(0, end) : null;
}

function activate(option) {
  active()?.removeAttribute("aria-selected");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box?.removeAttribute("aria-activedescendant");
}

function show(isOpen) {
  if (!isOpen) activate(null);
  panel.hidden = !isOpen;
  box?.setAttribute("aria-expanded", String(isOpen));
}

function close() {
  isAsking = false;
  clearTimeout(timer);
  turn++;
  show(false);
}

function release() {
  held?.();
  held = null;
}

const isAnswered = () => box?.value === answered.value && typedIn(box) === answered.text;
const isUnfinished = () => panel.firstElementChild?.hasAttribute("data-unfinished");

async function ask(text, { opens = /\S$/.test(text) } = {}) {
  const mine = ++turn;
  const answer = await fetch(box.dataset.offers + encodeURIComponent(text)).catch(() => null);
  const found = answer?.status === 200 && !answer.redirected ? await answer.text() : "";
  if (mine !== turn || !box) return;
  isAsking = false;
  panel.replaceChildren(...new DOMParser().parseFromString(found, "text/html").body.children);
  answered = { text, value: box.value };
  show(opens && options().length > 0);
  if (!panel.hidden) document.getElementById("live").textContent = panel.firstElementChild.dataset.said;
  if (!isUnfinished()) release();
}

function insert({ dataset: { text } }) {
  if (!isAnswered()) return; // the options are still those of what was typed before
  const end = box.selectionEnd, start = end - panel.firstElementChild.dataset.typed.length;
  close();
  box.setSelectionRange(start, end);
  if (document.execCommand("insertText", false, text)) return;
  box.setRangeText(text, start, end, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function step(by) {
  const all = options();
  activate(all.at((all.indexOf(active()) + (by < 0 && !active() ? 0 : by) + all.length) % all.length));
}

function prepare(target) {
  if (!target.matches("[data-offers]")) return;
  box = target;
  if (panel.parentElement !== box.parentElement) box.after(panel);
  panel.ariaLabel = box.dataset.label;
  box.role = "combobox";
  for (const [name, value] of Object.entries({ autocomplete: "list", controls: panel.id, expanded: "false" })) box.setAttribute(`aria-${name}`, value);
  if (box.value !== box.defaultValue) later(0); // typed before this script had come
}

function later(delay) {
  clearTimeout(timer);
  const text = typedIn(box);
  isAsking = text !== null;
  if (text === null) close();
  else timer = setTimeout(() => box && ask(text), delay);
}

document.addEventListener("focusin", ({ target }) => prepare(target));
document.addEventListener("focusout", ({ target }) => {
  if (target !== box) return;
  close();
  release();
  box = null;
});
document.addEventListener("input", ({ target }) => {
  if (target !== box) return;
  activate(null);
  later(80);
});
document.addEventListener("keydown", (event) => {
  const { key } = event;
  if (event.target !== box || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (panel.hidden && key === "ArrowDown" && typedIn(box) !== null) ask(typedIn(box), { opens: true });
  else if (key === "Escape" && isAsking) { close(); release(); } // else it would empty the box
  else if (panel.hidden) return;
  else if (key === "ArrowDown") step(1);
  else if (key === "ArrowUp") step(-1);
  else if (key === "Escape") close();
  else if ((key === "Enter" || key === "Tab") && active()) insert(active());
  else {
    if (key === "Enter") close();
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
document.addEventListener("selectionchange", () => !panel.hidden && box?.value === answered.value && !isAnswered() && close());
// The box is not swapped under the hands of who types in it: what is said of its text below is told of it here.
document.addEventListener("htmx:afterSettle", () => {
  if (!box) return;
  const isWrong = document.getElementById("list-search-error") !== null;
  box.parentElement.classList.toggle("is-invalid", isWrong);
  box.ariaInvalid = isWrong ? "true" : null;
  if (isWrong) box.setAttribute("aria-describedby", "list-search-error");
  else box.removeAttribute("aria-describedby");
});
document.addEventListener("htmx:confirm", (event) => {
  const { elt, triggeringEvent, issueRequest } = event.detail;
  if (!box || elt !== box.form) return;
  held = null; // what comes now is newer
  if (triggeringEvent.type !== "input" || typedIn(box) === null || (isAnswered() && !isUnfinished())) return;
  event.preventDefault();
  held = () => issueRequest(true);
});
panel.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
panel.addEventListener("click", ({ target }) => {
  const option = target.closest("[role=option]");
  if (option) insert(option);
});

document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: document.querySelector("[data-offers]").dataset.styles }));
prepare(document.activeElement);
