// @ts-check
import { call } from "./api.js";
import { update } from "./page.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { dollars, language, say } from "./words.js";

/**
 * @typedef {{id: string, question: string, text: string, answerer: string, seconds: number, reason: string}} Judged
 * @typedef {{visitors: number, conversations: number, messages: number, days: {day: string, calls: number,
 *   cost_usd: number}[], errors: {code: string, count: number}[], slowest: Judged[], worst: Judged[]}} Overview
 */

export const OVERVIEW = "overview"; // the page's address after its #

/** @type {Overview | null} */
let known = null;
/** @type {Set<string>} */
const cases = new Set();

/** Asks what happened; whoever is not the owner is told that there is nothing here. */
export async function lookOver() {
  known = await call("api/admin/overview").catch(() => null);
  update();
}

/** What the owner sees of the last days. */
export function overview() {
  if (!known) {
    return html`
      <section class="board" tabindex="0">
        <p class="note">${say("missing")}</p>
      </section>
    `;
  }
  return html`
    <section class="board" tabindex="0" aria-label=${say("overview")}>
      ${sums(known)} ${spending(known)} ${errors(known)}
      ${replies(say("worst"), known.worst, (reply) => reply.reason, true)}
      ${replies(
        say("slowest"),
        known.slowest,
        (reply) => say("seconds", { count: Math.round(reply.seconds * 10) / 10 }),
        false,
      )}
    </section>
  `;
}

/** @param {Overview} known */
function sums({ visitors, conversations, messages }) {
  const rows = { visitors, conversations, messages };
  const row = (/** @type {[string, number]} */ [name, count]) =>
    html`
      <dt>${say(/** @type {keyof typeof rows} */ (name))}</dt>
      <dd>${count.toLocaleString(language)}</dd>
    `;
  return html`
    <div class="card">
      <h2>${say("lastDays")}</h2>
      <dl>${Object.entries(rows).map(row)}</dl>
    </div>
  `;
}

/** @param {Overview} known */
function spending({ days }) {
  const most = Math.max(...days.map((day) => day.cost_usd), 1e-9);
  const date = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" });
  const row = (/** @type {Overview["days"][0]} */ { day, calls, cost_usd }) => {
    const told = `${dollars(cost_usd)} USD · ${say("calls", { count: calls })}`;
    return html`
      <dt>${date.format(new Date(day))}</dt>
      <dd><progress max=${most} value=${cost_usd} aria-label=${told}></progress>${told}</dd>
    `;
  };
  return html`
    <div class="card">
      <h2>${say("spendByDay")}</h2>
      <dl>${days.length ? days.map(row) : say("nothingYet")}</dl>
    </div>
  `;
}

/** @param {Overview} known */
function errors({ errors }) {
  const row = (/** @type {Overview["errors"][0]} */ { code, count }) =>
    html`
      <dt><code>${code}</code></dt>
      <dd>${count}</dd>
    `;
  return html`
    <div class="card">
      <h2>${say("errors")}</h2>
      <dl>${errors.length ? errors.map(row) : say("nothingYet")}</dl>
    </div>
  `;
}

/**
 * @param {string} title
 * @param {Judged[]} found
 * @param {(reply: Judged) => string} why
 * @param {boolean} asCases whether a reply can become a case of the evaluation
 */
function replies(title, found, why, asCases) {
  const row = (/** @type {Judged} */ reply) =>
    html`
      <li>
        <b>${reply.question}</b><p>${reply.text}</p>
        <div class="foot">${asCases ? caseButton(reply) : nothing}<span>${[why(reply), reply.answerer].filter(Boolean)
          .join(" · ")}</span></div>
      </li>
    `;
  return html`
    <div class="card wide"><h2>${title}</h2>${found.length ? html`<ul>${found.map(row)}</ul>` : say("nothingYet")}</div>
  `;
}

/** @param {Judged} reply */
function caseButton({ id }) {
  const add = async () => {
    await call("api/admin/cases", "POST", { reply: id });
    cases.add(id);
    update();
  };
  return html`<button type="button" @click=${add}>${say(cases.has(id) ? "isCase" : "makeCase")}</button>`;
}
