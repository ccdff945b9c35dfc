// @ts-check
import { fileOf, folderOf } from "./documents.js";
import { update } from "./page.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { language, say } from "./words.js";

/**
 * @typedef {import("./documents.js").State} State
 * @typedef {import("./conversation.js").Message} Message
 * @typedef {Record<string, string>} Choices document (with its name), folder, kind, since, until
 */

/** @type {Record<string, string>} */
const KINDS = {
  pdf: "PDF",
  docx: "Word",
  pptx: "PowerPoint",
  xlsx: "Excel",
  html: "HTML",
  markdown: "Markdown",
  csv: "CSV",
  text: "TXT",
  email: "E-mail",
};

/**
 * Where the next question is looked for, and the way to choose that.
 * @param {State} state
 */
export function scope(state) {
  if (!state.listing?.count) return nothing;
  const places = placesOf(state.choices);
  return html`
    <div class="scope">
      <button type="button" popovertarget="scope">${say("lookIn")}: <b>${places.join(" · ") ||
        say("allDocuments")}</b></button>
      ${places.length
        ? html`<button type="button" class="link" @click=${() => set(state, {})}>${say("lookEverywhere")}</button>`
        : nothing} ${form(state)}
    </div>
  `;
}

/**
 * Where a question was looked for, below it.
 * @param {Message} message
 */
export function lookedIn({ notes }) {
  const places = placesOf(notes?.choices ?? {});
  return places.length ? html`<small>${say("onlyIn", { places: places.join(" · ") })}</small>` : nothing;
}

/** @param {Choices} choices */
function placesOf({ name, folder, kind, since, until }) {
  return [
    name ? fileOf(name) : "",
    folder ? `${folder}/` : "",
    kind ? KINDS[kind] ?? kind : "",
    since ? say("from", { day: day(since) }) : "",
    until ? say("until", { day: day(until) }) : "",
  ].filter(Boolean);
}

/** @param {string} text */
function day(text) {
  const date = new Date(`${text.slice(0, 10)}T12:00`);
  return Number.isNaN(date.valueOf()) ? text : date.toLocaleDateString(language);
}

/**
 * @param {State} state
 * @param {Choices} choices
 */
function set(state, choices) {
  state.choices = choices;
  update();
}

/** @param {State} state */
function form(state) {
  const { choices } = state;
  const files = state.listing?.documents.filter(({ passages }) => passages) ?? [];
  const folders = [...new Set(files.map(({ name }) => folderOf(name)).filter(Boolean))].sort();
  const kinds = [...new Set(files.map(({ kind }) => kind))].sort();
  const place = choices.document ? `document ${choices.document}` : choices.folder ? `folder ${choices.folder}` : "";
  const choosePlace = (/** @type {any} */ { target }) => {
    const [what, ...rest] = target.value.split(" ");
    const { document: _, name: __, folder: ___, ...kept } = choices;
    const file = files.find(({ id }) => id === rest.join(" "));
    if (what === "document" && file) set(state, { ...kept, document: file.id, name: file.name });
    else set(state, what === "folder" ? { ...kept, folder: rest.join(" ") } : kept);
  };
  const change = (/** @type {string} */ name) => (/** @type {any} */ { target }) => {
    const { [name]: _, ...kept } = choices;
    set(state, target.value ? { ...kept, [name]: target.value } : kept);
  };
  const option = (/** @type {string} */ value, /** @type {string} */ text, /** @type {string} */ chosen) =>
    html`<option value=${value} .selected=${value === chosen}>${text}</option>`;
  return html`
    <div id="scope" class="menu sheet" popover role="group" aria-label=${say("whereToLook")}>
      <label>${say("whereToLook")}
        <select @change=${choosePlace}>
          ${option("", say("allDocuments"), place)}
          ${folders.map((folder) => option(`folder ${folder}`, `${folder}/`, place))}
          ${files.map(({ id, name }) => option(`document ${id}`, name, place))}
        </select>
      </label>
      <label>${say("kindOfFile")}
        <select @change=${change("kind")}>
          ${option("", say("anyKind"), choices.kind ?? "")}
          ${kinds.map((kind) => option(kind, KINDS[kind] ?? kind, choices.kind ?? ""))}
        </select>
      </label>
      <label>${say("changedFrom")}<input type="date" .value=${choices.since ?? ""} @change=${change("since")}></label>
      <label>${say("changedUntil")}<input type="date" .value=${choices.until ?? ""} @change=${change("until")}></label>
      <div class="row">
        <button type="button" class="primary" popovertarget="scope" popovertargetaction="hide">${say("done")}</button>
      </div>
    </div>
  `;
}
