// What was typed since the last save goes with the page that is left, in a request that outlives it. Loaded with the first
// letter, which is therefore counted.
let typed = 1, asked = 0, saved = 0;
const isDraft = ({ target }) => target.id === "draft";
for (const name of ["input", "rows"]) document.addEventListener(name, () => { typed += 1; });
document.addEventListener("htmx:beforeRequest", (event) => { if (isDraft(event)) asked = typed; });
document.addEventListener("htmx:afterRequest", (event) => { if (isDraft(event) && event.detail.successful) saved = asked; });

addEventListener("pagehide", () => {
  const address = document.getElementById("draft")?.getAttribute("hx-post"); // none while somebody has to choose first
  const form = document.getElementById("composer");
  if (!address || !form || typed === saved) return;
  const body = new URLSearchParams(new FormData(form));
  body.set("leaving", "yes");
  fetch(address, { method: "POST", body, keepalive: true }).catch(() => {}); // refused beyond 64 KB; nobody is left to be told
});
