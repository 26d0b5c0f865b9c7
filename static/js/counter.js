// [data-counter="256000"]: keeps "n / 256,000", as the page's language writes it, up to date in the element with the control's id plus "_counter".
function count({ target }) {
  const control = target.closest("[data-counter]");
  const output = control && document.getElementById(`${control.id}_counter`);
  if (!output) return;
  const maximum = Number(control.dataset.counter);
  const length = control.value.length > maximum / 2 ? [...control.value].length : control.value.length;
  output.textContent = `${format(length)} / ${format(maximum)}`;
  output.toggleAttribute("data-over", length > maximum);
}
const { format } = new Intl.NumberFormat(document.documentElement.lang); // made once: it takes a while
document.addEventListener("input", count);
count({ target: document.activeElement }); // typed before this script had come
