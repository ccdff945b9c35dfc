// @ts-check
import { MENU } from "./icons.js";
import { focusOn, hasKeyboard, narrow, update } from "./page.js";
import { closePanel, panel } from "./panel.js";
import { foot } from "./settings.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { language, say } from "./words.js";

/**
 * @typedef {import("./product.js").Shell} Shell
 * @typedef {{title: string, offline?: string, rail: unknown, main: unknown, below?: unknown,
 *   choices?: import("./menu.js").Choice[]}} Parts
 */

/**
 * The frame of every page: who we are, what is being done, and what stands beside it.
 * @param {Shell} state
 * @param {Parts} parts
 */
export function frame(state, { title, offline, rail, main, below, choices = [] }) {
  const { about } = state;
  if (!about) return state.reachable ? nothing : html`<p class="lost">${say("unreachable")}</p>`;
  return html`
    <aside class="rail" id="rail" popover aria-label=${about.name} @toggle=${toggled(state)}>
      <div class="brand">
        <span class="seal" aria-hidden="true">${Array.from(about.name)[0]?.toUpperCase()}</span>
        <p><b>${about.name}</b><small>${about.tagline}</small></p>
      </div>
      ${rail} ${foot(state, choices)}
    </aside>
    <main class="stage" ?inert=${narrow.matches && Boolean(state.sheet || state.panel)}>
      <header class="top">
        <button type="button" class="round open" popovertarget="rail" aria-label=${say("menu")}>${MENU}</button>
        <h1>${title}</h1>
        ${pill(about, offline)}
      </header>
      ${main}
      <div class="below">
        ${about.faults.map((sentence) => html`<p class="note bad">${sentence}</p>`)}
        ${state.reachable ? nothing : html`<p class="note bad">${lost(state.refusal)}</p>`} ${below}
        ${about.screened.map((said) => html`<p class="hint">${said[language.split("-")[0]] ?? said.en}</p>`)}
      </div>
      <p class="unseen" role="status">${state.announcement}</p>
    </main>
    ${panel(state)}
  `;
}

/** @param {import("./api.js").Told | null} refusal */
function lost(refusal) {
  if (!refusal || refusal.code === "unreachable") return `${say("unreachable")} ${say("goesOn")}`;
  return `${refusal.message} ${refusal.hint}`;
}

/**
 * @param {import("./product.js").Product} about
 * @param {string} [offline] what answers where there is no model
 */
function pill({ notice, answerer, private: isPrivate }, offline = say("offline")) {
  const name = { no_model: offline, demo_model: say("demo") }[notice?.code ?? ""] ?? answerer;
  const kept = isPrivate && !notice
    ? html`
      · <span title=${say("staysPrivate")}>${say("private")}</span>
    `
    : nothing;
  return html`<span class=${notice ? "pill demo" : "pill"}>${name}${kept}</span>`;
}

/** @param {Shell} state */
function toggled(state) {
  return (/** @type {ToggleEvent} */ event) => {
    if (event.target !== event.currentTarget) return;
    state.sheet = event.newState === "open";
    update();
    if (state.sheet) focusOn(".new");
    else if (!document.activeElement?.closest("main, dialog")) focusOn(".open");
  };
}

/** Closes the rail where it is a sheet; the focus goes on to where the visitor writes. */
export function closeSheet() {
  hideRail();
  focusOn(hasKeyboard() ? "#composer" : ".open");
}

function hideRail() {
  const rail = document.getElementById("rail");
  if (rail?.matches(":popover-open")) rail.hidePopover();
}

// What was a sheet on a screen held upright has its own place once that is turned.
narrow.addEventListener("change", hideRail);

/**
 * Keys that hold everywhere: Ctrl K opens the list, Esc closes what is open, else does what the app says.
 * @param {Shell} state
 * @param {() => void} escaped
 */
export function listenToKeys(state, escaped) {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (narrow.matches) document.getElementById("rail")?.showPopover();
      focusOn(".new");
    } else if (event.key === "Escape" && !document.querySelector(":popover-open, dialog[open]")) {
      if (state.panel) closePanel(state);
      else escaped();
    }
  });
}
