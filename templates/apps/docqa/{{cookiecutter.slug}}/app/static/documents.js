// @ts-check
import { call } from "./api.js";
import { update } from "./page.js";

/**
 * @typedef {{id: string, name: string, kind: string, size: number, shared: boolean, in_folder: boolean,
 *   state: "waiting" | "reading" | "ready" | "failed", failure: import("./api.js").Told | null, pages: number | null,
 *   passages: number, embedded: number, modified: string}} Doc
 * @typedef {{documents: Doc[], more: boolean, count: number, waiting: number, passages: number, embedded: number,
 *   has_meaning: boolean, endings: string[], may_add: boolean, may_share: boolean}} Listing
 * @typedef {{listing: Listing | null, find: string, file: Doc | null, folder: string, renamingFile: string | null,
 *   uploads: import("./uploads.js").Upload[], leftOut: number, dragging: boolean,
 *   isDrawn: boolean}} Documents `isDrawn`: pages are shown as they look, else as text
 * @typedef {import("./conversation.js").State & Documents & {choices: Record<string, string>}} State
 */

const READING = 1000; // milliseconds between two looks while files are read ...
const EMBEDDING = 4000; // ... and while only their meaning is yet to come
let timer = 0;
let typing = 0;

/** @returns {Documents} */
export function documents() {
  return {
    listing: null,
    find: "",
    file: null,
    folder: "",
    renamingFile: null,
    uploads: [],
    leftOut: 0,
    dragging: false,
    isDrawn: true,
  };
}

/**
 * Asks which files there are, and again while any of them is worked on.
 * @param {State} state
 */
export async function look(state) {
  clearTimeout(timer);
  const asked = state.find;
  const found = /** @type {Listing | null} */ (
    await call(`api/documents?${new URLSearchParams({ query: asked })}`).catch(() => null)
  );
  if (asked !== state.find) return;
  state.listing = found ?? state.listing;
  update();
  // A look that failed is taken again: a file may have become ready since.
  const pause = found?.waiting ? READING : !found || isEmbedding(found) ? EMBEDDING : 0;
  if (pause && !document.hidden) timer = setTimeout(() => look(state), pause);
}

/**
 * Whether some passages cannot be asked about by their meaning yet.
 * @param {Listing | null} listing
 */
export function isEmbedding(listing) {
  return Boolean(listing?.has_meaning && listing.embedded < listing.passages);
}

/**
 * @param {State} state
 * @param {string} words
 */
export function find(state, words) {
  state.find = words;
  clearTimeout(typing);
  typing = setTimeout(() => look(state), 200);
  update();
}

/**
 * @param {State} state
 * @param {Doc} file
 * @param {string} name
 */
export async function renameFile(state, file, name) {
  if (state.renamingFile !== file.id) return; // its field is gone
  state.renamingFile = null;
  update();
  if (!name || name === file.name) return;
  await call(`api/documents/${file.id}`, "PATCH", { name }).catch(told(state));
  await look(state);
}

/**
 * @param {State} state
 * @param {Doc} file
 */
export async function removeFile(state, file) {
  await call(`api/documents/${file.id}`, "DELETE").catch(told(state));
  if (state.choices.document === file.id) state.choices = {};
  await look(state);
}

/** @param {State} state */
function told(state) {
  return (/** @type {Error} */ fault) => {
    state.announcement = fault.message;
  };
}

/** @param {string} name */
export function folderOf(name) {
  return name.slice(0, Math.max(name.lastIndexOf("/"), 0));
}

/** @param {string} name */
export function fileOf(name) {
  return name.slice(name.lastIndexOf("/") + 1);
}

/**
 * Whether the visitor may rename or delete a file: it is theirs, or they are the owner and it lies in no folder of the
 * project, from which it would come back.
 * @param {State} state
 * @param {Doc} file
 */
export function isMine(state, file) {
  return !file.shared || Boolean(state.listing?.may_share && !file.in_folder);
}
