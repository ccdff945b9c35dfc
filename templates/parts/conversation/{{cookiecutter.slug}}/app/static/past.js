// @ts-check
import { address } from "./api.js";
import { onEnter } from "./composer.js";
import { confirmed } from "./confirm.js";
import { dayGroup } from "./days.js";
import { list, remove, rename, search } from "./history.js";
import { MORE } from "./icons.js";
import { plain } from "./markdown.js";
import { menu, walk } from "./menu.js";
import { focusOn, update } from "./page.js";
import { closeSheet } from "./shell.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { repeat } from "./vendor/lit-html-3.3.3/directives/repeat.js";
import { say } from "./words.js";

/**
 * @typedef {import("./conversation.js").State} State
 * @typedef {import("./history.js").Entry} Entry
 */

/**
 * What was said before, by days, and the way to something new.
 * @param {State} state
 */
export function past(state) {
  const searchable = state.entries.length > 0 || state.query;
  return html`
    <nav class="past" aria-label=${say("conversations")} @keydown=${walked}>
      <button type="button" class="begin new" @click=${begin}>${say("newConversation")} <kbd>Ctrl K</kbd></button>
      ${searchable ? searchField(state) : nothing}
      <div class="entries">
        ${searchable ? groups(state) : html`<h2>${say("nothingYet")}</h2>`}
        ${state.before
          ? html`<button type="button" class="more" @click=${() => list(state, state.before)}>${say("more")}</button>`
          : nothing}
      </div>
      ${menu("entry-menu", say("options"), choices(state))}
    </nav>
  `;
}

function begin() {
  location.hash = "";
  closeSheet();
}

/** @param {State} state */
function searchField(state) {
  return html`
    <input type="search" class="search" placeholder=${say("search")} aria-label=${say("search")} .value=${state.query}
      @input=${(/** @type {any} */ { target }) => search(state, target.value)}>
  `;
}

/** @param {State} state */
function groups(state) {
  if (!state.entries.length) return html`<p class="none">${say("nothingFound")}</p>`;
  const key = (/** @type {Entry} */ { id }) => id;
  const drawn = (/** @type {Entry} */ entry) => row(state, entry);
  const days = Map.groupBy(state.entries, ({ updated }) => state.query ? "" : dayGroup(updated));
  return [...days].map(([day, entries]) =>
    html`
      ${day ? html`<h2>${day}</h2>` : nothing}
      <ul>${repeat(entries, key, drawn)}</ul>
    `
  );
}

/**
 * @param {State} state
 * @param {Entry} entry
 */
function row(state, entry) {
  if (state.renaming === entry.id) return html`<li>${titleField(state, entry)}</li>`;
  const choose = () => {
    state.chosen = entry;
    update();
  };
  return html`
    <li>
      <a href="#${entry.id}" aria-current=${location.hash === `#${entry.id}` ? "page" : nothing} @click=${closeSheet}>
        ${entry.live ? html`<i class="live" title=${say("started")}></i>` : nothing}<span>${entry.title}</span>
        ${entry.snippet ? html`<small>${plain(entry.snippet)}</small>` : nothing}
      </a>
      <button type="button" class="round" popovertarget="entry-menu" @click=${choose}
        aria-label=${say("optionsOf", { title: entry.title })}>${MORE}</button>
    </li>
  `;
}

/**
 * @param {State} state
 * @param {Entry} entry
 */
function titleField(state, entry) {
  const select = (/** @type {any} */ { target }) => target.select();
  const save = (/** @type {any} */ { target }) => rename(state, entry, target.value.trim());
  const finish = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") rename(state, entry, "");
    if (event.key === "Escape") event.stopPropagation();
    onEnter(save)(event);
    if (!state.renaming) focusOn(`.past a[href="#${entry.id}"]`);
  };
  return html`
    <input class="title" aria-label=${say("title")} maxlength="200" .value=${entry.title}
      @focus=${select} @blur=${save} @keydown=${finish}>
  `;
}

/** @param {State} state */
function choices(state) {
  const entry = state.chosen;
  if (!entry) return [];
  const exported = (/** @type {string} */ format) => address(`api/conversations/${entry.id}/export?format=${format}`);
  return [
    { text: say("rename"), act: () => beginRenaming(state, entry) },
    { text: say("exportMarkdown"), href: exported("markdown") },
    { text: say("exportJson"), href: exported("json") },
    { text: say("delete"), grave: true, act: () => ask(state, entry) },
  ];
}

/**
 * @param {State} state
 * @param {Entry} entry
 */
function beginRenaming(state, entry) {
  state.renaming = entry.id;
  update();
  focusOn(".past .title");
}

/**
 * @param {State} state
 * @param {Entry} entry
 */
async function ask(state, entry) {
  if (!await confirmed(say("deleteQuestion"), say("deleteConsequence", { title: entry.title }), say("delete"))) return;
  focusOn(".new");
  await remove(state, entry);
}

/**
 * Arrows walk through the list, from Ctrl K on.
 * @param {KeyboardEvent} event
 */
function walked(event) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const here = /** @type {HTMLElement} */ (event.currentTarget);
  if (!way || document.querySelector(".menu:popover-open")) return;
  event.preventDefault();
  walk(here, ".new, .search, .entries a", way);
}
