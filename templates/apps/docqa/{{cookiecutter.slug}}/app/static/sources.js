// @ts-check
import { citationsOf, openSource, placeOf } from "./source.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { say } from "./words.js";

/**
 * @typedef {import("./documents.js").State} State
 * @typedef {import("./source.js").Citation} Citation
 * @typedef {import("./conversation.js").Message} Message
 */

const NUMBERS = /\s?\[(?:(\d{1,2}(?:,\s?\d{1,2})*)|\?)\]/g;

/**
 * Makes the numbers of a reply into buttons that open what stands behind them, and says how much of it is proved.
 * @param {State} state
 * @returns {import("./answer.js").Dress}
 */
export function sources(state) {
  return (body, reply) => {
    if (reply.status === "live") return nothing;
    const cited = citationsOf(reply);
    for (const text of textsOf(body)) dress(text, cited, (citation) => openSource(state, reply, citation));
    for (const chip of body.querySelectorAll(".cite")) {
      const isOpen = state.panel?.key === `${reply.id} ${chip.textContent}`;
      chip.toggleAttribute("aria-current", isOpen);
      if (isOpen) chip.setAttribute("aria-current", "true");
    }
    return support(reply);
  };
}

/**
 * How many sentences of a model's reply are supported by a quote that was found where it is said to stand.
 * @param {Message} reply
 */
function support({ notes, status }) {
  const { sentences = 0, supported = 0, answered } = notes?.citations ?? {};
  if (status !== "complete" || !sentences) return nothing;
  const kind = supported === sentences ? "support" : answered ? "support partly" : "support none";
  return html`<p class=${kind}>${say("supported", { supported, count: sentences })}</p>`;
}

/** @param {HTMLElement} body */
function textsOf(body) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const found = /** @type {Text[]} */ ([]);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement?.closest("pre, code, .cite")) found.push(/** @type {Text} */ (node));
  }
  return found;
}

/**
 * @param {Text} text
 * @param {Citation[]} cited
 * @param {(citation: Citation) => void} act
 */
function dress(text, cited, act) {
  const parts = [];
  let end = 0;
  for (const found of text.data.matchAll(NUMBERS)) {
    const wanted = found[1]?.split(",").map((number) => cited[Number(number) - 1]) ?? [];
    if (!wanted.every(Boolean)) continue;
    const made = wanted.length ? wanted.map((citation) => chip(citation, act)) : [unsupported()];
    parts.push(text.data.slice(end, found.index), ...made);
    end = found.index + found[0].length;
  }
  if (end) text.replaceWith(...parts, text.data.slice(end));
}

/**
 * @param {Citation} citation
 * @param {(citation: Citation) => void} act
 */
function chip(citation, act) {
  const made = document.createElement("button");
  const place = [citation.file, placeOf(citation)].filter(Boolean).join(", ");
  made.type = "button";
  made.className = "cite";
  made.textContent = String(citation.number);
  made.title = place;
  made.setAttribute("aria-label", say("source", { number: citation.number, place }));
  made.addEventListener("click", () => act(citation));
  return made;
}

/** What stands after a sentence that nothing supports. */
function unsupported() {
  const made = document.createElement("span");
  made.className = "cite unsupported";
  made.textContent = "?";
  made.title = say("unsupported");
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", say("unsupported"));
  return made;
}
