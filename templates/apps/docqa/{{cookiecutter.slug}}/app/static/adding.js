// @ts-check
import { look } from "./documents.js";
import { dropped, picked } from "./dropping.js";
import { menu } from "./menu.js";
import { update } from "./page.js";
import { add } from "./uploads.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { say } from "./words.js";

/** @typedef {import("./documents.js").State} State */

/**
 * The button that adds files, with the fields that choose them.
 * @param {State} state
 */
export function adder(state) {
  if (!state.listing?.may_add) return nothing;
  const choices = [
    { text: say("chooseFiles"), act: () => choose("files") },
    { text: say("chooseFolder"), act: () => choose("folder") },
    ...state.listing.may_share
      ? [
        { text: say("chooseShared"), act: () => choose("shared-files") },
        { text: say("chooseSharedFolder"), act: () => choose("shared-folder") },
      ]
      : [],
  ];
  return html`
    <button type="button" class="begin add" popovertarget="adding">${say("addDocuments")} <kbd>${say(
      "dropAnywhere",
    )}</kbd></button>
    ${menu("adding", say("addDocuments"), choices)} ${["files", "folder", "shared-files", "shared-folder"].map((id) =>
      field(state, id)
    )}
  `;
}

/** @param {string} id */
function choose(id) {
  document.getElementById(id)?.click();
}

/**
 * @param {State} state
 * @param {string} id
 */
function field(state, id) {
  const bring = (/** @type {any} */ { target }) => add(state, picked(target), id.startsWith("shared"));
  return html`
    <input type="file" id=${id} multiple hidden ?webkitdirectory=${id.endsWith("folder")} @change=${bring}
      aria-label=${say("addDocuments")}>
  `;
}

/**
 * What the page shows while files are held over it: where they will go.
 * @param {State} state
 */
export function dropZone(state) {
  if (!state.dragging || !state.listing?.may_add) return nothing;
  const zone = (/** @type {boolean} */ shared, /** @type {string} */ text) =>
    html`<div class="zone" @drop=${(/** @type {DragEvent} */ event) => drop(state, event, shared)}>${text}</div>`;
  return html`
    <div class="drop">
      ${state.listing.may_share
        ? [zone(true, say("dropShared")), zone(false, say("dropMine"))]
        : zone(false, say("dropHere"))}
    </div>
  `;
}

/**
 * @param {State} state
 * @param {DragEvent} event
 * @param {boolean} shared
 */
async function drop(state, event, shared) {
  event.preventDefault();
  state.dragging = false;
  update();
  if (event.dataTransfer) add(state, await dropped(event.dataTransfer), shared);
}

/**
 * Watches for files that are dragged over the page, wherever that is.
 * @param {State} state
 */
export function listenToDrops(state) {
  const set = (/** @type {boolean} */ dragging) => {
    if (state.dragging === dragging) return;
    state.dragging = dragging;
    update();
  };
  addEventListener("dragenter", (event) => set(Boolean(event.dataTransfer?.types.includes("Files"))));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("dragleave", (event) => event.relatedTarget || set(false));
  addEventListener("drop", (event) => {
    event.preventDefault(); // beside a zone, the browser would open the file in the place of the page
    set(false);
  });
  document.addEventListener("visibilitychange", () => document.hidden || look(state));
}
