// @ts-check
import { call, Fault } from "./api.js";
import { fileOf } from "./documents.js";
import { AFTER, BEFORE } from "./icons.js";
import { drawn, update } from "./page.js";
import { openPanel } from "./panel.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { language, say } from "./words.js";

/**
 * @typedef {import("./documents.js").State} State
 * @typedef {import("./documents.js").Doc} Doc
 * @typedef {import("./conversation.js").Message} Message
 * @typedef {{number: number, rank: number, document: string, file: string, kind: string, page: number | null,
 *   headings: string[], start: number, end: number, quote: string, words: number | null, meaning: number | null,
 *   checked: boolean}} Citation
 * @typedef {{document: Doc, before: string, passage: string, after: string, titles: string[], is_start: boolean,
 *   is_end: boolean, is_changed: boolean}} View
 */

const AROUND = 1500; // characters that are shown on each side of a passage ...
const FURTHER = 6000; // ... and how many more at each wish

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
  const { document: id, start, end, quote } = citation;
  const place = { start: String(start), end: String(end), quote };
  openPanel(state, {
    key: `${reply.id} ${citation.number}`,
    title: fileOf(citation.file),
    subtitle: placeOf(citation),
    head: why(state, reply, citation),
    content: nothing,
  });
  await show(state, id, place, AROUND, quote);
}

/**
 * Opens a document at its beginning, or says why there is nothing to show.
 * @param {State} state
 * @param {Doc} file
 */
export async function openDocument(state, file) {
  const pages = file.pages ? say(file.kind === "pptx" ? "slideCount" : "pageCount", { count: file.pages }) : "";
  const { failure } = file;
  openPanel(state, {
    key: file.id,
    title: fileOf(file.name),
    subtitle: failure ? "" : [pages, say("passageCount", { count: file.passages })].filter(Boolean).join(" · "),
    content: failure ? html`<p class="note bad">${failure.message} ${failure.hint}</p>` : nothing,
  });
  if (!failure) await show(state, file.id, {}, FURTHER, "");
}

/**
 * Fills the panel with a part of a document.
 * @param {State} state
 * @param {string} id
 * @param {Record<string, string>} place
 * @param {number} around
 * @param {string} quote
 */
async function show(state, id, place, around, quote) {
  const panel = state.panel;
  if (!panel) return;
  try {
    const words = new URLSearchParams({ ...place, around: String(around) });
    const view = await call(`api/documents/${id}/view?${words}`);
    panel.content = passage(view, quote, () => show(state, id, place, around + FURTHER, quote));
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    panel.content = fault.told.code === "not_found"
      ? lost("sourceGone", quote)
      : html`<p class="note bad">${fault.message}</p>`;
  }
  update();
  if (around !== AROUND) return;
  await drawn();
  document.querySelector(".panel mark")?.scrollIntoView({ block: "center" });
}

/**
 * @param {View} view
 * @param {string} quote
 * @param {() => void} more
 */
function passage({ before, passage, after, titles, is_start, is_end, is_changed }, quote, more) {
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
function lost(what, quote) {
  return html`
    <div class="note"><p>${say(what)}</p>${quote ? html`<blockquote>${quote}</blockquote>` : nothing}</div>
  `;
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
