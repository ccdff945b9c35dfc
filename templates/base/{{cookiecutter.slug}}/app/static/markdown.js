// @ts-check
import DOMPurify from "./vendor/dompurify-3.4.18/purify.es.js";
import { Marked } from "./vendor/marked-18.2.1/marked.esm.js";

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
 * @returns {DocumentFragment}
 */
function fragment(text) {
  /** @type {any} */
  const safe = DOMPurify.sanitize(/** @type {string} */ (marked.parse(text)), SAFE);
  for (const link of safe.querySelectorAll("a")) {
    link.target = "_blank";
    link.rel = "noopener";
  }
  return safe;
}

/**
 * Where the last block begins: all before it stays as it is, whatever follows.
 * @param {string} text
 */
function lastBlock(text) {
  const blocks = /** @type {Block[]} */ (marked.lexer(text));
  const last = blocks.findLastIndex((block) => block.type !== "space");
  return blocks.slice(0, Math.max(last, 0)).reduce((length, block) => length + block.raw.length, 0);
}

/** Markdown that grows: settled blocks stay, and only the last is made anew. */
export class GrowingMarkdown {
  #settled = 0;
  /** @type {ChildNode[]} */
  #tail = [];

  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
  }

  /** @param {string} text all of it so far */
  show(text) {
    const rest = text.replace(/\r\n?/g, "\n").slice(this.#settled);
    const cut = lastBlock(rest);
    const tail = fragment(rest.slice(cut));
    for (const node of this.#tail) node.remove();
    this.#tail = [...tail.childNodes];
    this.place.append(fragment(rest.slice(0, cut)), tail);
    this.#settled += cut;
  }

  /** @param {string} text the whole, where a mark at its end may change what came before */
  finish(text) {
    this.place.replaceChildren(fragment(text));
  }
}
