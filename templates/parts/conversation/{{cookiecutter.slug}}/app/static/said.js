// @ts-check
import { onEnter } from "./composer.js";
import { send } from "./conversation.js";
import { closeOnEscape } from "./explain.js";
import { focusOn, update } from "./page.js";
import { stepper } from "./stepper.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { say } from "./words.js";

/**
 * @typedef {import("./conversation.js").State} State
 * @typedef {import("./conversation.js").Message} Message
 */

/**
 * What the visitor said, and the way to say it differently.
 * @param {State} state
 * @param {Message} message
 * @param {unknown} [below]
 */
export function said(state, message, below = nothing) {
  if (state.editing === message.id) return editor(state, message);
  return html`
    <article class="said" id=${message.id} aria-label=${say("you")}>
      <p>${message.text}</p>
      ${below}
      <div class="foot">
        ${stepper(state, message)}
        <button type="button" @click=${() => edit(state, message.id)}>${say("edit")}</button>
      </div>
    </article>
  `;
}

/**
 * @param {State} state
 * @param {string | null} id
 */
function edit(state, id) {
  state.editing = id;
  update();
  focusOn(id ? ".said textarea" : "#composer");
}

/**
 * @param {State} state
 * @param {Message} message
 */
function editor(state, message) {
  const close = () => edit(state, null);
  const save = (/** @type {Event} */ event) => {
    event.preventDefault();
    const form = /** @type {Element} */ (event.target).closest("form");
    const text = form?.querySelector("textarea")?.value.trim();
    close();
    if (text && text !== message.text) send(state, text, message.parent);
  };
  return html`
    <form class="said editing" @submit=${save} @keydown=${(/** @type {KeyboardEvent} */ event) =>
      closeOnEscape(event, close)}>
      <textarea maxlength="32000" aria-label=${say("editMessage")} .value=${message.text} @keydown=${onEnter(
        save,
      )}></textarea>
      <div class="row">
        <button type="button" class="plain" @click=${close}>${say("cancel")}</button>
        <button type="submit" class="primary">${say("send")}</button>
      </div>
    </form>
  `;
}
