// @ts-check
import { call, Fault } from "./api.js";
import { notices } from "./notice.js";
import { focusOn, update } from "./page.js";
import { quality } from "./quality.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { verdict } from "./verdict.js";
import { say } from "./words.js";

/**
 * @typedef {import("./product.js").Shell & Desk} State
 * @typedef {{result: import("./verdict.js").Result | null, fault: import("./api.js").Told | null, busy: boolean,
 *   stop: AbortController | null, task: import("./quality.js").Task | null}} Desk what is being tried
 */

const LEARNING = 1000;

/** @returns {Desk} */
export function desk() {
  return { result: null, fault: null, busy: false, stop: null, task: null };
}

/**
 * Asks what is labelled and how well; again while that is being learned.
 * @param {State} state
 */
export async function refreshBoard(state) {
  state.task = await call("api/classifier").catch(() => state.task);
  update();
  if (state.task?.learning) setTimeout(() => refreshBoard(state), LEARNING);
}

/** @param {State} state */
export function board(state) {
  const { about, task } = state;
  return html`
    <div class="board">
      <div class="column">
        ${about ? notices(about, say("noModelLabels")) : nothing}
        ${task?.learning ? html`<p class="note" role="status">${say("learning", task.learning)}</p>` : nothing}
        ${message(state)} ${outcome(state)}
      </div>
      ${task ? quality(task) : nothing}
    </div>
  `;
}

/** @param {State} state */
function message(state) {
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const box = /** @type {HTMLTextAreaElement} */ (document.getElementById("text"));
    if (box.value.trim() && !state.busy) label(state, box.value);
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) submit(event);
  };
  return html`
    <form class="card" @submit=${submit}>
      <h2><label for="text">${say("textToLabel")}</label></h2>
      <textarea id="text" rows="4" maxlength="32000" placeholder=${say("typeText")} @keydown=${keys}></textarea>
      <div class="row">
        ${state.busy
          ? html`<button type="button" class="plain" @click=${() => state.stop?.abort()}>${say("stop")}</button>`
          : nothing}
        <button class="primary" ?disabled=${state.busy}>${say(state.busy ? "labelling" : "label")}</button>
      </div>
    </form>
  `;
}

/** @param {State} state */
function outcome({ result, fault, task }) {
  if (fault) return html`<p class="note bad" role="alert">${fault.message} ${fault.hint}</p>`;
  return result && task ? verdict(result, task) : nothing;
}

/**
 * @param {State} state
 * @param {string} text
 */
async function label(state, text) {
  Object.assign(state, { busy: true, fault: null, stop: new AbortController() });
  update();
  try {
    state.result = await call("api/classify", "POST", { text }, state.stop?.signal);
    state.announcement = say("labelled", { label: state.result?.labels.join(", ") || say("noLabel") });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    state.fault = state.stop?.signal.aborted ? null : error.told;
  }
  Object.assign(state, { busy: false, stop: null });
  update();
  focusOn("#text");
}
