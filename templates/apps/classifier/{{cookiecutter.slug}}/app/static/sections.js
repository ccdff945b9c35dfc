// @ts-check
import { address } from "./api.js";
import { closeSheet } from "./shell.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { say } from "./words.js";

/** @typedef {"" | "files" | "review" | "results"} Section where one is: the page's address after its #, up to a / */

/** @returns {Section} */
export function here() {
  const [name] = location.hash.slice(1).split("/");
  return name === "files" || name === "review" || name === "results" ? name : "";
}

/**
 * What stands at the head of the page.
 * @param {Section} section
 */
export function titleOf(section) {
  return say(section || "tryText");
}

/**
 * Where one can go from here; what was labelled before is the owner's alone to see.
 * @param {boolean} isOwner
 * @param {number} waiting
 */
export function sections(isOwner, waiting) {
  const review = waiting ? say("reviewCount", { count: waiting }) : say("review");
  return html`
    <nav class="sections" aria-label=${say("menu")}>
      ${link("", say("tryText"))}
      ${isOwner ? [link("files", say("files")), link("review", review), link("results", say("results"))] : nothing}
      <a href=${address("report")}>${say("report")}</a>
      ${isOwner ? html`<a href=${address("drift")}>${say("drift")}</a>` : nothing}
    </nav>
  `;
}

/**
 * @param {Section} section
 * @param {string} text
 */
function link(section, text) {
  const current = here() === section ? "page" : nothing;
  return html`<a class=${
    section ? nothing : "new"
  } href="#${section}" aria-current=${current} @click=${closeSheet}>${text}</a>`;
}
