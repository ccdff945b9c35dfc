// @ts-check
import { html, nothing, svg } from "./vendor/lit-html-3.3.3/lit-html.js";
import { dollars, language, say } from "./words.js";

/**
 * @typedef {import("./quality.js").LocalModel} LocalModel
 * @typedef {"" | "unsure" | "off_list" | "refusal" | "unparsed" | "nothing_learned"} Abstained
 * @typedef {{labels: string[], guess: string[], way: string, rung: string, answerer: string, confidence: number | null,
 *   calibrated: boolean, threshold: number | null, probabilities: Record<string, number>,
 *   thresholds: Record<string, number>, abstained: Abstained, cost_usd: number | null, estimated: boolean}} Result
 */

const SHOWN = 8;

/**
 * The label, how sure that is, and what else it might have been.
 * @param {Result} result
 * @param {import("./quality.js").Task} task
 */
export function verdict(result, task) {
  const { labels, guess } = result;
  const named = labels.length
    ? labels.join(", ")
    : guess.length
    ? say("guess", { label: guess.join(", ") })
    : say("noLabel");
  return html`
    <section class="card verdict" aria-label=${say("labelled", { label: named })}>
      <p class="named"><b class=${labels.length ? "" : "open"}>${named}</b> <span>${sentence(result, task)}</span></p>
      ${bars(result)}
      <p class="made">${made(result)}</p>
    </section>
  `;
}

/**
 * @param {Result} result
 * @param {import("./quality.js").Task} task
 */
function sentence({ abstained, calibrated, confidence, threshold }, task) {
  if (abstained && abstained !== "unsure") return say(abstained);
  if (task.choose === "many") return say(abstained ? "manyUnsure" : "manySure");
  if (!calibrated || confidence === null) return say("unmeasured");
  const shown = share(confidence);
  if (threshold === null) return say("outOfReach", { confidence: shown, target: percent(task.target) });
  return say(abstained ? "unsure" : "sure", { confidence: shown, threshold: share(threshold) });
}

/** @param {Result} result */
function bars({ guess, threshold, probabilities, thresholds }) {
  const ranked = Object.entries(probabilities).sort(([, one], [, other]) => other - one);
  if (!ranked.length) return nothing;
  const rest = ranked.length - SHOWN;
  const cut = (/** @type {string} */ name) => thresholds[name] ?? (name === guess[0] ? threshold : null);
  return html`
    <dl class="bars">${ranked.slice(0, SHOWN).map(([name, value]) => bar(name, value, cut(name)))}</dl>
    ${rest > 0 ? html`<p class="made">${say("others", { count: rest })}</p>` : nothing}
  `;
}

/**
 * @param {string} name
 * @param {number} value
 * @param {number | null} threshold
 */
function bar(name, value, threshold) {
  return html`
    <dt>${name}</dt>
    <dd>
      <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="track" width="1000" height="10" />
        <rect class="fill" width=${Math.round(value * 1000)} height="10" />
        ${threshold === null ? nothing : svg`<rect class="cut" x=${threshold * 1000} width="4" height="10" />`}
      </svg>
      <span>${share(value)}</span>
    </dd>
  `;
}

/** @param {Result} result */
function made({ way, rung, answerer, cost_usd, estimated }) {
  if (way === "local") return say("madeLocally", { model: say(/** @type {LocalModel} */ (rung)) });
  const by = way === rung ? way : `${way} (${rung})`;
  return say("made", { way: by, answerer, cost: `${estimated ? "~" : ""}${dollars(cost_usd ?? 0)}` });
}

/** @param {number} value */
export function share(value) {
  return new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
}

/** @param {number} value */
export function percent(value) {
  return new Intl.NumberFormat(language, { style: "percent" }).format(value);
}
