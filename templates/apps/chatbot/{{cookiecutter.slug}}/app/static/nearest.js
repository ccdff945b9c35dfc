// @ts-check
import { element } from "./dom.js";

/**
 * Makes questions that a reply quotes into buttons where they stand, so that they need not be listed again.
 * @param {HTMLElement} body
 * @param {string[]} questions
 * @param {(question: string) => void} onQuestion
 */
export function linked(body, questions, onQuestion) {
  for (const question of questions) {
    const place = quoted(body, question);
    if (!place) continue;
    place.deleteContents();
    place.insertNode(inline(question, () => onQuestion(question)));
  }
}

/**
 * A button that breaks across lines as the words around it do, which a button element cannot.
 * @param {string} text
 * @param {() => void} onClick
 */
function inline(text, onClick) {
  const made = element("span", { class: "question", role: "button", tabindex: "0" }, text);
  made.addEventListener("click", onClick);
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onClick();
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
