// @ts-check
import { adder } from "./adding.js";
import { address } from "./api.js";
import { onEnter } from "./composer.js";
import { confirmed } from "./confirm.js";
import { fileOf, find, folderOf, isEmbedding, isMine, removeFile, renameFile } from "./documents.js";
import { CLOSE, MORE } from "./icons.js";
import { menu } from "./menu.js";
import { focusOn, update } from "./page.js";
import { closeSheet } from "./shell.js";
import { openDocument } from "./source.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { repeat } from "./vendor/lit-html-3.3.3/directives/repeat.js";
import { say } from "./words.js";

/**
 * @typedef {import("./documents.js").State} State
 * @typedef {import("./documents.js").Doc} Doc
 * @typedef {import("./uploads.js").Upload} Upload
 */

const FEW = 8; // files that need not be searched

/**
 * The files that can be asked about, each with its state, and the way to add more.
 * @param {State} state
 */
export function shelf(state) {
  const { listing, uploads } = state;
  if (!listing) return nothing;
  const isSearchable = listing.count > FEW || state.find;
  return html`
    <section class="shelf" aria-label=${say("documents")}>
      ${adder(state)}
      <h2>${listing.count
        ? say("documentCount", { count: listing.count, passages: listing.passages })
        : say("noDocuments")}</h2>
      ${listing.count ? nothing : html`<p class="none">${say("noDocumentsHint")}</p>`} ${isSearchable
        ? searchField(state)
        : nothing} ${meaning(state)}
      <div class="files">
        ${uploads.length ? html`<ul>${uploads.map(onItsWay)}</ul>` : nothing} ${leftOut(state)} ${groups(state)}
        ${listing.more ? html`<p class="none">${say("moreDocuments")}</p>` : nothing}
      </div>
      ${menu("file-menu", say("options"), choices(state))}
    </section>
  `;
}

/** @param {State} state */
function searchField(state) {
  return html`
    <input type="search" class="search" placeholder=${say("findDocument")} aria-label=${say("findDocument")}
      .value=${state.find} @input=${(/** @type {any} */ { target }) => find(state, target.value)}>
  `;
}

/** @param {State} state */
function meaning({ listing }) {
  if (!listing || !isEmbedding(listing)) return nothing;
  const told = say("meaningOf", { done: listing.embedded, count: listing.passages });
  return html`
    <p class="none">${told}<progress max=${listing.passages} value=${listing
      .embedded} aria-label=${told}></progress></p>
  `;
}

/** @param {State} state */
function leftOut(state) {
  return state.leftOut ? html`<p class="none">${say("leftOut", { count: state.leftOut })}</p>` : nothing;
}

/** @param {Upload} upload */
function onItsWay({ name, sent, isSending, fault, cancel }) {
  const percent = Math.floor(100 * sent);
  const told = fault ? fault.message : isSending ? say("uploading", { percent }) : say("queued");
  return html`
    <li class=${fault ? "bad" : nothing}>
      <p class="file" title=${fault ? [fault.message, fault.hint].join(" ") : name}>
        <span>${fileOf(name)}</span><small>${told}</small>
        ${isSending ? html`<progress max="100" value=${percent} aria-label=${told}></progress>` : nothing}
      </p>
      <button type="button" class="round" aria-label="${say(fault ? "dismiss" : "cancel")}: ${fileOf(name)}"
        @click=${cancel}>${CLOSE}</button>
    </li>
  `;
}

/** @param {State} state */
function groups(state) {
  const documents = state.listing?.documents ?? [];
  if (!documents.length && state.find) return html`<p class="none">${say("nothingFound")}</p>`;
  const isMixed = documents.some(({ shared }) => shared) && documents.some(({ shared }) => !shared);
  const whose = Map.groupBy(documents, ({ shared }) => shared);
  return [...whose].map(([shared, files]) =>
    html`
      ${isMixed || !shared ? html`<h3>${say(shared ? "forEveryone" : "yours")}</h3>` : nothing}
      ${byFolder(files).map(([folder, inside]) => group(state, folder, inside))}
    `
  );
}

/**
 * Files by the folder they lie in; those that lie in none come first.
 * @param {Doc[]} files
 */
