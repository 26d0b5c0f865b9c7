// `::` in a message opens the list of snippets below it, `@` in a note that of people. The focus stays in the text; Enter or Tab
// puts the chosen one in the place of `::query`, so that Ctrl+Z takes it out again; Escape closes the list and leaves the text.
const snippets = document.getElementById("snippets");
const panel = snippets ?? Object.assign(document.createElement("div"), { id: "people", className: "menu-panel", hidden: true });
const FIELDS = snippets ? "#composer textarea:is([name$=-content], [name$=-text])" : "[data-people]";
const TYPED = snippets ? /(?:^|[\s(])(::[^\s:]{0,80})$/ : /(?:^|[^\p{L}\p{N}_.@+-])(@[\p{L}\p{N}_.@+-]{0,80})$/u;
const mark = snippets ? 2 : 1; // letters that open the list
let field = null, index = 0, turn = 0, timer = 0, dismissed = -1;

const options = () => panel.querySelectorAll("[role=option]");
const typedIn = ({ value, selectionStart: start, selectionEnd: end }) => start === end && TYPED.exec(value.slice(0, end).slice(-90))?.[1];
const startIn = (area) => area.selectionEnd - typedIn(area).length;

function close() {
  clearTimeout(timer);
  turn++;
  panel.hidden = true;
  for (const name of ["controls", "activedescendant", "autocomplete"]) field?.removeAttribute(`aria-${name}`);
  field = null;
}

function choose(place) {
  const all = [...options()];
  index = (place + all.length) % all.length;
  all.forEach((option, number) => { option.ariaSelected = number === index; });
  field.setAttribute("aria-activedescendant", all[index].id);
  all[index].scrollIntoView({ block: "nearest" });
}

async function ask(area, text) {
  const mine = ++turn;
  const answer = await fetch((area.dataset.people ?? panel.dataset.url) + encodeURIComponent(text.slice(mark))).catch(() => null);
  const found = answer?.status === 200 && !answer.redirected ? await answer.text() : "";
  if (mine !== turn || document.activeElement !== area || typedIn(area) !== text) return;
  panel.replaceChildren(...new DOMParser().parseFromString(found, "text/html").body.children);
  if (!panel.children.length) { close(); return; }
  if (field) close();
  field = area;
  field.after(panel);
  panel.hidden = false;
  if (options().length) {
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", panel.firstElementChild.id);
    choose(0);
  }
  document.getElementById("live").textContent = panel.firstElementChild.dataset.said;
}

function insert({ dataset: { text } }) {
  const area = field, start = startIn(area), end = area.selectionEnd;
  close();
  area.setSelectionRange(start, end);
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches(FIELDS)) return;
  clearTimeout(timer);
  const text = typedIn(target);
  if (!text) { dismissed = -1; close(); }
  else if (startIn(target) !== dismissed) timer = setTimeout(ask, 100, target, text);
});
document.addEventListener("keydown", (event) => {
  const { key } = event;
  if (event.target !== field || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (!options().length && key !== "Escape") return;
  if (key === "ArrowDown") choose(index + 1);
  else if (key === "ArrowUp") choose(index - 1);
  else if (key === "Enter" || key === "Tab") insert(options()[index]);
  else if (key === "Escape") { dismissed = startIn(field); close(); }
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
document.addEventListener("selectionchange", () => field && !typedIn(field) && close());
document.addEventListener("focusout", ({ target }) => target === field && close());
panel.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the text
panel.addEventListener("click", ({ target }) => {
  const option = target.closest("[role=option]");
  if (option) insert(option);
});

if (!snippets) {
  const here = document.activeElement;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: document.querySelector(FIELDS).dataset.styles }));
  if (here.matches(FIELDS)) here.dispatchEvent(new Event("input", { bubbles: true })); // typed before this script had come
}
