// @ts-check
import { call } from "./api.js";
import { update } from "./page.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { share } from "./verdict.js";
import { language, say } from "./words.js";

/**
 * @typedef {import("./queue.js").Row} Row
 * @typedef {{query: string, label: string | null, week: string | null, band: string | null}} Filter
 * @typedef {{count: number, weeks: {week: string, count: number}[], labels: {label: string, count: number}[]}} Summary
 * @typedef {{filter: Filter, rows: Row[], more: string | null, summary: Summary | null}} Kept what was labelled
 * @typedef {import("./board.js").State} State
 */

const PAUSE = 200;
const BANDS = [0.5, 0.8, 0.95]; // as in app/results/tables.py
let typing = 0;

/** @returns {Kept} */
export function kept() {
  return { filter: { query: "", label: null, week: null, band: null }, rows: [], more: null, summary: null };
}

/**
 * Asks for the newest texts that the filter lets through, and how many there are in all.
 * @param {State} state
 */
export async function refreshKept(state) {
  state.summary = await call("api/results/summary").catch(() => state.summary);
  const { filter, summary } = state;
  if (!summary?.labels.some(({ label }) => label === filter.label)) filter.label = null;
  if (!summary?.weeks.some(({ week }) => week === filter.week)) filter.week = null;
  await find(state);
}

/**
 * @param {State} state
 * @param {string | null} [after] where the last page ended
 */
async function find(state, after = null) {
  const asked = JSON.stringify(state.filter);
  const wanted = Object.entries({ ...state.filter, after: after ?? "" }).filter(([, value]) => value !== null);
  const found = await call(`api/results?${new URLSearchParams(/** @type {any} */ (wanted))}`).catch(() => null);
  if (!found || asked !== JSON.stringify(state.filter)) return;
  Object.assign(state, { rows: after ? [...state.rows, ...found.rows] : found.rows, more: found.after });
  update();
}

/** @param {State} state */
export function keptTexts(state) {
  const { rows, more, summary } = state;
  return html`
    <section class="board" tabindex="0" aria-label=${say("results")}>
      <div class="card span kept">
        ${filters(state)}
        <p class="made">${say("textCount", { count: summary?.count ?? 0 })}</p>
        ${rows.length ? table(rows) : html`<p class="made">${say("nothingFound")}</p>`}
        ${more
          ? html`<p class="row"><button type="button" class="plain" @click=${() => find(state, more)}>${
            say(
              "showMore",
            )
          }</button></p>`
          : nothing}
      </div>
    </section>
  `;
}

/** @param {State} state */
function filters(state) {
  const { filter, summary } = state;
  const write = (/** @type {any} */ { target }) => {
    filter.query = target.value;
    clearTimeout(typing);
    typing = setTimeout(() => find(state), PAUSE);
  };
  const labels = summary?.labels.map(({ label, count }) => ({
    value: label,
    text: label.split("|").join(", ") || say("noLabel"),
    count,
  }));
  const weeks = summary?.weeks.map(({ week, count }) => ({
    value: week,
    text: say("weekOf", { day: day(week) }),
    count,
  }));
  const bands = [1, 2, 3, 4, 0].map((band) => ({ value: String(band), text: range(band), count: 0 }));
  return html`
    <div class="filters" role="search">
      <input type="search" id="find-text" class="field" placeholder=${say("findText")} aria-label=${say("findText")}
        .value=${filter.query} @input=${write}>
      ${choose(state, "label", say("anyLabel"), labels ?? [])} ${choose(state, "week", say("anyWeek"), weeks ?? [])}
      ${choose(state, "band", say("anyConfidence"), bands)}
    </div>
  `;
}

/**
 * @param {State} state
 * @param {"label" | "week" | "band"} name
 * @param {string} any
 * @param {{value: string, text: string, count: number}[]} options
 */
function choose(state, name, any, options) {
  const chosen = state.filter[name];
  const change = (/** @type {any} */ { target }) => {
    state.filter[name] = target.selectedIndex ? options[target.selectedIndex - 1].value : null;
    find(state);
  };
  return html`
    <select class="field" aria-label=${any} @change=${change}>
      <option ?selected=${chosen === null}>${any}</option>
      ${options.map(({ value, text, count }) =>
        html`<option ?selected=${chosen === value}>${
          count ? `${text} (${count.toLocaleString(language)})` : text
        }</option>`
      )}
    </select>
  `;
}

/** @param {number} band */
function range(band) {
  if (!band) return say("notMeasured");
  const [low, high] = [BANDS[band - 2], BANDS[band - 1]].map((end) => end === undefined ? "" : share(end));
  if (!low) return say("below", { high });
  return high ? say("fromTo", { low, high }) : say("fromOn", { low });
}

/** @param {Row[]} rows */
function table(rows) {
  return html`
    <table>
      <thead>
        <tr>
          <th scope="col">${say("text")}</th>
          <th scope="col">${say("label")}</th>
          <th scope="col" class="number">${say("confidence")}</th>
          <th scope="col" class="when">${say("when")}</th>
        </tr>
      </thead>
      <tbody>${rows.map(line)}</tbody>
    </table>
  `;
}

/** @param {Row} row */
function line({ id, text, label, guess, confidence, state, created }) {
  const named = label || (guess ? say("guess", { label: guess.split("|").join(", ") }) : say("noLabel"));
  const when = new Date(created);
  return html`
    <tr>
      <td><a href="#review/${id}" title=${say("reviewIt")}>${text}</a></td>
      <td>
        <span class="tag ${label ? "" : "ask"}">${label ? label.split("|").join(", ") : named}</span>
        ${state === "decided" ? html`<small>${say("byYou")}</small>` : nothing}
      </td>
      <td class="number">${confidence === null ? "–" : share(confidence)}</td>
      <td class="when"><time datetime=${created}>${when.toLocaleDateString(language)}</time></td>
    </tr>
  `;
}

/** @param {string} week */
export function day(week) {
  return new Date(`${week}T12:00:00`).toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric" });
}
