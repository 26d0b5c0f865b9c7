// What comes for a part of the composer while somebody types is put in place only where it differs, so that no key waits for the
// rest, and the rest keeps its focus and its selection. Nothing in it asks htmx for anything, or it would need `htmx.process`.
const isLike = (old, fresh) => old.cloneNode().isEqualNode(fresh.cloneNode());

// What both begin with and end with stays; of what is between, as many nodes on both sides are taken for one another.
function patch(old, fresh) {
  const was = [...old.childNodes], is = [...fresh.childNodes];
  while (was[0]?.isEqualNode(is[0])) { was.shift(); is.shift(); }
  let next = was[0] ?? null;
  while (was.at(-1)?.isEqualNode(is.at(-1))) { next = was.pop(); is.pop(); }
  if (was.length !== is.length) {
    for (const node of is) old.insertBefore(node, next);
    for (const node of was) node.remove();
  } else was.forEach((node, place) => isLike(node, is[place]) ? patch(node, is[place]) : node.replaceWith(is[place]));
}

// What is exchanged as a whole is small: it comes new or stays. Chromium would take lines that follow another for a page that moves.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const { target, fragment } = detail;
  if (!target.closest("#composer")) return;
  const isWhole = fragment.nodeType === Node.DOCUMENT_FRAGMENT_NODE; // the element itself, not what is in it
  detail.shouldSwap = isWhole && !target.isEqualNode(fragment.firstElementChild);
  if (!isWhole) patch(target, fragment);
});
