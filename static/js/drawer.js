// Lists: a click in a row (not on its links), or Space on its title, opens the row in #drawer. Arrows walk the list.
// The drawer is open while it has content; Escape empties it and gives the focus back to the row.
const drawer = () => document.getElementById("drawer");
const rows = () => [...document.querySelectorAll("[data-drawer-row]")];
const selected = () => document.querySelector("[data-drawer-row][data-selected]");
const titleOf = (row) => row?.querySelector("a, button");

function select(row) {
  for (const other of rows()) {
    other.toggleAttribute("data-selected", other === row);
    if (other === row) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
}

async function open(row, { moveFocus = false } = {}) {
  if (!row) return;
  select(row);
  row.scrollIntoView({ block: "nearest" });
  const bar = Object.assign(document.createElement("i"), { className: "skeleton" });
  if (!drawer().childElementCount) drawer().append(bar); // the list makes room at once
  await htmx.ajax("GET", row.dataset.drawerRow, { target: "#drawer", swap: "innerHTML" });
  bar.remove();
  if (moveFocus) (drawer().querySelector("h2") ?? drawer()).focus();
}

function close() {
  const row = selected();
  drawer().replaceChildren();
  select(null);
  titleOf(row)?.focus();
}

function step(row, by) {
  const all = rows();
  return all[all.indexOf(row) + by];
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-drawer-close], [data-drawer-previous], [data-drawer-next]");
  if (button?.matches("[data-drawer-close]")) return close();
  if (button) return open(step(selected(), button.matches("[data-drawer-next]") ? 1 : -1), { moveFocus: true });
  const row = event.target.closest("[data-drawer-row]");
  if (!row || event.target.closest("a, button, input, label, summary") || String(getSelection())) return;
  open(row, { moveFocus: true });
});

document.addEventListener("keydown", (event) => {
  const isOpen = drawer()?.childElementCount > 0;
  if (event.key === "Escape" && isOpen && !document.querySelector("dialog[open]")) return close();
  const row = event.target.closest?.("[data-drawer-row]");
  if (!row || event.target !== titleOf(row)) return;
  if (event.key === " ") { event.preventDefault(); open(row, { moveFocus: true }); }
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const next = by && step(row, by);
  if (!next) return;
  event.preventDefault();
  titleOf(next).focus();
  if (isOpen) open(next);
});
document.addEventListener("row", (event) => { if (drawer()?.childElementCount) open(event.target); }); // keys.js went there
