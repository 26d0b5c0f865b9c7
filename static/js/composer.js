// The composer: Ctrl+Enter creates, Alt+M adds a message, `::` looks a snippet up; a section that is being swapped takes no typing, so none is lost.
const on = (name, act) => document.addEventListener(name, act);
on("keydown", (event) => {
  const form = event.target.closest?.("#composer") ?? document.getElementById("composer");
  if (!form || event.isComposing || event.repeat) return;
  const creates = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  const adds = event.code === "KeyM" && event.altKey && !event.ctrlKey && !event.metaKey;
  const button = creates ? form.querySelector("[data-create]") : adds && form.querySelector("[data-add-message]:enabled");
  if (!button) return;
  event.preventDefault();
  button.click(); // not requestSubmit: htmx sends the name and value of the button that was clicked last
});

on("input", async ({ target }) => { // the first letter fetches what saves as the page is left, the first `::` what looks snippets up
  if (target.form?.id === "composer") import(document.getElementById("draft").dataset.leaving);
  const panel = document.getElementById("snippets");
  const script = target.value?.includes("::") && panel?.dataset.script;
  if (!script) return;
  delete panel.dataset.script;
  await import(script);
  target.dispatchEvent(new Event("input", { bubbles: true }));
});

// What has been opened stays open when the form is drawn again; what is closed is set aside: see fold.js. On a phone one message
// is open at a time: the last one, then where the focus goes, unless somebody has opened more.
const isNarrow = matchMedia("(width < 45em)");
if (isNarrow.matches) document.querySelectorAll(".message:not([data-state], :has([autofocus]), :last-of-type) > details").forEach((line) => { line.open = false; });
document.documentElement.dataset.folds = ""; // from here on what is open is shown: message.css
const isOpen = (message) => !message.querySelector(":scope > details:not([open])");
on("htmx:configRequest", ({ target, detail }) => {
  if (target.id !== "composer") return;
  const open = [...document.querySelectorAll(".message")].flatMap((message, index) => isOpen(message) ? index : []);
  detail.headers["Open-Messages"] = isNarrow.matches && detail.parameters.row && !open[1] ? "" : open.join(" ");
});
// Where something is closed, fold.js; for what comes while somebody types, patch.js.
on("htmx:load", () => {
  for (const { dataset } of document.querySelectorAll("#messages:has(.message-fold:not([open])), #request")) import(dataset.script);
});

const sectionOf = (button) => button?.name === "row" && document.getElementById(button.value.split(":")[0]);
let waiting = null;
on("submit", (event) => {
  if (event.target.id === "composer") waiting = sectionOf(event.submitter);
});
const isQuiet = (event) => "quiet" in event.detail.elt.dataset;
on("htmx:afterOnLoad", (event) => { if (!isQuiet(event)) waiting = null; });
on("htmx:beforeSend", () => { if (waiting) waiting.inert = true; });
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  on(name, (event) => {
    if (isQuiet(event)) return;
    if (waiting) waiting.inert = false;
    const composer = document.getElementById("composer");
    if (composer) document.getElementById("live").textContent = composer.dataset.noAnswer;
  });
}
