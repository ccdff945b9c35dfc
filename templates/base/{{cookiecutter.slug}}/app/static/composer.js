// @ts-check
import { SEND, STOP } from "./icons.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { say } from "./words.js";

/** @typedef {{busy: boolean, consent?: string, name: string, onSend: (text: string) => void, onStop: () => void}} Asked */

/**
 * Where the visitor writes: Enter sends, Shift Enter breaks the line, Esc stops; one button is Send or Stop.
 * @param {Asked} asked
 */
export function composer({ busy, consent, name, onSend, onStop }) {
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy) return;
    const box = /** @type {HTMLTextAreaElement} */ (document.getElementById("composer"));
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    onSend(text);
  };
  const label = say(busy ? "stop" : "send");
  return html`
    <form class="ask" @submit=${send}>
      <textarea id="composer" rows="1" maxlength="32000" autocomplete="off" enterkeyhint="send"
        placeholder=${say("ask", { name })} aria-label=${say("message")} @keydown=${onEnter(send)}></textarea>
      <button type=${busy ? "button" : "submit"} class="go" aria-label=${label} title=${label}
        @click=${busy ? onStop : nothing}>${busy ? STOP : SEND}</button>
    </form>
    <p class="hint">${consent
      ? html`
        <span>${consent}</span>
      `
      : nothing}<span class="keys">${keys()}</span></p>
  `;
}

/** A sentence about keys, with its keys drawn as keys. */
export function keys(sentence = say("hint")) {
  return sentence.split(/((?:Shift )?Enter)/).map((part, index) => index % 2 ? html`<kbd>${part}</kbd>` : part);
}

/**
 * @param {(event: Event) => void} act
 * @returns {(event: KeyboardEvent) => void}
 */
export function onEnter(act) {
  return (event) => {
    // 229: an input method is still composing, which Safari tells in this way alone.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) act(event);
  };
}
