// @ts-check
import { onEnter } from "./composer.js";
import { focusOn, update } from "./page.js";
import { decide } from "./queue.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { share } from "./verdict.js";
import { say } from "./words.js";

/** @typedef {import("./board.js").State} State */

const KEYS = 9;
const FOUND = 12; // labels that are shown of those that are looked for

/**
 * The labels that have a number: all of them in their own order where they are few, else the likeliest for this text.
 * @param {State} state
 * @returns {string[]}
 */
export function digits({ task, looked }) {
  const names = task?.labels.map(({ name }) => name) ?? [];
  if (names.length <= KEYS) return names;
  return looked?.labels.slice(0, KEYS).map(({ name }) => name) ?? [];
}

/**
 * What a text can be labelled as: buttons with the numbers of their keys, and a field to find one among many.
 * @param {State} state
 */
export function choices(state) {
  const { task, looked } = state;
  const isMany = task?.choose === "many";
  const shares = new Map(looked?.labels.map(({ name, share }) => [name, share]));
  return html`
    <div class="choices" role="group" aria-label=${say(isMany ? "whichLabels" : "whichLabel")}>
      ${digits(state).map((name, at) => choice(state, name, at + 1, shares.get(name) ?? null))}
    </div>
    ${(task?.labels.length ?? 0) > KEYS ? others(state) : nothing}
    ${isMany
      ? html`<p class="row"><button type="button" class="primary" @click=${() => decide(state, [...state.picked])}>${
        say(
          "done",
        )
      }</button></p>`
      : nothing}
  `;
}

/**
 * @param {State} state
 * @param {string} name
 * @param {number} number
 * @param {number | null} likely
 */
function choice(state, name, number, likely) {
  const pressed = state.task?.choose === "many" ? String(state.picked.has(name)) : nothing;
  return html`
    <button type="button" class="choice" aria-keyshortcuts=${number || nothing} aria-pressed=${pressed}
      @click=${() => pick(state, name)}>
      ${number ? html`<kbd aria-hidden="true">${number}</kbd>` : nothing}<span>${name}</span>
      ${likely === null ? nothing : html`<small>${share(likely)}</small>`}
    </button>
  `;
}

/**
 * Labels the text, or with several to a text marks the label.
 * @param {State} state
 * @param {string} name
 */
export function pick(state, name) {
  if (state.task?.choose !== "many") return void decide(state, [name]);
  if (!state.picked.delete(name)) state.picked.add(name);
  update();
}

/**
 * Finds a label by some of its letters; Enter takes the first one.
 * @param {State} state
 */
function others(state) {
  const wanted = state.findLabel.trim().toLocaleLowerCase();
  const names = state.task?.labels.map(({ name }) => name) ?? [];
  const found = wanted ? names.filter((name) => name.toLocaleLowerCase().includes(wanted)).slice(0, FOUND) : [];
  const marked = [...state.picked].filter((name) => state.task?.choose === "many" && !digits(state).includes(name));
  const write = (/** @type {any} */ { target }) => {
    state.findLabel = target.value;
    update();
  };
  const take = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (found.length) pick(state, found[0]);
    state.findLabel = "";
    focusOn("#waiting");
    update();
  };
  return html`
    <div class="others">
      <input type="search" id="find-label" class="field" placeholder=${say("anotherLabel", { count: names.length })}
        aria-label=${say("anotherLabel", { count: names.length })} aria-keyshortcuts="/" .value=${state.findLabel}
        @input=${write} @keydown=${onEnter(take)}>
      <div class="choices" role="group" aria-label=${say("anotherLabel", { count: names.length })}>
        ${[...new Set([...marked, ...found])].map((name) => choice(state, name, 0, null))}
      </div>
    </div>
  `;
}
