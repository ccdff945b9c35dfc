// @ts-check
import { call, Fault } from "./api.js";
import { keys, onEnter } from "./composer.js";
import { notices } from "./notice.js";
import { focusOn, update } from "./page.js";
import { meanings, quality } from "./quality.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { verdict } from "./verdict.js";
import { say } from "./words.js";

/**
 * @typedef {import("./queue.js").Queue} Queue
 * @typedef {import("./kept.js").Kept} Kept
 * @typedef {import("./files.js").Files} Files
 * @typedef {import("./product.js").Shell & Desk & Queue & Kept & Files} State
 * @typedef {{text: string, result: import("./verdict.js").Result | null, fault: import("./api.js").Told | null,
 *   busy: boolean, stop: AbortController | null, task: import("./quality.js").Task | null}} Desk what is being tried
 */

const LEARNING = 1000;

/** @returns {Desk} */
export function desk() {
  return { text: "", result: null, fault: null, busy: false, stop: null, task: null };
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
  const without = say(task?.examples === 0 ? "noModelMeanings" : "noModelLabels");
  return html`
    <div class="board">
      <div class="column">
        ${about ? notices(about, without) : nothing}
        ${task?.learning?.of ? html`<p class="note" role="status">${say("learning", task.learning)}</p>` : nothing}
        ${message(state)} ${outcome(state)} ${samples(state)}
      </div>
      ${task ? html`<div class="column">${quality(task)} ${meanings(task)}</div>` : nothing}
    </div>
  `;
}

/** @param {State} state */
function message(state) {
  const { about, busy, text } = state;
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    label(state);
  };
  const write = (/** @type {{target: HTMLTextAreaElement}} */ { target }) => {
    state.text = target.value;
    update();
  };
  const count = text.split(/\s+/).filter(Boolean).length;
  return html`
    <form class="card" @submit=${submit}>
      <h2><label for="text">${say("textToLabel")}</label></h2>
      <textarea id="text" rows="4" maxlength="32000" placeholder=${say("typeText")} .value=${text} @input=${write}
        @keydown=${onEnter(submit)}></textarea>
      <div class="row">
        <span class="quiet">${count
          ? say("wordCount", { count })
          : html`<span class="keys">${keys(say("labelKeys"))}</span>`}</span>
        ${busy
          ? html`<button type="button" class="plain" @click=${() => state.stop?.abort()}>${say("stop")}</button>`
          : nothing}
        <button class="primary" ?disabled=${busy}>${say(busy ? "labelling" : "label")}</button>
      </div>
      ${about?.consent ? html`<p class="made">${about.consent}</p>` : nothing}
    </form>
  `;
}

/** @param {State} state */
function outcome({ result, fault, task }) {
  if (fault) return html`<p class="note bad" role="alert">${fault.message} ${fault.hint}</p>`;
  return result && task ? verdict(result, task) : nothing;
}

/**
 * The product's own texts to begin with, until there is a label to look at.
 * @param {State} state
 */
function samples(state) {
  const { about, result, fault } = state;
  if (result || fault || !about?.starters.length) return nothing;
  return html`
    <section class="samples" aria-labelledby="samples">
      <h2 id="samples">${say("tryOne")}</h2>
      ${about.starters.map((text) =>
        html`<button type="button" @click=${() => label(Object.assign(state, { text }))}>${text}</button>`
      )}
    </section>
  `;
}

/** @param {State} state */
async function label(state) {
  const text = state.text.trim();
  if (!text || state.busy) return;
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
