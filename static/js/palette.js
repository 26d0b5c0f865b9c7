// The dialog of Ctrl+K, loaded when it is first opened: a combobox whose results the server finds.
const dialog = document.getElementById("palette");
const input = dialog.querySelector("input");
const results = document.getElementById("palette-results");
const options = () => [...results.querySelectorAll("[role=option]")];
const active = () => results.querySelector("[aria-selected=true]");
let goes = false; // Enter was pressed before the results for what is typed had come

function activate(option) {
  active()?.removeAttribute("aria-selected");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
}

const ask = () => htmx.trigger(input, "palette");

export function onOpen(isEntered) {
  goes = isEntered;
  ask();
}

// Asked with every letter, one question at a time; the last one waits for the answer to the one before.
function go() {
  goes = results.firstElementChild?.dataset.text !== input.value;
  if (!goes) active()?.click();
}

function step(by) {
  const all = options();
  activate(all.at((all.indexOf(active()) + by + all.length) % all.length));
}

input.addEventListener("keydown", (event) => {
  const action = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: go }[event.key];
  if (!action || event.isComposing) return;
  event.preventDefault();
  action();
});
results.addEventListener("htmx:afterSettle", () => {
  activate(options()[0]);
  results.scrollTop = 0;
  if (goes) go();
});
input.addEventListener("input", ask);
for (const kind of ["responseError", "sendError"]) {
  input.addEventListener(`htmx:${kind}`, () => { document.getElementById("palette-status").textContent = dialog.dataset.failed; });
}
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("[role=option]")) dialog.close();
});
