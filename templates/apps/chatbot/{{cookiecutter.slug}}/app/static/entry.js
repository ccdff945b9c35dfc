// @ts-check
import { product } from "./api.js";
import { Conversation } from "./conversation.js";
import { element, find } from "./dom.js";
import { say } from "./words.js";

/** @typedef {import("./api.js").Product} Product */

const about = await product();
const talk = find(".talk", HTMLElement);
const box = find("textarea", HTMLTextAreaElement);
const go = find(".go", HTMLButtonElement);
const conversation = new Conversation(talk, find(".announcer", HTMLElement), showBusy);

/** @param {boolean} busy */
function showBusy(busy) {
  go.textContent = say(busy ? "stop" : "send");
}

function brand() {
  const { name, tagline, answerer, notice } = about;
  find(".seal", HTMLElement).textContent = Array.from(name)[0]?.toUpperCase() ?? "";
  find(".tagline", HTMLElement).textContent = tagline;
  const pill = find(".pill", HTMLElement);
  pill.textContent = notice ? say("offline") : answerer;
  pill.classList.toggle("offline", Boolean(notice));
  find(".foot-note", HTMLElement).textContent = notice ? say("free") : "";
  find(".new", HTMLElement).textContent = say("newConversation");
  find(".hint", HTMLElement).textContent = say("hint");
  talk.setAttribute("aria-label", say("conversation"));
  box.setAttribute("aria-label", say("message"));
  box.placeholder = say("ask", { name });
}

function welcome() {
  conversation.clear();
  const starters = about.starters.map((question) => {
    const button = element("button", { type: "button" }, question);
    button.addEventListener("click", () => send(question));
    return button;
  });
  const notes = about.faults.map((fault) => element("p", { class: "note", role: "alert" }, fault));
  if (about.notice) notes.push(element("p", { class: "note" }, say("noModel", { name: about.name })));
  talk.replaceChildren(
    element(
      "div",
      { class: "welcome" },
      element("h1", {}, about.name),
      element("p", {}, about.tagline),
      element("div", { class: "starters" }, ...starters),
      ...notes,
    ),
  );
  box.focus();
}

/** @param {string} text */
function send(text) {
  const question = text.trim();
  if (!question || conversation.busy) return;
  if (talk.querySelector(".welcome")) talk.replaceChildren();
  box.value = "";
  box.focus();
  conversation.ask(question);
}

find("form", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  if (conversation.busy) conversation.stop();
  else send(box.value);
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send(box.value);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") conversation.stop();
});
find(".new", HTMLElement).addEventListener("click", welcome);

brand();
showBusy(false);
welcome();
