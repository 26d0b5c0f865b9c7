// Keys press what carries them: [data-key="n"], or [data-key="g t"] for one after the other. j and k walk the rows of a list,
// o opens one. Never while somebody types or a dialog is open, and not for a person who has switched them off.
const TYPED_IN = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const PATIENCE = 1500; // milliseconds between g and what follows
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const find = (css) => document.querySelector(css);
let first = { key: "", at: 0 };

function areOff() {
  try { return localStorage.getItem("keys") === "off"; } catch { return false; }
}

function mark() {
  const off = areOff();
  for (const element of document.querySelectorAll("[data-key]")) {
    const { key } = element.dataset;
    element.dataset.title ??= element.title || element.textContent.trim();
    element.title = off ? element.dataset.title : `${element.dataset.title} · ${key}`;
    if (off || key.includes(" ")) element.removeAttribute("aria-keyshortcuts");
    else element.setAttribute("aria-keyshortcuts", key);
  }
  for (const control of document.querySelectorAll("[data-keys-switch]")) control.checked = !off;
  if (isMac) for (const name of document.querySelectorAll("[data-command]")) name.textContent = "⌘";
}

const linkIn = (row) => row?.querySelector("a, button");
const rows = () => [...document.querySelectorAll("main :is(tbody tr, .lines li, .drafts li)")].filter((row) => linkIn(row)?.checkVisibility());
const current = () => rows().find((row) => row.contains(document.activeElement)) ?? find("[data-selected]");

function step(by) {
  if (document.activeElement.closest("#drawer")) return find(by > 0 ? "[data-drawer-next]" : "[data-drawer-previous]").click();
  const all = rows();
  const row = current() ? all[all.indexOf(current()) + by] : all[0];
  if (!row) return find(`main .pager a[rel=${by > 0 ? "next" : "prev"}]`)?.focus();
  linkIn(row).focus();
  row.dispatchEvent(new CustomEvent("row", { bubbles: true })); // an open drawer follows
}

function press(keys) {
  const pressed = find(`#drawer [data-key="${keys}"]`) ?? find(`[data-key="${keys}"]`);
  if (pressed) return pressed.click();
  const edit = keys === "e" && current()?.dataset.edit;
  if (edit) location.assign(edit);
}

const ACTIONS = {
  j: () => step(1),
  k: () => step(-1),
  o: () => linkIn(current())?.click(),
  x: () => current()?.querySelector("[name=ids]")?.click(),
  "/": () => (find("[data-search]") ?? { focus: () => find("[data-palette]")?.click() }).focus(),
};

function onSingle(event) {
  const isSecond = first.key && event.timeStamp - first.at < PATIENCE;
  const keys = isSecond ? `${first.key} ${event.key}` : event.key;
  first = { key: !isSecond && event.key === "g" ? "g" : "", at: event.timeStamp };
  if (event.repeat && !["j", "k"].includes(keys)) return;
  const action = ACTIONS[keys] ?? (find(`[data-key="${CSS.escape(keys)}"]`) || keys === "e" ? () => press(keys) : null);
  if (!action) return;
  event.preventDefault();
  action();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented || event.altKey || !event.key || event.key.length > 1) return;
  const opened = find("dialog[open]");
  if (event.key.toLowerCase() === "k" && !event.shiftKey && (isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey)) {
    if (!find("[data-palette]") || (opened && opened.id !== "palette")) return;
    event.preventDefault();
    return opened ? opened.close() : find("[data-palette]").click();
  }
  if (event.ctrlKey || event.metaKey || opened || event.target.closest?.(TYPED_IN) || areOff()) return;
  onSingle(event);
});

document.addEventListener("click", async (event) => {
  const opener = event.target.closest?.("[data-palette]");
  if (!opener) return;
  let entered = false; // all may be typed before the script has come, Enter as well
  find("#palette form").onsubmit = () => { entered = true; return false; };
  find("#palette input").select();
  (await import(opener.dataset.palette)).onOpen(entered);
});
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-switch]")) return;
  try { localStorage.setItem("keys", event.target.checked ? "on" : "off"); } catch { /* private window: they stay on */ }
  mark();
});
addEventListener("storage", mark);
document.addEventListener("htmx:load", ({ target }) => target.querySelector("[data-key],[data-keys-switch]") && mark());
mark();
