// @ts-check
import { open, stop } from "./conversation.js";
import { list } from "./history.js";
import { lookOver, OVERVIEW, overview } from "./overview.js";
import { focusOn, hasKeyboard, show } from "./page.js";
import { count, refresh, untilReachable } from "./product.js";
import { frame, listenToKeys } from "./shell.js";
import { nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { chosen, say, speak } from "./words.js";

/** @typedef {import("./conversation.js").State} State */

/**
 * The page around what is said, or in its place what the owner sees.
 * @param {State} state
 * @param {{rail: unknown, main: () => unknown, below: () => unknown, offline?: string}} parts
 */
export function around(state, { rail, main, below, offline }) {
  const isOverview = location.hash === `#${OVERVIEW}`;
  const toOverview = { text: say("overview"), act: () => location.hash = OVERVIEW };
  return frame(state, {
    title: isOverview ? say("overview") : state.title || say("newConversation"),
    offline,
    rail,
    main: isOverview ? overview() : main(),
    below: isOverview ? nothing : below(),
    choices: state.me?.is_admin ? [toOverview] : [],
  });
}

/**
 * Draws the page, and keeps it in step with its address and with what changes while the visitor is elsewhere.
 * @param {State} state
 * @param {() => unknown} view
 * @param {() => void} [look] reads what the app has beside conversations
 */
export async function begin(state, view, look = () => {}) {
  const speaking = speak(chosen() ?? document.documentElement.lang);
  await refresh(state).catch(() => untilReachable(state));
  await speaking;
  show(view);
  opened(state);
  list(state);
  look();
  count(state);
  listenToKeys(state, () => stop(state));
  addEventListener("hashchange", () => opened(state));
  addEventListener("focus", () => returned(state, look));
}

/**
 * Shows what the address names: a conversation, a new one, or what the owner sees.
 * @param {State} state
 */
function opened(state) {
  const named = location.hash.slice(1);
  if (named === OVERVIEW) lookOver();
  else if (named !== state.id) open(state, named);
  if (hasKeyboard()) focusOn(named === OVERVIEW ? ".board" : "#composer");
}

/**
 * Reads what may have changed: the product's words, the list, a reply in another tab.
 * @param {State} state
 * @param {() => void} look
 */
function returned(state, look) {
  refresh(state).catch(() => untilReachable(state));
  list(state);
  look();
  if (state.id) open(state, state.id);
}
