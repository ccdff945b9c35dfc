// @ts-check
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";

/** @typedef {{number: number, file: string, page: number | null, headings: string[], quote: string}} Citation */

/**
 * Lists below a reply the passages that its numbers stand for.
 * @type {import("./answer.js").Dress}
 */
export const sources = (_body, reply) => {
  /** @type {Citation[]} */
  const cited = reply.notes?.citations?.citations ?? [];
  return cited.length ? html`<div class="sources">${cited.map(source)}</div>` : nothing;
};

/** @param {Citation} citation */
function source({ number, file, page, headings, quote }) {
  const place = [file, page, ...headings].filter(Boolean).join(" · ");
  return html`
    <details>
      <summary>[${number}] ${place}</summary>
      <blockquote>${quote}</blockquote>
    </details>
  `;
}
