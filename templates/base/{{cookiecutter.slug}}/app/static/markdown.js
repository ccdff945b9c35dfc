// @ts-check
import DOMPurify from "./vendor/dompurify-3.4.18/purify.es.js";
import { Marked } from "./vendor/marked-18.2.1/marked.esm.js";
import { say } from "./words.js";

/** @typedef {{type: string, raw: string}} Block */

const TAGS = "a b blockquote br code del em h3 h4 h5 h6 hr i li ol p pre s strong table tbody td th thead tr ul".split(
  " ",
);
const SAFE = {
  ALLOWED_TAGS: TAGS,
  ALLOWED_ATTR: ["href", "start", "align"],
  ADD_URI_SAFE_ATTR: ["start", "align"],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
  RETURN_DOM_FRAGMENT: true,
};

// HTML is shown as the text it is; images are never fetched, since their address could carry a secret away.
const marked = new Marked({
  breaks: true,
  renderer: {
    html: (/** @type {{text: string, block?: boolean}} */ { text, block }) =>
      block ? `<p>${escaped(text)}</p>` : escaped(text),
    image: (/** @type {{text: string}} */ { text }) => escaped(text),
    checkbox: (/** @type {{checked: boolean}} */ { checked }) => checked ? "☑ " : "☐ ",
  },
  // A reply stands below the page's own headings.
  walkTokens: (/** @type {any} */ token) => {
    if (token.type === "heading") token.depth = Math.min(token.depth + 2, 6);
  },
});

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * @param {string} text
 * @returns {any} a fragment
 */
function sanitised(text) {
  return DOMPurify.sanitize(/** @type {string} */ (marked.parse(text)), SAFE);
}

/**
 * The blocks of a text, safe to stand on the page.
 * @param {string} text
 * @returns {Element[]}
 */
function blocks(text) {
  const safe = sanitised(text);
  safe.querySelectorAll("a").forEach(mark);
  safe.querySelectorAll("pre").forEach(dress);
  return [...safe.children];
}

/**
 * The words of a text without its marks, as one line.
 * @param {string} text
 */
export function plain(text) {
  const safe = sanitised(text);
  return safe.textContent.replace(/\s+/g, " ").trim();
}

/**
 * A link opens beside the page, and says where it leads unless its text does.
 * @param {HTMLAnchorElement} link
 */
function mark(link) {
  link.target = "_blank";
  link.rel = "noopener";
  if (link.host && !link.textContent?.includes(link.host)) link.dataset.host = link.host;
}

/**
 * Code gets a button that copies it, and can be scrolled by keyboard.
 * @param {HTMLPreElement} code
 */
function dress(code) {
  const figure = document.createElement("figure");
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "copy";
  copy.textContent = say("copy");
  code.tabIndex = 0;
  code.replaceWith(figure);
  figure.append(...navigator.clipboard ? [copy] : [], code);
}

/**
 * Where the last block begins: all before it stays as it is, whatever follows.
 * @param {string} text
 */
function lastBlock(text) {
  const found = /** @type {Block[]} */ (marked.lexer(text));
  const last = found.findLastIndex((block) => block.type !== "space");
  return found.slice(0, Math.max(last, 0)).reduce((length, block) => length + block.raw.length, 0);
}

/** Markdown that grows: settled blocks stay, and only the last is made anew. */
export class GrowingMarkdown {
  element = document.createElement("div");
  #shown = "";
  #cut = 0;
  #settled = 0;
  #finished = false;

  constructor() {
    this.element.className = "body";
    this.element.addEventListener("click", copied);
  }

  /** @param {string} text all of it so far */
  show(text) {
    if (text === this.#shown) return;
    this.#shown = text;
    const rest = text.replace(/\r\n?/g, "\n").slice(this.#cut);
    const cut = lastBlock(rest);
    const settled = blocks(rest.slice(0, cut));
    this.#put([...settled, ...blocks(rest.slice(cut))], this.#settled);
    this.#settled += settled.length;
    this.#cut += cut;
  }

  /**
   * Shows the whole, where a mark at its end may change what came before.
   * @param {string} text
   */
  finish(text) {
    if (this.#finished && text === this.#shown) return;
    this.#finished = true;
    this.#shown = text;
    this.#put(blocks(text), 0);
  }

  /**
   * Puts blocks in place, and leaves alone those that are there already.
   * @param {Element[]} made
   * @param {number} from
   */
  #put(made, from) {
    const there = [...this.element.children].slice(from);
    made.forEach((block, index) => {
      if (!there[index]) this.element.append(block);
      else if (!there[index].isEqualNode(block)) there[index].replaceWith(block);
    });
    for (const extra of there.slice(made.length)) extra.remove();
  }
}

/** @param {Event} event */
async function copied({ target }) {
  if (!(target instanceof HTMLButtonElement) || target.className !== "copy") return;
  await navigator.clipboard.writeText(target.nextElementSibling?.textContent ?? "");
  target.textContent = say("copied");
  setTimeout(() => target.textContent = say("copy"), 2000);
}
