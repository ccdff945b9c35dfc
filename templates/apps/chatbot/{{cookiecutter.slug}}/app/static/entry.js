// @ts-check
import { product } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { button, element, find } from "./dom.js";
import { dollars, say } from "./words.js";

/** @typedef {import("./api.js").Product} Product */

const talk = find(".talk", HTMLElement);
const rail = find(".rail", HTMLElement);
const title = find(".top h1", HTMLElement);
const announcer = find(".announcer", HTMLElement);
const note = find(".foot-note", HTMLElement);

/** @param {Product} about */
function open(about) {
  const composer = new Composer(about.name, send, () => conversation.stop());
  let conversation = begin();

  function begin() {
    const begun = new Conversation(talk, announcer, (busy) => {
      composer.busy = busy;
      if (busy) composer.focus();
      if (begun.cost) note.textContent = say("spent", { amount: dollars(begun.cost) });
    });
    title.textContent = say("newConversation");
    announcer.textContent = "";
    note.textContent = about.notice ? say("free") : "";
    talk.replaceChildren(welcome(about, send));
    composer.busy = false;
    composer.focus();
    return begun;
  }

  /** @param {string} question */
  function send(question) {
    const first = talk.querySelector(".welcome");
    if (first) {
      first.remove();
      title.textContent = question;
    }
    conversation.ask(question);
  }

  find(".new", HTMLElement).addEventListener("click", () => {
    conversation.stop();
    if (rail.matches(":popover-open")) rail.hidePopover();
    conversation = begin();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !rail.matches(":popover-open")) conversation.stop();
  });
}

/** @param {Product} about */
function introduce({ name, tagline, answerer, notice }) {
  find(".seal", HTMLElement).textContent = Array.from(name)[0]?.toUpperCase() ?? "";
  find(".tagline", HTMLElement).textContent = tagline;
  const pill = find(".pill", HTMLElement);
  pill.textContent = notice ? say("offline") : answerer;
  pill.classList.toggle("offline", Boolean(notice));
}

/**
 * @param {Product} about
 * @param {(question: string) => void} onQuestion
 */
function welcome({ name, tagline, starters, faults, notice }, onQuestion) {
  const buttons = starters.map((question) => button(question, () => onQuestion(question)));
  const notes = notice ? [...faults, say("noModel", { name })] : faults;
  return element(
    "div",
    { class: "welcome" },
    element("h2", {}, name),
    element("p", {}, tagline),
    element("div", { class: "starters" }, ...buttons),
    ...notes.map((sentence) => element("p", { class: "note" }, sentence)),
  );
}

find(".new", HTMLElement).textContent = say("newConversation");
find(".menu", HTMLElement).setAttribute("aria-label", say("menu"));
talk.setAttribute("aria-label", say("conversation"));

const about = await product().catch(() => null);
if (about) {
  introduce(about);
  open(about);
} else talk.replaceChildren(element("p", { class: "fault" }, say("unreachable")));
