// The composer: Ctrl+Enter creates, Alt+M adds a message, `::` looks a snippet up; a section that is being swapped takes no typing, so none is lost.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("#composer") ?? document.getElementById("composer");
  if (!form || event.isComposing || event.repeat) return;
  const creates = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  const adds = event.code === "KeyM" && event.altKey && !event.ctrlKey && !event.metaKey;
  const button = creates ? form.querySelector("[data-create]") : adds && form.querySelector("[data-add-message]:enabled");
  if (!button) return;
  event.preventDefault();
  button.click(); // not requestSubmit: htmx sends the name and value of the button that was clicked last
});

document.addEventListener("input", async ({ target }) => { // the first `::` fetches what looks snippets up
  const { dataset } = document.getElementById("snippets") ?? {};
  if (!dataset?.script || !target.value?.includes("::")) return;
  const { script } = dataset;
  delete dataset.script;
  await import(script);
  target.dispatchEvent(new Event("input", { bubbles: true }));
});

// htmx takes leave of each element of the old preview, of which there are thousands: longer than a key may wait.
document.addEventListener("htmx:beforeSwap", ({ target, detail }) => target.id === "request" && detail.shouldSwap && target.replaceChildren());

const sectionOf = (button) => button?.name === "row" && document.getElementById(button.value.split(":")[0]);
let waiting = null;
document.addEventListener("submit", (event) => {
  if (event.target.id === "composer") waiting = sectionOf(event.submitter);
});
const isQuiet = (event) => "quiet" in event.detail.elt.dataset;
document.addEventListener("htmx:afterOnLoad", (event) => { if (!isQuiet(event)) waiting = null; });
document.addEventListener("htmx:beforeSend", () => { if (waiting) waiting.inert = true; });
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    if (isQuiet(event)) return;
    if (waiting) waiting.inert = false;
    const composer = document.getElementById("composer");
    if (composer) document.getElementById("live").textContent = composer.dataset.noAnswer;
  });
}
