// The rows ticked in a list: how many, in words; all of the page by one box. The bar that acts on them shows by itself
// (components/selection.css). Works for whatever piece htmx puts there.
const boxes = () => [...document.querySelectorAll("input[name=ids][form=selection]")];

function tell() {
  const bar = document.getElementById("selection");
  if (!bar) return;
  const ticked = boxes().filter((box) => box.checked).length;
  const { one, many, all } = bar.querySelector("[data-selected]").dataset;
  const words = ticked === 1 ? one : many.replace("%s", ticked);
  bar.querySelector("[data-selected]").textContent = bar.elements.all?.checked ? all : words;
  const page = document.querySelector("[data-select-page]");
  page.checked = ticked > 0 && ticked === boxes().length;
  page.indeterminate = ticked > 0 && !page.checked;
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-select-page]")) for (const box of boxes()) box.checked = target.checked;
  if (target.matches("[data-select-page], #selection [name=all], [name=ids][form=selection]")) tell();
});
document.addEventListener("reset", (event) => event.target.id === "selection" && setTimeout(tell));
document.addEventListener("htmx:afterSettle", tell);
tell();
