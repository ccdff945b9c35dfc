// @ts-check
import { address, call } from "./api.js";
import { confirmed } from "./confirm.js";
import { SETTINGS } from "./icons.js";
import { menu } from "./menu.js";
import { update } from "./page.js";
import { untilReachable } from "./product.js";
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
  const languages = state.about?.languages.map((tag, index) => ({
    text: nameOf(tag),
    group: index ? undefined : say("language"),
    current: language.split("-")[0] === tag,
    act: () => choose(tag).then(update),
  }));
  const others = own.map((choice, index) => ({ group: index ? undefined : "", ...choice }));
  // Only an app that keeps something of its visitors knows them.
  const forget = state.me ? [{ text: say("forgetMe"), grave: true, group: "", act: () => forgetMe(state) }] : [];
  const person = state.about?.person;
  const leave = person ? [{ text: say("signOut"), group: person.name, act: signOut }] : [];
  return html`
    <div class="rail-foot">
      ${meter(state)}
      <button type="button" class="round" popovertarget="settings" aria-label=${say("settings")} title=${say(
        "settings",
      )}>
        ${SETTINGS}
      </button>
      ${menu("settings", say("settings"), [...(languages ?? []), ...others, ...leave, ...forget])}
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

/** Ends the visit here and, where that is possible, where the person signed in. */
async function signOut() {
  const { next } = await call("api/sign-out", "POST").catch(() => ({ next: address("") }));
  location.assign(next);
}

/** @param {Shell} state */
async function forgetMe(state) {
  if (!await confirmed(say("forgetQuestion"), say("forgetConsequence"), say("forgetMe"))) return;
  const forgotten = async () => {
    await call("api/me", "DELETE").catch(() => untilReachable(state).then(forgotten));
  };
  await forgotten();
  location.hash = "";
  location.reload();
}
