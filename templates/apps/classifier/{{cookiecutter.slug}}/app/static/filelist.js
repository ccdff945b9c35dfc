// @ts-check
import { address } from "./api.js";
import { confirmed } from "./confirm.js";
import { bring, change } from "./files.js";
import { focusOn } from "./page.js";
import { html, nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { repeat } from "./vendor/lit-html-3.3.3/directives/repeat.js";
import { dollars, language, say } from "./words.js";

/**
 * @typedef {import("./board.js").State} State
 * @typedef {import("./files.js").Brought} Brought
 */

/** @param {State} state */
export function fileList(state) {
  const key = (/** @type {Brought} */ { id }) => id;
  const drawn = (/** @type {Brought} */ file) => one(state, file);
  return html`
    <section class="board" tabindex="0" aria-label=${say("files")}>
      <div class="column span">
        ${adder(state)}
        ${state.fileFault
          ? html`<p class="note bad" role="alert">${state.fileFault.message} ${state.fileFault.hint}</p>`
          : nothing}
        ${state.sending ? sending(state.sending) : nothing}
        ${repeat(state.files, key, drawn)}
      </div>
    </section>
  `;
}

/** @param {State} state */
function adder(state) {
  const choose = () => document.getElementById("file")?.click();
  const chosen = (/** @type {any} */ { target }) => {
    bring(state, target.files[0]);
    target.value = "";
  };
  return html`
    <div class="card bringing">
      <p>${say("bringFile")}</p>
      <button type="button" id="choose" class="primary" aria-disabled=${String(
        Boolean(state.sending),
      )} @click=${choose}>
        ${say("chooseFile")}
      </button>
      <input type="file" id="file" hidden accept=".csv,.tsv,.txt,.jsonl,.ndjson,.parquet" aria-label=${say(
        "chooseFile",
      )}
        @change=${chosen}>
    </div>
  `;
}

/** @param {{name: string, sent: number}} sending */
function sending({ name, sent }) {
  const told = say("uploading", { percent: Math.floor(100 * sent) });
  return html`
    <article
      class="card"><h2>${name}</h2><p class="made">${told}</p><progress max="1" value=${sent} aria-label=${told}></progress></article>
  `;
}

/**
 * @param {State} state
 * @param {Brought} file
 */
function one(state, file) {
  return html`
    <article class="card facts file" aria-labelledby="file-${file.id}">
      <h2 id="file-${file.id}">${file.name}</h2>
      ${file.state === "running" ? running(state, file) : ended(file)}
      ${file.fault ? html`<p class="note bad">${file.fault.message} ${file.fault.hint}</p>` : nothing}
      <div class="row">${buttons(state, file)}</div>
    </article>
  `;
}

/**
 * How far it is, how fast, how long yet, and what it costs.
 * @param {State} state
 * @param {Brought} file
 */
function running({ capUsd }, { progress, cost_usd }) {
  if (!progress) return html`<p class="made">${say("begins")}</p>`;
  const { texts, done, rate, seconds_left: left, cost_usd: now, expected_usd: expected } = progress;
  const spent = cost_usd + now;
  const told = say("doneOf", { done, count: texts });
  return html`
    <progress max=${texts || 1} value=${done} aria-label=${told}></progress>
    <dl>
      <dt>${say("textsDone")}</dt><dd>${told}</dd>
      <dt>${say("perSecond")}</dt><dd>${rate.toLocaleString(language, {
        maximumFractionDigits: rate < 10 ? 1 : 0,
      })}</dd>
      <dt>${say("timeLeft")}</dt><dd>${left === null ? "–" : duration(left)}</dd>
      ${expected === 0 ? nothing : html`
        <dt>${say("spentOfCap")}</dt>
        <dd>${say("usdOf", { spent: dollars(spent), cap: dollars(capUsd) })}</dd>
      `}
      ${expected
        ? html`
          <dt>${say("expectedCost")}</dt>
          <dd>${say("usd", { amount: dollars(expected) })}</dd>
        `
        : nothing}
    </dl>
  `;
}

/** @param {Brought} file */
function ended({ state, rows, labelled, unlabelled, cost_usd }) {
  if (!rows) return nothing;
  const left = rows - labelled - unlabelled;
  const number = (/** @type {number} */ count) => count.toLocaleString(language);
  return html`
    ${state === "stopped"
      ? html`<progress max=${rows} value=${rows - left} aria-label=${
        say("doneOf", { done: rows - left, count: rows })
      }></progress>`
      : nothing}
    <dl>
      <dt>${say("rowCount")}</dt><dd>${number(rows)}</dd>
      <dt>${say("withLabel")}</dt><dd>${number(labelled)}</dd>
      <dt>${say("withoutLabel")}</dt><dd>${number(unlabelled)}</dd>
      ${left
        ? html`
          <dt>${say("notReached")}</dt>
          <dd>${number(left)}</dd>
        `
        : nothing}
      <dt>${say("cost")}</dt><dd>${say("usd", { amount: dollars(cost_usd) })}</dd>
    </dl>
  `;
}

/**
 * @param {State} state
 * @param {Brought} file
 */
function buttons(state, file) {
  if (file.state === "running") {
    return html`
      <span class="quiet">${say(file.stopping ? "stopping" : "stopKeeps")}</span>
      <button type="button" class="primary" aria-disabled=${String(file.stopping)} @click=${() =>
        change(state, file, "stop")}>
        ${say("stop")}
      </button>
    `;
  }
  return html`
    <button type="button" class="plain" @click=${() => ask(state, file)}>${say("delete")}</button>
    ${file.rows
      ? html`<a class="plain" href=${address(`api/files/${file.id}/labelled`)} download>${say("download")}</a>`
      : nothing}
    ${file.state === "stopped"
      ? html`<button type="button" class="primary" @click=${() => change(state, file, "resume")}>${
        say("resume")
      }</button>`
      : nothing}
  `;
}

/**
 * @param {State} state
 * @param {Brought} file
 */
async function ask(state, file) {
  const consequence = say("deleteFileConsequence", { title: file.name });
  if (!await confirmed(say("deleteFileQuestion"), consequence, say("delete"))) return;
  focusOn("#choose");
  await change(state, file, "delete");
}

/** @param {number} seconds */
function duration(seconds) {
  const whole = Math.ceil(seconds);
  if (whole < 60) return say("seconds", { count: whole });
  if (whole < 3600) return say("minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
  return say("hours", { hours: Math.floor(whole / 3600), minutes: Math.floor(whole % 3600 / 60) });
}

/**
 * What the page shows while a file is held over it.
 * @param {State} state
 */
export function dropZone(state) {
  return state.isDragging
    ? html`
      <div class="drop">
        <div class="zone">${say("dropFile")}</div>
      </div>
    `
    : nothing;
}
