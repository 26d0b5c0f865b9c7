// [data-copy="text"] or [data-copy-from="id"]: copies, shows it, says it.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (!button) return;
  const source = button.dataset.copyFrom;
  const text = source ? document.getElementById(source).textContent : button.dataset.copy;
  let said = "Copied";
  try { await navigator.clipboard.writeText(text); } catch { said = "The browser did not allow copying. Select the text instead."; }
  if (said === "Copied") button.dataset.done = "";
  document.getElementById("live").textContent = said;
  setTimeout(() => delete button.dataset.done, 1500);
});
