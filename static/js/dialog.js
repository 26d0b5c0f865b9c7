// [data-dialog-open="id"] opens a <dialog>; one that htmx brings opens itself by [data-dialog-auto].
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  const dialog = opener && document.getElementById(opener.dataset.dialogOpen);
  if (dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
  } else if (event.target.closest("[data-dialog-close]")) {
    event.preventDefault();
    event.target.closest("dialog").close();
  }
});
// A form that fetches a file leaves the page as it is: form[data-closes-dialog] closes its dialog.
document.addEventListener("submit", ({ target }) => target.matches("[data-closes-dialog]") && target.closest("dialog")?.close());
document.addEventListener("htmx:load", (event) => {
  const dialog = event.target.closest("dialog[data-dialog-auto]") ?? event.target.querySelector("dialog[data-dialog-auto]");
  if (dialog && !dialog.open) dialog.showModal();
});
