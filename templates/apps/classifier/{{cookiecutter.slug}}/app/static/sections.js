// @ts-check
import { address } from "./api.js";
import { closeSheet } from "./shell.js";
import { html } from "./vendor/lit-html-3.3.3/lit-html.js";
import { say } from "./words.js";

/** Where one can go from here. */
export function sections() {
  return html`
    <nav class="sections" aria-label=${say("menu")}>
      <a class="new" href="#" aria-current="page" @click=${closeSheet}>${say("tryText")}</a>
      <a href=${address("report")}>${say("report")}</a>
    </nav>
  `;
}
