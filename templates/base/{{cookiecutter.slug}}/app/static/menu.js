// @ts-check
import { repeat } from "./vendor/lit-html-3.3.3/directives/repeat.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";

/**
 * @typedef {{text: string, act?: () => void, href?: string, current?: boolean, grave?: boolean, group?: string}} Choice
 *   `group` begins a group of choices and names it; an empty one only draws a line
 */

/**
 * A list of choices that opens beside the button which names it in `popovertarget`. Each stays the button that it is
 * when another one comes: someone may be about to press it.
 * @param {string} id
 * @param {string} label
 * @param {Choice[]} choices
 */
export function menu(id, label, choices) {
  const text = (/** @type {Choice} */ choice) => choice.text;
  const drawn = (/** @type {Choice} */ made) => [heading(made), choice(made)];
  return html`
    <div class="menu" id=${id} popover role="group" aria-label=${label} @click=${close} @keydown=${step}>
      ${repeat(choices, text, drawn)}
    </div>
  `;
}

/** @param {Choice} choice */
function heading({ group }) {
  if (group === undefined) return nothing;
  return group ? html`<h2>${group}</h2>` : html`<hr>`;
}

/** @param {Choice} choice */
function choice({ text, act, href, current, grave }) {
  if (href) return html`<a href=${href}>${text}</a>`;
  const pressed = current === undefined ? nothing : String(current);
  const kind = grave ? "grave" : nothing;
  return html`<button type="button" class=${kind} aria-pressed=${pressed} @click=${act}>${text}</button>`;
}

/** @param {Event} event */
function close(event) {
  const opened = /** @type {HTMLElement} */ (event.currentTarget);
  if (event.target !== opened) opened.hidePopover();
}

/** @param {KeyboardEvent} event */
function step(event) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!way) return;
  event.preventDefault();
  walk(/** @type {HTMLElement} */ (event.currentTarget), "button, a", way);
}

/**
 * Moves the focus among what stands in a place, round its ends.
 * @param {Element} place
 * @param {string} selector
 * @param {number} way
 */
export function walk(place, selector, way) {
  const stops = /** @type {HTMLElement[]} */ ([...place.querySelectorAll(selector)]);
  const at = stops.findIndex((stop) => stop === document.activeElement);
  stops.at(at < 0 && way < 0 ? -1 : (at + way) % stops.length)?.focus();
}
