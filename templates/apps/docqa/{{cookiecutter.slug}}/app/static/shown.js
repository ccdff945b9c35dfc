// @ts-check
import { call, Fault } from "./api.js";
import { drawn, update } from "./page.js";
import { bar, picture } from "./pages.js";
import { lost, passage } from "./passage.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { say } from "./words.js";

/**
 * @typedef {import("./documents.js").State} State
 * @typedef {{id: string, kind: string, place: Record<string, string>, quote: string, around: number,
 *   head: unknown}} Wanted a document and a place in it; `head` stays above what is shown
 * @typedef {{panel: import("./panel.js").Panel, isLarge: boolean, fault: unknown,
 *   view: import("./passage.js").View | null, page: import("./pages.js").Page | null}} Found
 * @typedef {Wanted & Found} Shown
 */

export const AROUND = 1500; // characters that are shown on each side of a passage ...
export const FURTHER = 6000; // ... and how many more at each wish

/**
 * Fills the panel with a part of a document: its text and, of a PDF, a page as it looks.
 * @param {State} state
 * @param {Wanted} wanted
 */
export async function show(state, wanted) {
  const { panel } = state;
  if (!panel) return;
  const shown = { ...wanted, panel, isLarge: false, fault: nothing, view: null, page: null };
  await Promise.all([read(shown), wanted.kind === "pdf" ? turn(shown) : undefined]);
  await draw(state, shown);
  toMark();
}

/** @param {Shown} shown */
async function read(shown) {
  const words = new URLSearchParams({ ...shown.place, around: String(shown.around) });
  await attempt(shown, async () => {
    shown.view = await call(`api/documents/${shown.id}/view?${words}`);
  });
}

/**
 * Turns to a page; without a number, to the one on which the passage stands.
 * @param {Shown} shown
 * @param {number} [number]
 */
async function turn(shown, number) {
  const words = new URLSearchParams({ ...shown.place, ...(number ? { number: String(number) } : {}) });
  await attempt(shown, async () => {
    shown.page = await call(`api/documents/${shown.id}/page?${words}`);
  });
}

/**
 * Does what may come to nothing, and keeps what there is to say then.
 * @param {Shown} shown
 * @param {() => Promise<void>} act
 */
async function attempt(shown, act) {
  try {
    await act();
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    const { code, message, hint } = fault.told;
    shown.fault = code === "not_found"
      ? lost("sourceGone", shown.quote)
      : html`<p class="note bad">${message} ${hint}</p>`;
  }
}

/**
 * @param {State} state
 * @param {Shown} shown
 */
async function draw(state, shown) {
  const { panel, view, page, head } = shown;
  const isPaged = page && view && !view.is_changed;
  const isDrawn = state.isDrawn && shown.fault === nothing;
  panel.head = html`<div>${head} ${
    isPaged ? bar(page, { ...shown, isDrawn: state.isDrawn }, acts(state, shown)) : nothing
  }</div>`;
  panel.content = isPaged && isDrawn
    ? picture(shown.id, page, view.passage, shown.isLarge, () => fail(state, shown))
    : html`${shown.fault} ${view ? passage(view, shown.quote, () => more(state, shown)) : nothing}`;
  update();
  await drawn();
}

/**
 * What the bar above a page does.
 * @param {State} state
 * @param {Shown} shown
 */
function acts(state, shown) {
  const again = () => draw(state, shown).then(toMark);
  return {
    draw: (/** @type {boolean} */ isDrawn) => {
      state.isDrawn = isDrawn;
      shown.fault = nothing;
      again();
    },
    enlarge: () => {
      shown.isLarge = !shown.isLarge;
      again();
    },
    turn: async (/** @type {number} */ number) => {
      shown.fault = nothing;
      await turn(shown, number);
      state.announcement = say("pageOf", { number, count: shown.page?.count ?? number });
      again();
    },
  };
}

/**
 * @param {State} state
 * @param {Shown} shown
 */
async function more(state, shown) {
  shown.around += FURTHER;
  await read(shown);
  await draw(state, shown);
}

/**
 * A picture did not come; the text is there.
 * @param {State} state
 * @param {Shown} shown
 */
function fail(state, shown) {
  shown.fault = html`<p class="note bad">${say("pageNotDrawn")}</p>`;
  draw(state, shown);
}

/** Brings what is marked into view, or else the top of what is shown. */
function toMark() {
  const panel = document.querySelector(".panel .page");
  const mark = panel?.querySelector("rect, .said-there mark");
  if (mark) mark.scrollIntoView({ block: "center", inline: "start" });
  else panel?.scrollTo(0, 0);
}
