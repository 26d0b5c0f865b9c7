// [data-poll]: asks for fresh pieces every 30 s while the page is seen. What has not changed is left alone.
const SECONDS = 30;
let asked = Date.now();

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
});
