// [data-poll]: asks for fresh pieces every 30 s while the page is seen. What has not changed is left alone, and the focus
// stays where it is: on the element with the same id or, when that is gone, on the piece around it.
const SECONDS = 30;
let asked = Date.now();
let held = null;

function ask() {
  if (document.hidden || Date.now() - asked < SECONDS * 1000) return;
  asked = Date.now();
  for (const element of document.querySelectorAll("[data-poll]")) htmx.trigger(element, "poll");
}

setInterval(ask, 1000);
document.addEventListener("visibilitychange", ask);

const isSame = ({ childNodes: old }, { childNodes: fresh }) =>
  old.length === fresh.length && [...old].every((node, place) => node.isEqualNode(fresh[place]));

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  if (isSame(target, fragment)) event.detail.shouldSwap = false;
  else if (target.contains(document.activeElement)) held = target;
});
document.addEventListener("htmx:afterSettle", () => {
  if (held && document.activeElement === document.body) held.focus({ preventScroll: true });
  held = null;
});
