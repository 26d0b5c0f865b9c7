// A closed message keeps its fields outside the page: whatever a browser does at a key takes longer the more fields a form has.
// One element stands in for them and has their values for its own, so that each way of sending the form sends them, in their
// place. They come back when the message is opened, whoever opens it, and before the page is searched or printed.
const isNarrow = matchMedia("(width < 45em)"); // one message open at a time
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

// What its line says, as the server draws it: templates/threadsui/composer/message_line.html.
const SAYING = ".message-text textarea, .part textarea";
const COUNTED = [".part", ".attachment", ".pair"];
const isFilled = (row) => [...row.querySelectorAll("textarea, input:not([type=checkbox])")].some((field) => field.value);

function excerptOf(details) {
  const fields = [...details.querySelectorAll(SAYING)];
  const text = fields.find(({ value }) => value)?.value ?? (details.querySelector("summary > .count") ? "" : fields[0].placeholder);
  return text.slice(0, 320).trim().replace(/\s+/g, " ").slice(0, 160);
}

function draw(details) {
  const line = details.querySelector("summary");
  const role = details.querySelector("[name$=-role]:checked").parentElement.cloneNode(true);
  role.querySelector("input").remove();
  line.querySelector(".message-role").replaceChildren(...role.childNodes);
  for (const old of line.querySelectorAll(".count")) old.remove();
  [...document.getElementById("message-counts").content.cloneNode(true).children].forEach((count, index) => {
    const number = [...details.querySelectorAll(COUNTED[index])].filter(isFilled).length;
    count.lastChild.data = ` ${number}`;
    if (number) line.append(count);
  });
  line.querySelector(".truncate").textContent = excerptOf(details);
}

function closeOthers(details) {
  const top = details.getBoundingClientRect().top;
  for (const other of document.querySelectorAll(".message:not([data-state]) > .message-fold[open]")) {
    if (other === details) continue;
    draw(other);
    other.open = false;
    setAside(other);
  }
  scrollBy(0, details.getBoundingClientRect().top - top); // stays where it was pressed
}

function openAlone(details) {
  open(details);
  if (isNarrow.matches) closeOthers(details);
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
    openAlone(details);
    details.querySelector("textarea").focus();
  }
  const id = event.target.closest?.('a[href^="#"]')?.hash.slice(1);
  const place = id && (document.getElementById(id) ?? allAside().find((one) => one.find(id)));
  const line = place?.closest(".message-fold:not([open])");
  if (line) openAlone(line); // the browser itself then goes there
});
document.addEventListener("keydown", ({ key, ctrlKey, metaKey }) => {
  if (key !== "F3" && (key !== "f" || !(ctrlKey || metaKey))) return;
  isSearched = true;
  for (const aside of allAside()) aside.giveBack();
});
addEventListener("beforeprint", () => document.querySelectorAll(CLOSED).forEach(open));
