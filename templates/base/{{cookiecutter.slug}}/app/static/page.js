// @ts-check
import { render } from "./vendor/lit-html-3.3.3/lit-html.js";

/** @type {() => unknown} */
let view = () => "";
let due = false;

/**
 * Puts a view on the page, drawn from the one state object that it closes over.
 * @param {() => unknown} drawn
 */
export function show(drawn) {
  view = drawn;
  update();
}

/** Draws the page anew, once, however much changed; only what differs is touched. */
export function update() {
  if (due) return;
  due = true;
  queueMicrotask(() => {
    due = false;
    render(view(), document.body);
  });
}

/** Waits until the page shows what the state says. */
export async function drawn() {
  while (due) await Promise.resolve();
}

/** @param {string} selector */
export function focusOn(selector) {
  drawn().then(() => /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus());
}

/** Whether there is room for one thing beside another; what is drawn depends on it. */
export const narrow = matchMedia("(max-width: 56rem)");
narrow.addEventListener("change", update);

/** Whether a keyboard is likely at hand: elsewhere a focused field brings one up over the page. */
export function hasKeyboard() {
  return matchMedia("(hover: hover)").matches;
}
