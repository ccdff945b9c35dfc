// @ts-check
import { call } from "./api.js";
import { confirmed } from "./confirm.js";
import { SETTINGS } from "./icons.js";
import { menu } from "./menu.js";
import { update } from "./page.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { choose, dollars, language, nameOf, say } from "./words.js";

/**
 * @typedef {import("./product.js").Shell} Shell
 * @typedef {import("./menu.js").Choice} Choice
 */

/**
 * The foot of the rail: what the visitor spent today, and what they may set.
 * @param {Shell} state
 * @param {Choice[]} own what the app itself offers here
 */
export function foot(state, own) {
  const languages = state.about?.languages.map((tag) => ({
    text: nameOf(tag),
    current: language.split("-")[0] === tag,
    act: () => choose(tag).then(update),
  }));
  // Only an app that keeps something of its visitors knows them.
  const forget = state.me ? [{ text: say("forgetMe"), grave: true, act: forgetMe }] : [];
  return html`
    <div class="rail-foot">
      ${meter(state)}
      <button type="button" class="round" popovertarget="settings" aria-label=${say("settings")} title=${say(
        "settings",
      )}>
        ${SETTINGS}
      </button>
      ${menu("settings", say("settings"), [...(languages ?? []), ...own, ...forget])}
    </div>
  `;
}

/** @param {Shell} state */
function meter({ about, me }) {
  if (about?.notice) return html`<p>${say("free")}</p>`;
  if (!me) return html`<p></p>`;
  const spent = say("spent", { spent: dollars(me.spent_usd), cap: dollars(me.cap_usd) });
  return html`
    <p>
      ${spent}
      ${me.cap_usd ? html`<progress max=${me.cap_usd} value=${me.spent_usd} aria-label=${spent}></progress>` : nothing}
    </p>
  `;
}

async function forgetMe() {
  if (!await confirmed(say("forgetQuestion"), say("forgetConsequence"), say("forgetMe"))) return;
  await call("api/me", "DELETE");
  location.hash = "";
  location.reload();
}
