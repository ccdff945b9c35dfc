// @ts-check
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { say } from "./words.js";

/**
 * @typedef {{document: import("./documents.js").Doc, before: string, passage: string, after: string, titles: string[],
 *   is_start: boolean, is_end: boolean, is_changed: boolean}} View
 */

/**
 * A part of a document's text, with a passage of it marked.
 * @param {View} view
 * @param {string} quote
 * @param {() => void} more
 */
export function passage({ before, passage, after, titles, is_start, is_end, is_changed }, quote, more) {
  const button = html`<button type="button" class="link" @click=${more}>${say("showMore")}</button>`;
  return html`
    ${is_changed ? lost("sourceChanged", quote) : nothing} ${is_start ? nothing : button}
    <div class="said-there">${styled(before, titles)}${passage
      ? html`<mark>${styled(passage, titles)}</mark>`
      : nothing}${styled(after, titles)}</div>
    ${is_end ? nothing : button}
  `;
}

/**
 * A text with its headings told from the rest, and a gap for each empty line.
 * @param {string} text
 * @param {string[]} titles
 */
function styled(text, titles) {
  const line = (/** @type {string} */ said) => titles.includes(said) ? html`<b>${said}</b>` : said;
  const lines = (/** @type {string} */ said) => said.split("\n").map((each, index) => [index ? "\n" : "", line(each)]);
  return text.split(/\n(?:\s*\n)+/).map((part, index) => [index ? html`<i class="gap"></i>` : "", lines(part)]);
}

/**
 * @param {"sourceGone" | "sourceChanged"} what
 * @param {string} quote
 */
export function lost(what, quote) {
  return html`
    <div class="note"><p>${say(what)}</p>${quote ? html`<blockquote>${quote}</blockquote>` : nothing}</div>
  `;
}
