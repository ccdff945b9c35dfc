// @ts-check
import { call } from "./api.js";
import { plain } from "./markdown.js";
import { update } from "./page.js";
import { spending } from "./spending.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { dollars, language, say } from "./words.js";

/**
 * @typedef {{id: string, question: string, text: string, answerer: string, seconds: number, reason: string}} Judged
 * @typedef {{visitors: number, conversations: number, messages: number, days: import("./spending.js").Day[],
 *   errors: {code: string, message: string, count: number}[], slowest: Judged[], worst: Judged[]}} Overview
 */

export const OVERVIEW = "overview"; // the page's address after its #

/** @type {Overview | null | undefined} undefined until the server has answered */
let known;
/** @type {Set<string>} */
const cases = new Set();

/** Asks what happened; whoever is not the owner is told that there is nothing here. */
export async function lookOver() {
  update();
  known = await call("api/admin/overview").catch(() => null);
  update();
}

/** What the owner sees of the last days. */
export function overview() {
  return html`
    <section class="board" tabindex="0" aria-label=${say("overview")}>
      ${known === null ? html`<p class="note">${say("missing")}</p>` : known ? cards(known) : nothing}
    </section>
  `;
}

/** @param {Overview} known */
function cards(known) {
  return html`
    <h2 class="span">${say("lastDays")}</h2>
    ${sums(known)} ${spending(known.days)} ${errors(known)}
    ${replies(say("worst"), known.worst, caseButton)} ${replies(say("slowest"), known.slowest, time)}
  `;
}

/** @param {Overview} known */
function sums({ visitors, conversations, messages, days }) {
  const spent = days.reduce((sum, day) => sum + day.cost_usd, 0);
  const count = (/** @type {number} */ number) => number.toLocaleString(language);
  const sum = (/** @type {string} */ name, /** @type {string} */ figure) =>
    html`<p class="card sum"><b>${figure}</b><span>${name}</span></p>`;
  return html`
    <div class="sums span">
      ${sum(say("visitors"), count(visitors))} ${sum(say("conversations"), count(conversations))}
      ${sum(say("messages"), count(messages))} ${sum(say("spentSum"), dollars(spent))}
    </div>
  `;
}

/** @param {Overview} known */
function errors({ errors }) {
  const row = (/** @type {Overview["errors"][0]} */ { code, message, count }) =>
    html`
      <dt>${message} <code>${code}</code></dt>
      <dd>${count.toLocaleString(language)}</dd>
    `;
  return html`
    <div class="card">
      <h2>${say("errors")}</h2>
      <dl>${errors.length ? errors.map(row) : say("noErrors")}</dl>
    </div>
  `;
}

/**
 * @param {string} title
 * @param {Judged[]} found
 * @param {(reply: Judged) => unknown} beside what stands beside a reply
 */
function replies(title, found, beside) {
  const row = (/** @type {Judged} */ reply) =>
    html`
      <li>
        <div>
          <b>${reply.question}</b>
          <p>${plain(reply.text)}</p>
          ${reply.reason ? html`<p class="why">${reply.reason}</p>` : nothing}
          <small>${reply.answerer === "faq" ? say("faq") : reply.answerer}</small>
        </div>
        ${beside(reply)}
      </li>
    `;
  return html`
    <div class="card span"><h2>${title}</h2>${found.length ? html`<ul>${found.map(row)}</ul>` : say("nothingYet")}</div>
  `;
}

/** @param {Judged} reply */
function time({ seconds }) {
  return html`<b class="figure">${say("seconds", { count: Math.round(seconds * 10) / 10 })}</b>`;
}

/** @param {Judged} reply */
function caseButton({ id }) {
  const isCase = cases.has(id);
  const add = async () => {
    if (isCase || await call("api/admin/cases", "POST", { reply: id }).catch(() => null)) cases.add(id);
    update();
  };
  return html`
    <button type="button" class="plain" aria-disabled=${String(isCase)} @click=${add}>
      ${say(isCase ? "isCase" : "makeCase")}
    </button>
  `;
}
