// @ts-check
import { choices, digits, pick } from "./choices.js";
import { decide, lookAt, skip, step, undo } from "./queue.js";
import { focusOn, update } from "./page.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { share } from "./verdict.js";
import { say } from "./words.js";

/**
 * @typedef {import("./board.js").State} State
 * @typedef {import("./queue.js").Row} Row
 * @typedef {import("./queue.js").Seen} Seen
 */

const NEXT = 8; // texts that are shown below the one that is looked at

/** @param {State} state */
export function review(state) {
  return html`
    <section class="board review" tabindex="-1" aria-label=${say("review")} @keydown=${pressed(state)}>
      ${state.queue.length ? [asked(state), beside(state), next(state)] : empty(state)}
    </section>
  `;
}

/** @param {State} state */
function empty(state) {
  return html`
    <div class="card nothing">
      <h2 id="waiting" tabindex="-1">${say("nothingWaits")}</h2>
      <p class="made">${say("nothingWaitsHint")}</p>
      ${state.done.length ? html`<p class="row">${undoButton(state)}</p>` : nothing}
    </div>
  `;
}

/**
 * The text that is looked at, and what can be done with it.
 * @param {State} state
 */
function asked(state) {
  const row = state.queue[state.at];
  return html`
    <article class="card asked">
      <p class="quiet place">${say("waitingCount", { count: state.waiting })}</p>
      <blockquote id="waiting" tabindex="-1">${row.text}</blockquote>
      ${reasons(row, state.looked)}
      ${state.reviewFault
        ? html`<p class="note bad" role="alert">${state.reviewFault.message} ${state.reviewFault.hint}</p>`
        : nothing}
      ${choices(state)}
      <div class="row steps">
        <span class="quiet keys">${hint()}</span>
        <button type="button" class="plain" aria-keyshortcuts="S" @click=${() => skip(state)}>${say("skip")}</button>
        ${undoButton(state)}
      </div>
    </article>
  `;
}

/** @param {State} state */
function undoButton(state) {
  return html`
    <button type="button" class="plain" aria-keyshortcuts="U" aria-disabled=${String(!state.done.length)}
      @click=${() => undo(state)}>${say("undo")}</button>
  `;
}

/** The keys in a sentence, drawn as keys. */
function hint() {
  return say("reviewKeys").split(/(\b1–9\b|\b[SU]\b|[←→])/).map((part, index) =>
    index % 2 ? html`<kbd>${part}</kbd>` : part
  );
}

/**
 * What was guessed, and why that is not sure enough.
 * @param {Row} row
 * @param {Seen | null} looked
 */
function reasons(row, looked) {
  return html`
    <p class="why">
      ${row.guess
        ? html`<span class="tag ask">${say("guess", { label: row.guess.split("|").join(", ") })}</span>`
        : nothing}
      ${row.confidence === null ? nothing : html`<b>${share(row.confidence)}</b>`}
      ${looked?.why.map(({ code, label }) => html`<span>${because(code, label)}</span>`)}
    </p>
  `;
}

/**
 * @param {string} code
 * @param {string} label
 */
function because(code, label) {
  const known = /** @type {Record<string, import("./words.js").Word>} */ ({
    far: "whyFar",
    close: "whyClose",
    others: "whyOthers",
    unsure: "whyUnsure",
  });
  return say(known[code] ?? /** @type {import("./words.js").Word} */ (code), { label });
}

/**
 * The examples that the text is most like.
 * @param {State} state
 */
function beside({ looked }) {
  return html`
    <section class="card nearest" aria-labelledby="nearest">
      <h2 id="nearest">${say("nearestExamples")}</h2>
      ${looked && !looked.nearest.length ? html`<p class="made">${say("noExamples")}</p>` : nothing}
      <ul>${looked?.nearest.map(({ text, labels, likeness }) =>
        html`<li><p>${text}</p><span class="tag">${labels.join(", ") || say("noLabel")}</span> <small>${
          say("alike", {
            likeness: share(likeness),
          })
        }</small></li>`
      )}</ul>
    </section>
  `;
}

/**
 * What comes after it.
 * @param {State} state
 */
function next(state) {
  const rows = state.queue.slice(state.at + 1, state.at + 1 + NEXT);
  if (!rows.length) return nothing;
  return html`
    <section class="card span" aria-labelledby="next">
      <h2 id="next">${say("comesNext")}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">${say("text")}</th>
            <th scope="col">${say("guessed")}</th>
            <th scope="col" class="number">${say("confidence")}</th>
          </tr>
        </thead>
        <tbody>${rows.map((row) => line(state, row))}</tbody>
      </table>
    </section>
  `;
}

/**
 * @param {State} state
 * @param {Row} row
 */
function line(state, row) {
  const open = () => lookAt(state, row.id).then(() => focusOn("#waiting"));
  return html`
    <tr>
      <td><button type="button" class="text" @click=${open}>${row.text}</button></td>
      <td>${row.guess
        ? html`<span class="tag ask">${say("guess", { label: row.guess.split("|").join(", ") })}</span>`
        : "–"}</td>
      <td class="number">${row.confidence === null ? "–" : share(row.confidence)}</td>
    </tr>
  `;
}

/**
 * Keys hold only while the focus is in here, so that they are in nobody's way elsewhere.
 * @param {State} state
 */
function pressed(state) {
  return (/** @type {KeyboardEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isWriting = event.target instanceof HTMLInputElement;
    const act = isWriting ? null : actionOf(state, event);
    if (!act) return;
    event.preventDefault();
    act();
    update();
  };
}

/**
 * @param {State} state
 * @param {KeyboardEvent} event
 * @returns {(() => unknown) | null}
 */
function actionOf(state, { key, code, target }) {
  const label = digits(state)[Number(key) - 1];
  if (label && /^[1-9]$/.test(key)) return () => pick(state, label);
  // By the place of the key where an input method keeps the letter to itself.
  const letter = key.length === 1 ? key.toLowerCase() : code.replace("Key", "").toLowerCase();
  if (letter === "s") return () => skip(state);
  if (letter === "u") return () => undo(state);
  if (key === "/") return () => focusOn("#find-label");
  if (key === "ArrowRight" || key === "ArrowDown") return () => step(state, 1);
  if (key === "ArrowLeft" || key === "ArrowUp") return () => step(state, -1);
  const isButton = target instanceof HTMLButtonElement;
  if (key === "Enter" && !isButton && state.task?.choose === "many") return () => decide(state, [...state.picked]);
  return null;
}
