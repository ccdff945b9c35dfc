// @ts-check
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { say } from "./words.js";

/** @typedef {{name: string, models: string[], env: string[]}} Server a model server on this machine */

/**
 * What the owner should know of what answers.
 * @param {import("./product.js").Product} about
 * @param {string} [noModel] what that means for this app
 */
export function notices({ name, notice }, noModel = say("noModel", { name })) {
  return html`
    ${notice?.code === "demo_model" ? html`<p class="note">${say("demoModel")}</p>` : nothing}
    ${notice?.code === "no_model"
      ? [html`<p class="note">${noModel}</p>`, ...notice.detail?.servers?.map(found) ?? []]
      : nothing}
  `;
}

/** @param {Server} server */
function found({ name, models, env }) {
  return html`
    <div class="note">
      <p>${say("serverFound", { name, models: models.slice(0, 3).join(", ") })}</p>
      <pre tabindex="0">${env.join("\n")}</pre>
    </div>
  `;
}
