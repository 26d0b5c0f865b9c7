// What completes a field, the search or a note, is loaded when the field gets the focus.
document.addEventListener("focusin", ({ target: { dataset: { completes } } }) => completes && import(completes));
