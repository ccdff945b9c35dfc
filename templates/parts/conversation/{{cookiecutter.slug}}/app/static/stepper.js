// @ts-check
import { step } from "./conversation.js";
import { AFTER, BEFORE } from "./icons.js";
import { focusOn } from "./page.js";
import { versions } from "./tree.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { say } from "./words.js";

/**
 * The way between the versions of a message; arrows step, too.
 * @param {import("./conversation.js").State} state
 * @param {import("./conversation.js").Message} message
 */
export function stepper(state, message) {
  const all = versions(state.messages, message);
  if (all.length < 2) return nothing;
  const at = all.indexOf(message);
  const go = (/** @type {number} */ way) => {
    const version = all[at + way];
    if (!version) return;
    step(state, version);
    focusOn(`[id="${version.id}"] .stepper > ${way < 0 ? ":first-child" : ":last-child"}`);
  };
  const stepped = (/** @type {KeyboardEvent} */ { key }) => go({ ArrowLeft: -1, ArrowRight: 1 }[key] ?? NaN);
  const place = say("version", { number: at + 1, count: all.length });
  return html`
    <div class="stepper" role="group" aria-label=${place} @keydown=${stepped}>
      <button type="button" aria-label=${say("versionBefore")} aria-disabled=${String(at === 0)} @click=${() =>
        go(-1)}>${BEFORE}</button>
      <span>${at + 1}/${all.length}</span>
      <button type="button" aria-label=${say("versionAfter")} aria-disabled=${String(
        at === all.length - 1,
      )} @click=${() => go(1)}>${AFTER}</button>
    </div>
  `;
}
