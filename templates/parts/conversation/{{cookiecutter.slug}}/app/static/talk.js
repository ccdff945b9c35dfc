// @ts-check
import { answer } from "./answer.js";
import { composer } from "./composer.js";
import { live, send, shown, stop } from "./conversation.js";
import { Follower } from "./follow.js";
import { DOWN } from "./icons.js";
import { notices } from "./notice.js";
import { drawn, focusOn, hasKeyboard } from "./page.js";
import { said } from "./said.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { repeat } from "./vendor/lit-html-3.3.3/directives/repeat.js";
import { say } from "./words.js";

/**
 * @typedef {import("./conversation.js").State} State
 * @typedef {import("./conversation.js").Message} Message
 * @typedef {import("./answer.js").Dress} Dress
 * @typedef {{noModel?: string, below?: (message: Message) => unknown}} Own what an app says where there is no model, and
 *   puts below what a visitor said
 */

const follower = new Follower((atEnd) => document.querySelector(".to-end")?.toggleAttribute("hidden", atEnd));

/**
 * What is said, with the welcome before the first word.
 * @param {State} state
 * @param {Dress} dress
 * @param {Own} [own]
 */
export function talk(state, dress, own = {}) {
  const messages = shown(state);
  const key = (/** @type {Message} */ { id }) => id;
  const one = (/** @type {Message} */ message) =>
    message.role === "user" ? said(state, message, own.below?.(message)) : answer(state, message, dress);
  drawn().then(() => follower.watch(document.querySelector(".talk")));
  return html`
    <section class="talk" tabindex="0" aria-label=${say("conversation")}>
      <div>
        ${repeat(messages, key, one)}
        ${messages.length ? nothing : state.id && !state.missing ? nothing : welcome(state, own.noModel)}
      </div>
    </section>
  `;
}

/**
 * @param {State} state
 * @param {string} [noModel]
 */
function welcome(state, noModel) {
  const { about, missing } = state;
  if (!about) return nothing;
  return html`
    <div class="welcome">
      ${missing ? html`<p class="note bad">${say("missing")}</p>` : nothing}
      <h2>${say("greeting", { name: about.name })}</h2>
      <p>${about.tagline}</p>
      <div class="starters">
        ${about.starters.map((question) =>
          html`<button type="button" @click=${() => ask(state, question)}>${question}</button>`
        )}
      </div>
      ${notices(about, noModel)}
    </div>
  `;
}

/**
 * Says something, and brings the end of the conversation into sight.
 * @param {State} state
 * @param {string} question
 */
export function ask(state, question) {
  send(state, question);
  drawn().then(() => follower.toEnd());
  if (hasKeyboard()) focusOn("#composer");
}

/** @param {State} state */
export function asking(state) {
  const { about } = state;
  if (!about) return nothing;
  return html`
    <button type="button" class="to-end" hidden aria-label=${say("toEnd")} title=${say("toEnd")}
      @click=${() => follower.toEnd()}>${DOWN}</button>
    ${composer({
      busy: Boolean(live(state)),
      consent: about.consent,
      name: about.name,
      onSend: (text) => ask(state, text),
      onStop: () => stop(state),
    })}
  `;
}
