// What completes the search is loaded when its box gets the focus.
document.addEventListener("focusin", ({ target: { dataset: { completes } } }) => completes && import(completes));
