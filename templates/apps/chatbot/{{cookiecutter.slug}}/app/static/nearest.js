// @ts-check
import { nothing } from "./vendor/lit-html-3.3.3/lit-html.js";

/** @typedef {import("./conversation.js").Message} Message */

/**
 * Makes the questions that a reply quotes into buttons where they stand, so that they need not be listed again.
 * @param {(question: string) => void} ask
 * @returns {import("./answer.js").Dress}
 */
export function nearest(ask) {
  return (body, reply) => {
    if (reply.status === "live") return nothing;
    for (const question of reply.notes?.nearest?.questions ?? []) {
      const place = quoted(body, question);
      place?.deleteContents();
      place?.insertNode(inline(question, () => ask(question)));
    }
    return nothing;
  };
}

/**
 * A button that breaks across lines as the words around it do, which a button element cannot.
 * @param {string} text
 * @param {() => void} act
 */
function inline(text, act) {
  const made = document.createElement("span");
  made.className = "question";
  made.role = "button";
  made.tabIndex = 0;
  made.textContent = text;
  made.addEventListener("click", act);
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  });
  return made;
}

/**
 * @param {HTMLElement} body
 * @param {string} question
 * @returns {Range | null}
 */
function quoted(body, question) {
  const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const at = node.textContent?.indexOf(`“${question}”`) ?? -1;
    if (at < 0) continue;
    const place = document.createRange();
    place.setStart(node, at + 1);
    place.setEnd(node, at + 1 + question.length);
    return place;
  }
  return null;
}
