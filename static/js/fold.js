// A closed message keeps its fields outside the page: whatever a browser does at a key takes longer the more fields a form has.
// One element stands in for them and has their values for its own, so that each way of sending the form sends them, in their
// place. They come back when the message is opened, whoever opens it, and before the page is searched or printed.
const CLOSED = "#messages details.message-fold:not([open])";
const PAUSE = 20; // milliseconds between two messages, for keys to come through
let isSearched = false;

class FieldsAside extends HTMLElement {
  static formAssociated = true;
  #internals = this.attachInternals();
  #form = document.createElement("form"); // which knows best what its fields send
  take(nodes) {
    this.#form.append(...nodes);
    this.#internals.setFormValue(new FormData(this.#form));
  }
  find(id) { return this.#form.querySelector(`#${CSS.escape(id)}`); }
  giveBack() { this.replaceWith(...this.#form.childNodes); }
}

const asideOf = (details) => details.querySelector(":scope > fields-aside");
const allAside = () => [...document.querySelectorAll("fields-aside")];

// What the browser has put back, on the way back to this page, stays where it can do so again.
const isAsChosen = (option) => option.selected === option.defaultSelected || option.index === 0;
const isAsItCame = (field) => (field.options ? [...field.options].every(isAsChosen) : field.value === field.defaultValue) && field.checked === field.defaultChecked;

function setAside(details) {
  if (!details.matches(CLOSED) || asideOf(details)) return;
  const nodes = [...details.childNodes].filter((node) => node.localName !== "summary");
  if (![...details.querySelectorAll("input, textarea, select")].every(isAsItCame)) return;
  const aside = document.createElement("fields-aside");
  details.append(aside);
  aside.take(nodes);
}

async function setAllAside() {
  if (isSearched) return;
  for (const details of [...document.querySelectorAll(CLOSED)].filter((one) => !asideOf(one))) {
    if (!isSearched) setAside(details);
    await new Promise((done) => setTimeout(done, PAUSE));
  }
}

function open(details) {
  asideOf(details)?.giveBack();
  details.open = true;
}

if (globalThis.ElementInternals?.prototype.setFormValue) {
  customElements.define("fields-aside", FieldsAside);
  document.addEventListener("htmx:load", setAllAside);
  setAllAside();
}

document.addEventListener("toggle", ({ target }) => target.open && asideOf(target)?.giveBack(), true);
document.addEventListener("click", (event) => {
  const details = event.target.closest?.(".message-fold > summary")?.parentElement;
  if (details) {
    event.preventDefault();
    open(details);
    details.querySelector("textarea").focus();
  }
  const id = event.target.closest?.('a[href^="#"]')?.hash.slice(1);
  const aside = id && allAside().find((one) => one.find(id));
  if (aside) open(aside.parentElement); // the browser itself then goes there
});
document.addEventListener("keydown", ({ key, ctrlKey, metaKey }) => {
  if (key !== "F3" && (key !== "f" || !(ctrlKey || metaKey))) return;
  isSearched = true;
  for (const aside of allAside()) aside.giveBack();
});
addEventListener("beforeprint", () => document.querySelectorAll(CLOSED).forEach(open));
