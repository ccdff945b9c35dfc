// @ts-check
import { rate, replyAgain } from "./conversation.js";
import { explain } from "./explain.js";
import { focusOn, hasKeyboard, update } from "./page.js";
import { body } from "./reply.js";
import { stepper } from "./stepper.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { dollars, say } from "./words.js";

/**
 * @typedef {import("./conversation.js").State} State
 * @typedef {import("./conversation.js").Message} Message
 * @typedef {(body: HTMLElement, reply: Message) => unknown} Dress what an app makes of a reply's words, and puts below
 */

/**
 * A reply: its words, what happened to it, what can be done with it, what it took.
 * @param {State} state
 * @param {Message} reply
 * @param {Dress} dress
 */
export function answer(state, reply, dress) {
  const words = body(reply);
  const live = reply.status === "live";
  return html`
    <article class="reply" id=${reply.id} aria-busy=${String(live)} aria-label=${state.about?.name}>
      ${trimmed(reply)} ${words} ${dress(words, reply)} ${live && reply.slow
        ? html`<p class="note">${say("slow")}</p>`
        : nothing}
      ${happened(state, reply)} ${live ? html`<div class="foot"></div>` : foot(state, reply)}
      ${state.explaining === reply.id ? explain(state, reply) : nothing}
    </article>
  `;
}

/** @param {Message} reply */
function trimmed({ notes }) {
  const count = notes?.trimmed?.messages;
  return count ? html`<p class="note">${say("trimmed", { count })}</p>` : nothing;
}

/**
 * What kept a reply from its end, and the next step.
 * @param {State} state
 * @param {Message} reply
 */
function happened(state, reply) {
  const { fault, status } = reply;
  if (status === "complete" || status === "live") return nothing;
  const told = fault ? [fault.message, fault.hint].filter(Boolean).join(" ") : say(`${status}Note`);
  const again = acting(reply.retry ?? (() => replyAgain(state, reply)));
  const next = status === "stopped" || reply.id !== state.leaf
    ? nothing
    : html`<button type="button" class="link" @click=${again}>${say(status === "failed" ? "again" : "goOn")}</button>`;
  return html`<div class=${status === "failed" ? "note bad" : "note"}><p>${told}</p>${next}</div>`;
}

/**
 * @param {State} state
 * @param {Message} reply
 */
function foot(state, reply) {
  const thumb = (/** @type {"up" | "down"} */ way, /** @type {string} */ label) =>
    html`<button type="button" aria-pressed=${String(reply.rating === way)} @click=${() =>
      rate(state, reply, reply.rating === way ? null : way)}>${label}</button>`;
  return html`
    <div class="foot">
      ${stepper(state, reply)} ${reply.text && navigator.clipboard ? copyButton(state, reply) : nothing}
      ${!reply.text
        ? nothing
        : html`<button type="button" @click=${acting(() => replyAgain(state, reply))}>${say("regenerate")}</button>`}
      ${reply.text ? [thumb("up", say("helpful")), thumb("down", say("notRight"))] : nothing}
      <span>${produced(reply)}</span>
    </div>
  `;
}

/**
 * What a button does that goes away with it: the focus is not to go, too.
 * @param {() => void} act
 */
function acting(act) {
  return () => {
    act();
    if (hasKeyboard()) focusOn("#composer");
  };
}

/**
 * @param {State} state
 * @param {Message} reply
 */
function copyButton(state, reply) {
  const copy = async () => {
    await navigator.clipboard.writeText(reply.text);
    state.copied = reply.id;
    update();
    setTimeout(() => {
      state.copied = null;
      update();
    }, 2000);
  };
  return html`<button type="button" @click=${copy}>${say(state.copied === reply.id ? "copied" : "copy")}</button>`;
}

/**
 * What produced a reply, and what that took.
 * @param {Message} reply
 */
function produced({ answerer, usage, cost_usd, estimated }) {
  const parts = [{ faq: say("faq"), extractive: say("extractive") }[answerer ?? ""] ?? answerer];
  if (usage) parts.push(say("tokens", { count: usage.input_tokens + usage.output_tokens }));
  if (cost_usd) parts.push(`${estimated ? "≈ " : ""}${dollars(cost_usd)} USD`);
  return parts.filter(Boolean).join(" · ");
}
