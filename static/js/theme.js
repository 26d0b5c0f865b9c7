// The chosen theme, in a cookie: the server draws it on the root element, so that no page waits for this script.
const root = document.documentElement;

const storedTheme = () => document.cookie.match(/(?:^|; )theme=(light|dark)/)?.[1];

function applyTheme() {
  const choice = storedTheme();
  if (choice) root.dataset.theme = choice;
  else delete root.dataset.theme;
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", button.dataset.themeChoice === (choice ?? "system"));
  }
}

addEventListener("DOMContentLoaded", applyTheme);
addEventListener("focus", applyTheme); // it may have been chosen in another tab
document.addEventListener("click", (event) => {
  const choice = event.target.closest?.("[data-theme-choice]")?.dataset.themeChoice;
  if (!choice) return;
  const age = choice === "system" ? 0 : 31536000;
  document.cookie = `theme=${choice}; Path=/; Max-Age=${age}; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
  applyTheme();
});
