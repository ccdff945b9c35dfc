// @ts-check
import { html, nothing, svg } from "./vendor/lit-html-3.3.3/lit-html.js";
import { dollars, language, say } from "./words.js";

/** @typedef {{day: string, calls: number, cost_usd: number}} Day */

const SHOWN = 30; // days that the chart has
const LISTED = 5; // days that are written out below it
const DAY = 86_400_000;
const WIDTH = 10; // of a day in the drawing, which has no unit
const HEIGHT = 100;

/**
 * What was spent day by day: a chart, and the newest figures in words.
 * @param {Day[]} days those that had calls, the newest first
 */
export function spending(days) {
  const row = (/** @type {Day} */ day) =>
    html`
      <dt>${dayName(day.day)}</dt>
      <dd>${amount(day)}</dd>
    `;
  return html`
    <div class="card broad">
      <h2>${say("spendByDay")}</h2>
      ${days.length ? chart(days) : nothing}
      <dl>${days.length ? days.slice(0, LISTED).map(row) : say("nothingYet")}</dl>
    </div>
  `;
}

/** @param {Day[]} days */
function chart(days) {
  const known = new Map(days.map((day) => [day.day, day]));
  const last = Math.max(Date.parse(days[0].day), Math.floor(Date.now() / DAY) * DAY);
  const names = Array.from(
    { length: SHOWN },
    (_, at) => new Date(last - (SHOWN - 1 - at) * DAY).toISOString().slice(0, 10),
  );
  const most = Math.max(...days.map(({ cost_usd }) => cost_usd), Number.MIN_VALUE);
  const label = `${say("spendByDay")}: ${dayName(names[0])} – ${dayName(names[SHOWN - 1])}`;
  return html`
    <svg class="chart" viewBox="0 0 ${SHOWN *
      WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${label}>
      ${names.map((name, at) => bar(known.get(name) ?? { day: name, calls: 0, cost_usd: 0 }, at, most))}
    </svg>
    <p class="axis"><span>${dayName(names[0])}</span><span>${dayName(names[SHOWN - 1])}</span></p>
  `;
}

/**
 * @param {Day} day
 * @param {number} at
 * @param {number} most what the highest bar stands for
 */
function bar(day, at, most) {
  const height = Math.max(day.cost_usd / most * HEIGHT, 2);
  return svg`
    <rect class=${day.calls ? "spent" : nothing} x=${at * WIDTH + 2} y=${HEIGHT - height} width=${WIDTH - 4}
      height=${height}>
      <title>${dayName(day.day)}: ${amount(day)}</title>
    </rect>
  `;
}

/** @param {string} day */
function dayName(day) {
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(day));
}

/** @param {Day} day */
function amount({ calls, cost_usd }) {
  return `${dollars(cost_usd)} USD · ${say("calls", { count: calls })}`;
}
