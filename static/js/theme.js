// Loaded before anything is painted: the chosen theme goes on the root element. Also marks that scripts run.
const root = document.documentElement;
root.dataset.js = "";

function applyTheme(choice) {
  if (choice === "light" || choice === "dark") root.dataset.theme = choice;
  else delete root.dataset.theme;
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", button.dataset.themeChoice === (choice || "system"));
  }
}

function storedTheme() {
  try { return localStorage.getItem("theme"); } catch { return null; }
}

applyTheme(storedTheme());
addEventListener("DOMContentLoaded", () => applyTheme(storedTheme()));
addEventListener("storage", () => applyTheme(storedTheme()));
document.addEventListener("click", (event) => {
  const choice = event.target.closest?.("[data-theme-choice]")?.dataset.themeChoice;
  if (!choice) return;
  try { localStorage.setItem("theme", choice); } catch { /* private window: this page only */ }
  applyTheme(choice);
});
