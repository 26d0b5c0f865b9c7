// Toasts leave after five seconds, unless held. One tells of an answer that htmx cannot show.
const SHOWN_FOR = 5000;
const isHeld = (toast) => toast.matches(":hover, :focus-within");

function schedule(toast) {
  if (toast.dataset.scheduled) return;
  toast.dataset.scheduled = "yes";
  const leave = () => (isHeld(toast) ? setTimeout(leave, 1000) : toast.remove());
  setTimeout(leave, SHOWN_FOR);
}

const scheduleAll = () => document.querySelectorAll("[data-toast]").forEach(schedule);
addEventListener("DOMContentLoaded", scheduleAll);
document.addEventListener("htmx:load", scheduleAll);
for (const kind of ["responseError", "sendError"]) {
  document.addEventListener(`htmx:${kind}`, () => {
    const notice = document.querySelector("#failed").content.cloneNode(true);
    document.querySelector("#toasts").append(notice);
    scheduleAll();
  });
}
document.addEventListener("click", (event) => {
  event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove();
});
