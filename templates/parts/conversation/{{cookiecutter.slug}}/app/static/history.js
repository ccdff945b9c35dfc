// @ts-check
import { call } from "./api.js";
import { update } from "./page.js";

/**
 * @typedef {{id: string, title: string, updated: string, live: boolean, snippet?: string}} Entry
 * @typedef {{entries: Entry[], before: string | null, query: string, renaming: string | null, chosen: Entry | null}} List
 * @typedef {import("./conversation.js").State} State
 */

const PAUSE = 200;
let typing = 0;

/** @returns {List} */
export function history() {
  return { entries: [], before: null, query: "", renaming: null, chosen: null };
}

/**
 * Asks for the newest conversations, or those in which the words of the search stand.
 * @param {State} state
 * @param {string | null} [before] where the last answer ended
 */
export async function list(state, before = null) {
  const asked = state.query;
  const words = new URLSearchParams({ query: asked, ...(before ? { before } : {}) });
  const found = await call(`api/conversations?${words}`).catch(() => null);
  if (!found || asked !== state.query) return;
  state.entries = before ? [...state.entries, ...found.conversations] : found.conversations;
  state.before = found.before;
  update();
}

/**
 * @param {State} state
 * @param {string} query
 */
export function search(state, query) {
  state.query = query;
  clearTimeout(typing);
  typing = setTimeout(() => list(state), PAUSE);
  update();
}

/**
 * @param {State} state
 * @param {Entry} entry
 * @param {string} title
 */
export function rename(state, entry, title) {
  if (state.renaming !== entry.id) return; // its field is gone
  state.renaming = null;
  update();
  if (!title || title === entry.title) return;
  entry.title = title;
  if (entry.id === state.id) state.title = title;
  call(`api/conversations/${entry.id}`, "PATCH", { title }).catch(() => list(state));
}

/**
 * @param {State} state
 * @param {Entry} entry
 */
export async function remove(state, entry) {
  await call(`api/conversations/${entry.id}`, "DELETE").catch(() => {});
  if (entry.id === state.id) location.hash = "";
  await list(state);
}
