// @ts-check
import { address } from "./api.js";
import { AFTER, BEFORE, ENLARGE } from "./icons.js";
import { narrow } from "./page.js";
import { html, nothing, svg } from "./vendor/lit-html-3.3.3/lit-html.js";
import { say } from "./words.js";

/**
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box in points
 * @typedef {{number: number, count: number, width: number, height: number, boxes: Box[]}} Page
 */

const ROOM = 1.5; // points that a mark reaches beyond the letters ...
const MARGIN = 3; // ... and that stay beside it where it fills the width of a phone
const LARGE = 2; // times the width there is
const TURNS = { ArrowLeft: -1, ArrowRight: 1 };

/**
 * The choice between a page as it looks and its text, and the way to other pages.
 * @param {Page} page
 * @param {{isDrawn: boolean, isLarge: boolean}} look
 * @param {{draw: (isDrawn: boolean) => void, enlarge: () => void, turn: (number: number) => void}} act
 */
export function bar(page, { isDrawn, isLarge }, { draw, enlarge, turn }) {
  const way = (/** @type {boolean} */ to, /** @type {string} */ label) =>
    html`<button type="button" aria-pressed=${String(isDrawn === to)} @click=${() => draw(to)}>${label}</button>`;
  return html`
    <div class="paging">
      <div class="switch" role="group" aria-label=${say("shownAs")}>${way(true, say("asPage"))}${way(
        false,
        say("asText"),
      )}</div>
      ${isDrawn ? [pager(page, turn), enlarger(isLarge, enlarge)] : nothing}
    </div>
  `;
}

/**
 * @param {Page} page
 * @param {(number: number) => void} turn
 */
function pager({ number, count }, turn) {
  const go = (/** @type {number} */ to) => to >= 1 && to <= count ? turn(to) : undefined;
  const turned = (/** @type {KeyboardEvent} */ { key }) =>
    go(number + (TURNS[/** @type {keyof TURNS} */ (key)] ?? NaN));
  const button = (/** @type {number} */ to, /** @type {string} */ label, /** @type {unknown} */ icon) =>
    html`
      <button type="button" aria-label=${label} title=${label} aria-disabled=${String(to < 1 || to > count)}
        @click=${() => go(to)}>${icon}</button>
    `;
  return html`
    <div class="stepper" role="group" aria-label=${say("pageOf", { number, count })} @keydown=${turned}>
      ${button(number - 1, say("pageBefore"), BEFORE)} <span>${number}/${count}</span> ${button(
        number + 1,
        say("pageAfter"),
        AFTER,
      )}
    </div>
  `;
}

/**
 * @param {boolean} isLarge
 * @param {() => void} enlarge
 */
function enlarger(isLarge, enlarge) {
  const label = say("enlarge");
  return html`
    <button type="button" class="round" aria-label=${label} title=${label} aria-pressed=${String(isLarge)}
      @click=${enlarge}>${ENLARGE}</button>
  `;
}

/**
 * A page as it looks, the quote marked; who does not see it is told what is marked.
 * @param {string} id the document's
 * @param {Page} page
 * @param {string} marked what stands under the marks
 * @param {boolean} isLarge
 * @param {() => void} failed is called where the page cannot be drawn
 */
export function picture(id, page, marked, isLarge, failed) {
  const { number, count, width, height, boxes } = page;
  const scale = isLarge ? LARGE : narrow.matches ? fitting(page) : 1;
  return html`
    <figure class="drawn">
      <svg viewBox="0 0 ${width} ${height}" width="${100 * scale}%" role="img"
        aria-label=${say("pageOf", { number, count })}>
        <image href=${address(
          `api/documents/${id}/pages/${number}`,
        )} width=${width} height=${height} @error=${failed} />
        ${boxes.map(mark)}
      </svg>
      ${boxes.length ? html`<figcaption class="unseen"><mark>${marked}</mark></figcaption>` : nothing}
    </figure>
  `;
}

/**
 * How large a page is where the lines that are marked fill the width: on a phone a whole page is too small to read.
 * @param {Page} page
 */
function fitting({ width, boxes }) {
  if (!boxes.length) return 1;
  const left = Math.min(...boxes.map((box) => box.left));
  const right = Math.max(...boxes.map((box) => box.right));
  return Math.min(Math.max(width / (right - left + 2 * MARGIN), 1), LARGE);
}

/** @param {Box} box */
function mark({ left, top, right, bottom }) {
  return svg`<rect x=${left - ROOM} y=${top} width=${right - left + 2 * ROOM} height=${bottom - top} rx="2" />`;
}
