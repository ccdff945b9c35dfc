// @ts-check
import { rate } from "./conversation.js";
import { focusOn, update } from "./page.js";
import { html } from "./vendor/lit-html-3.3.3/lit-html.js";
import { say } from "./words.js";

/**
 * Asks what was not right, which nobody has to say.
 * @param {import("./conversation.js").State} state
 * @param {import("./conversation.js").Message} reply
 */
export function explain(state, reply) {
  const close = () => {
    state.explaining = null;
    update();
    focusOn("#composer");
  };
  const send = (/** @type {any} */ event) => {
    event.preventDefault();
    const reason = event.target.elements.reason.value.trim();
    if (reason) rate(state, reply, "down", reason);
    close();
  };
  return html`
    <form class="explain" @submit=${send} @keydown=${(/** @type {KeyboardEvent} */ event) =>
      closeOnEscape(event, close)}>
      <input name="reason" maxlength="2000" autocomplete="off" placeholder=${say("whatWasWrong")} aria-label=${say(
        "whatWasWrong",
      )}>
      <button type="submit" class="primary">${say("send")}</button>
    </form>
  `;
}

/**
 * @param {KeyboardEvent} event
 * @param {() => void} close
 */
export function closeOnEscape(event, close) {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  close();
}
