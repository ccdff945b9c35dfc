// @ts-check
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { share } from "./verdict.js";
import { say } from "./words.js";

/**
 * @typedef {"nearest" | "meaning" | "words" | "letters" | "all"} LocalModel
 * @typedef {{value: number, low: number, high: number}} Share
 * @typedef {{labels: {name: string, description: string}[], choose: "one" | "many", owner: boolean, way: string, examples: number,
 *   learning: {done: number, of: number} | null, target: number,
 *   local: {model: LocalModel, right: number, count: number} | null,
 *   run: {way: string, answerer: string, accuracy: Share} | null}} Task what is labelled, and how well
 */

/**
 * What is known of how good the labels are.
 * @param {Task} task
 */
export function quality({ labels, examples, local, run }) {
  return html`
    <section class="card facts" aria-label=${say("howGood")}>
      <h2>${say("howGood")}</h2>
      <dl>
        <dt>${say("labelCount")}</dt><dd>${labels.length}</dd>
        <dt>${say("exampleCount")}</dt><dd>${examples}</dd>
        ${local
          ? html`
            <dt>${say("localModel")}</dt>
            <dd>${say(local.model)}</dd>
          `
          : nothing}
        ${local?.count
          ? html`
            <dt>${say("unseenRight")}</dt>
            <dd>${say("rightOf", { right: local.right, count: local.count })}</dd>
          `
          : nothing}
        <dt>${say("lastRun")}</dt><dd>${run ? interval(run.accuracy) : say("noRun")}</dd>
        ${run
          ? html`
            <dt></dt>
            <dd class="by">${run.answerer === "local" ? say("byLocal") : `${run.way} · ${run.answerer}`}</dd>
          `
          : nothing}
      </dl>
    </section>
  `;
}

/**
 * The labels, each with what it means, and what would help to tell them apart.
 * @param {Task} task
 */
export function meanings({ labels, examples }) {
  if (!labels.length) return nothing;
  const bare = labels.some(({ description }) => !description);
  return html`
    <section class="card meanings" aria-labelledby="meanings">
      <h2 id="meanings">${say("what")}</h2>
      <dl>${labels.map(({ name, description }) =>
        html`<dt>${name}</dt>${description ? html`<dd>${description}</dd>` : nothing}`
      )}</dl>
      ${examples ? nothing : html`<p class="made">${say(bare ? "bareLabels" : "fewLabels")}</p>`}
    </section>
  `;
}

/** @param {Share} found */
function interval({ value, low, high }) {
  return say("interval", { value: share(value), low: share(low), high: share(high) });
}
