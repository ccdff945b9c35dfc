// @ts-check
import { CLOSE } from "./icons.js";
import { drawn, focusOn, update } from "./page.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { say } from "./words.js";

/**
 * @typedef {import("./product.js").Shell} Shell
 * @typedef {{title: string, subtitle?: string, head?: unknown, content: unknown, key?: string,
 *   from?: Element | null}} Panel `head` stays above what scrolls; `key` says what is open
 */

/**
 * Opens what stands beside the conversation, a sheet on a phone.
 * @param {Shell} state
 * @param {Panel} panel
 */
export function openPanel(state, panel) {
  state.panel = { ...panel, from: state.panel?.from ?? document.activeElement };
  update();
  focusOn(".panel .close");
}

/**
 * Closes it; the focus returns to what opened it, or to where the visitor writes if that is gone.
 * @param {Shell} state
 */
export function closePanel(state) {
  const from = state.panel?.from;
  state.panel = null;
  update();
  if (from instanceof HTMLElement && from.isConnected) drawn().then(() => from.focus());
  else focusOn("#composer");
}

/** @param {Shell} state */
export function panel(state) {
  if (!state.panel) return nothing;
  const { title, subtitle, head, content } = state.panel;
  return html`
    <div class="veil" @click=${() => closePanel(state)}></div>
    <aside class="panel" aria-label=${title}>
      <header>
        <p><b>${title}</b><small>${subtitle}</small></p>
        <button type="button" class="round close" aria-label=${say("close")} @click=${() => closePanel(state)}>
          ${CLOSE}
        </button>
      </header>
      ${head ?? nothing}
      <div class="page" tabindex="0">${content}</div>
    </aside>
  `;
}
