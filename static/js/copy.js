// [data-copy="text"] or [data-copy-from="id"]: copies, shows it, says it in the words of #live.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (!button) return;
  const source = button.dataset.copyFrom;
  const text = source ? document.getElementById(source).textContent : button.dataset.copy;
  const live = document.getElementById("live");
  try {
    await navigator.clipboard.writeText(text);
    button.dataset.done = "";
    live.textContent = live.dataset.copied;
  } catch { live.textContent = live.dataset.copyRefused; }
  setTimeout(() => delete button.dataset.done, 1500);
});
