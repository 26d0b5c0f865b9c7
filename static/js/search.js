// What completes a field, the search or a note, and what counts its letters is loaded when the field gets the focus.
document.addEventListener("focusin", ({ target: { dataset } }) => {
  for (const script of [dataset.counts, dataset.completes]) if (script) import(script);
});