function byFolder(files) {
  const folders = [...Map.groupBy(files, ({ name }) => folderOf(name))];
  return folders.sort(([one], [other]) => Number(one !== "") - Number(other !== ""));
}

/**
 * @param {State} state
 * @param {string} folder
 * @param {Doc[]} files
 */
function group(state, folder, files) {
  const key = (/** @type {Doc} */ { id }) => id;
  const one = (/** @type {Doc} */ file) => state.renamingFile === file.id ? nameField(state, file) : row(state, file);
  const choose = () => choosing(state, null, folder);
  return html`
    ${folder
      ? html`
        <div class="folder">
          <h4>${folder}/</h4>
          <button type="button" class="round" popovertarget="file-menu" @click=${choose}
            aria-label=${say("optionsOf", { title: folder })}>${MORE}</button>
        </div>
      `
      : nothing}
    <ul>${repeat(files, key, one)}</ul>
  `;
}

/**
 * @param {State} state
 * @param {Doc | null} file
 * @param {string} folder
 */
function choosing(state, file, folder) {
  Object.assign(state, { file, folder });
  update();
}

/**
 * @param {State} state
 * @param {Doc} file
 */
function row(state, file) {
  const told = stateOf(state, file);
  const isOpen = state.panel?.key === file.id;
  const open = () => {
    closeSheet();
    openDocument(state, file);
  };
  return html`
    <li class=${file.state === "failed" ? "bad" : nothing}>
      <button type="button" class="file" aria-current=${isOpen ? "true" : nothing} title=${file.name}
        @click=${open}>
        <span>${fileOf(file.name)}</span>${told ? html`<small>${told}</small>` : nothing}
      </button>
      <button type="button" class="round" popovertarget="file-menu" @click=${() => choosing(state, file, "")}
        aria-label=${say("optionsOf", { title: file.name })}>${MORE}</button>
    </li>
  `;
}

/**
 * What a file's state is, in words; nothing where all is done.
 * @param {State} state
 * @param {Doc} file
 */
function stateOf(state, { state: of, failure, passages, embedded }) {
  if (failure) return failure.message;
  if (of === "waiting" || of === "reading") return say(of);
  if (!state.listing?.has_meaning || !embedded || embedded >= passages) return "";
  return say("meaningAt", { percent: Math.floor(100 * embedded / passages) });
}

/**
 * @param {State} state
 * @param {Doc} file
 */
function nameField(state, file) {
  const save = (/** @type {any} */ { target }) => renameFile(state, file, target.value.trim());
  const finish = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      renameFile(state, file, "");
    }
    onEnter(save)(event);
    if (!state.renamingFile) focusOn(".shelf .add");
  };
  return html`
    <li><input class="title" aria-label=${say("documentName")} maxlength="300" .value=${file.name}
      @focus=${(/** @type {any} */ { target }) => target.select()} @blur=${save} @keydown=${finish}></li>
  `;
}

/** @param {State} state */
function choices(state) {
  const { file, folder } = state;
  if (folder) return [{ text: say("askOnlyFolder"), act: () => lookIn(state, { folder }) }];
  if (!file) return [];
  const writing = [
    { text: say("rename"), act: () => beginRenaming(state, file) },
    { text: say("delete"), grave: true, act: () => ask(state, file) },
  ];
  return [
    ...file.passages
      ? [{ text: say("askOnly"), act: () => lookIn(state, { document: file.id, name: file.name }) }]
      : [],
    { text: say("saveFile"), href: address(`api/documents/${file.id}/file`) },
    ...isMine(state, file) ? writing : [],
  ];
}

/**
 * @param {State} state
 * @param {Record<string, string>} choices
 */
function lookIn(state, choices) {
  state.choices = choices;
  update();
  closeSheet();
}

/**
 * @param {State} state
 * @param {Doc} file
 */
function beginRenaming(state, file) {
  state.renamingFile = file.id;
  update();
  focusOn(".shelf .title");
}

/**
 * @param {State} state
 * @param {Doc} file
 */
async function ask(state, file) {
  const consequence = say("deleteDocumentConsequence", { title: file.name });
  if (!await confirmed(say("deleteDocumentQuestion"), consequence, say("delete"))) return;
  await removeFile(state, file);
  focusOn(".shelf .add");
}
