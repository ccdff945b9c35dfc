// @ts-check
import { fileOf } from "./documents.js";
import { AFTER, BEFORE } from "./icons.js";
import { openPanel } from "./panel.js";
import { AROUND, FURTHER, show } from "./shown.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { language, say } from "./words.js";

/**
 * @typedef {import("./documents.js").State} State
 * @typedef {import("./documents.js").Doc} Doc
 * @typedef {import("./conversation.js").Message} Message
 * @typedef {{number: number, rank: number, document: string, file: string, kind: string, page: number | null,
 *   headings: string[], start: number, end: number, quote: string, words: number | null, meaning: number | null,
 *   checked: boolean}} Citation
 */

/** @param {Message} reply */
export function citationsOf(reply) {
  return /** @type {Citation[]} */ (reply.notes?.citations?.citations ?? []);
}

/**
 * Where a citation stands, in words: its page and the heading above it.
 * @param {Citation} citation
 */
export function placeOf({ kind, page, headings }) {
  const number = page === null ? "" : say(kind === "pptx" ? "slide" : "page", { number: page });
  return [number, headings.at(-1)].filter(Boolean).join(" · ");
}

/**
 * Opens the passage that a citation rests on, marked where it stands in its document.
 * @param {State} state
 * @param {Message} reply
 * @param {Citation} citation
 */
export async function openSource(state, reply, citation) {
  const { document: id, kind, start, end, quote } = citation;
  openPanel(state, {
    key: `${reply.id} ${citation.number}`,
    title: fileOf(citation.file),
    subtitle: placeOf(citation),
    content: nothing,
  });
  const place = { start: String(start), end: String(end), quote };
  await show(state, { id, kind, place, quote, around: AROUND, head: why(state, reply, citation) });
}

/**
 * Opens a document at its beginning, or says why there is nothing to show.
 * @param {State} state
 * @param {Doc} file
 */
export async function openDocument(state, file) {
  const pages = file.pages ? say(file.kind === "pptx" ? "slideCount" : "pageCount", { count: file.pages }) : "";
  const { id, kind, failure } = file;
  openPanel(state, {
    key: id,
    title: fileOf(file.name),
    subtitle: failure ? "" : [pages, say("passageCount", { count: file.passages })].filter(Boolean).join(" · "),
    content: failure ? html`<p class="note bad">${failure.message} ${failure.hint}</p>` : nothing,
  });
  if (!failure) await show(state, { id, kind, place: {}, quote: "", around: FURTHER, head: nothing });
}

/**
 * Why this passage was chosen, and the way to the sources beside it.
 * @param {State} state
 * @param {Message} reply
 * @param {Citation} citation
 */
function why(state, reply, citation) {
  const figure = (/** @type {string} */ name, /** @type {string} */ value) =>
    html`<span>${name} <b>${value}</b></span>`;
  const { number, rank, meaning, words, checked } = citation;
  const all = citationsOf(reply);
  const step = (/** @type {number} */ way, /** @type {string} */ label, /** @type {unknown} */ icon) => {
    const to = all[number - 1 + way];
    return html`
      <button type="button" aria-label=${label} title=${label} aria-disabled=${String(!to)}
        @click=${() => to ? openSource(state, reply, to) : undefined}>${icon}</button>
    `;
  };
  return html`
    <div class="why">
      ${figure(say("rank"), written(rank))} ${meaning === null ? nothing : figure(say("byMeaning"), written(meaning))}
      ${words === null ? nothing : figure(say("byWords"), written(words))}
      ${figure(say("quote"), say(checked ? "foundExactly" : "wholePassage"))}
      ${all.length < 2 ? nothing : html`
        <span class="stepper">${step(-1, say("sourceBefore"), BEFORE)} ${number}/${all.length} ${step(
          1,
          say("sourceAfter"),
          AFTER,
        )}</span>
      `}
    </div>
  `;
}

/** @param {number} value */
function written(value) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 ? 2 : 1 }).format(value);
}
