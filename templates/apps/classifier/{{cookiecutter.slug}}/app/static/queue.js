// @ts-check
import { call, Fault } from "./api.js";
import { focusOn, update } from "./page.js";
import { say } from "./words.js";

/**
 * @typedef {{id: number, text: string, label: string, guess: string, confidence: number | null, way: string,
 *   error: string, state: "settled" | "waiting" | "repeat" | "decided", file: string, created: string}} Row
 * @typedef {{name: string, share: number | null}} Likely
 * @typedef {{text: string, labels: string[], likeness: number}} Near
 * @typedef {{row: Row, labels: Likely[], nearest: Near[], why: {code: string, label: string}[]}} Seen what helps to decide
 * @typedef {{row: Row, label: string, sent: Promise<void>}} Done what can be undone; a text that was skipped has no label
 * @typedef {{queue: Row[], at: number, after: string | null, waiting: number, seen: Map<number, Promise<Seen>>,
 *   looked: Seen | null, picked: Set<string>, findLabel: string, done: Done[],
 *   reviewFault: import("./api.js").Told | null}} Queue `at`: the place in the queue of the text that is looked at
 * @typedef {import("./board.js").State} State
 */

const AHEAD = 5; // texts that are there before they are wanted

/** @returns {Queue} */
export function queue() {
  return {
    queue: [],
    at: 0,
    after: null,
    waiting: 0,
    seen: new Map(),
    looked: null,
    picked: new Set(),
    findLabel: "",
    done: [],
    reviewFault: null,
  };
}

/**
 * Asks what waits; what was looked at before begins anew.
 * @param {State} state
 */
export async function refreshQueue(state) {
  const found = await call("api/review").catch(() => null);
  if (!found) return;
  Object.assign(state, { queue: found.rows, after: found.after, waiting: found.count, at: 0 });
  state.seen.clear();
  await look(state);
}

/**
 * Asks how many texts wait, and nothing else.
 * @param {State} state
 */
export async function countWaiting(state) {
  const found = await call("api/review?limit=1").catch(() => null);
  if (found) state.waiting = found.count;
  update();
}

/**
 * Looks at the text whose turn it is, and asks for the next one meanwhile.
 * @param {State} state
 */
async function look(state) {
  const [row, next] = state.queue.slice(state.at);
  Object.assign(state, { looked: null, findLabel: "" });
  update();
  const found = row ? await seenOf(state, row.id).catch(() => null) : null;
  if (row !== state.queue[state.at]) return; // another one is looked at by now
  state.looked = found;
  state.picked = new Set(row?.guess ? row.guess.split("|") : []);
  if (next) seenOf(state, next.id).catch(() => {});
  update();
}

/**
 * Looks at one text, wherever it stands in the queue, or if it waits no more.
 * @param {State} state
 * @param {number} id
 */
export async function lookAt(state, id) {
  const at = state.queue.findIndex((row) => row.id === id);
  const found = at < 0 ? await seenOf(state, id).catch(() => null) : null;
  if (found) state.queue.splice(state.at, 0, found.row);
  if (at >= 0) state.at = at;
  await look(state);
}

/**
 * @param {State} state
 * @param {number} id
 * @returns {Promise<Seen>}
 */
function seenOf(state, id) {
  const known = state.seen.get(id) ?? call(`api/review/${id}`);
  state.seen.set(id, known);
  known.catch(() => state.seen.delete(id));
  return known;
}

/**
 * Steps through the queue without deciding.
 * @param {State} state
 * @param {number} way
 */
export async function step(state, way) {
  state.at = Math.min(Math.max(state.at + way, 0), state.queue.length - 1);
  await fill(state);
  await look(state);
  focusOn("#waiting");
}

/**
 * Gives the text its labels and goes on to the next.
 * @param {State} state
 * @param {string[]} labels
 */
export async function decide(state, labels) {
  const row = state.queue[state.at];
  if (!row || !state.looked) return;
  const label = labels.join(", ") || say("noLabel");
  const send = async () => {
    const { side } = await call(`api/review/${row.id}`, "POST", { labels });
    state.announcement = say(side === "test" ? "becameTest" : "becameExample", { label });
  };
  await leave(state, { row, label, sent: send() });
}

/**
 * Puts the text off until all others were looked at.
 * @param {State} state
 */
export async function skip(state) {
  const row = state.queue[state.at];
  if (!row) return;
  const send = async () => {
    await call(`api/review/${row.id}/skip`, "POST");
    if (!state.after) state.queue.push(row);
    state.announcement = say("skipped");
  };
  await leave(state, { row, label: "", sent: send() });
}

/**
 * Takes the text out of the queue at once, so that the next one is there; where the app refuses, it is put back.
 * @param {State} state
 * @param {Done} done
 */
async function leave(state, done) {
  state.queue.splice(state.at, 1);
  if (done.label && done.row.state === "waiting") state.waiting--;
  state.at = Math.min(state.at, Math.max(state.queue.length - 1, 0));
  state.done.push(done);
  const looking = look(state);
  await done.sent.then(() => state.reviewFault = null, refused(state, done));
  update();
  await looking;
  await fill(state);
  if (!state.looked) await look(state);
  focusOn("#waiting");
}

/**
 * @param {State} state
 * @param {Done} done
 */
function refused(state, done) {
  return (/** @type {unknown} */ fault) => {
    if (!(fault instanceof Fault)) throw fault;
    state.done = state.done.filter((each) => each !== done);
    putBack(state, done);
    state.reviewFault = fault.told;
  };
}

/**
 * Takes back what was decided or skipped last, once the app has it.
 * @param {State} state
 */
export async function undo(state) {
  const done = state.done.pop();
  if (!done || !await done.sent.then(() => true, () => false)) return;
  try {
    await call(`api/review/${done.row.id}/${done.label ? "undo" : "skip?back=true"}`, "POST");
    state.queue = state.queue.filter(({ id }) => id !== done.row.id);
    putBack(state, done);
    state.announcement = say("undone");
    state.reviewFault = null;
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    state.done.push(done);
    state.reviewFault = fault.told;
  }
  await look(state);
  focusOn("#waiting");
}

/**
 * @param {State} state
 * @param {Done} done
 */
function putBack(state, { row, label }) {
  state.queue.splice(state.at, 0, row);
  if (label) state.waiting++;
}

/**
 * Asks for more before the queue runs out.
 * @param {State} state
 */
async function fill(state) {
  if (!state.after || state.queue.length - state.at > AHEAD) return;
  const found = await call(`api/review?after=${encodeURIComponent(state.after)}`).catch(() => null);
  if (!found) return;
  const known = new Set(state.queue.map(({ id }) => id));
  state.queue.push(.../** @type {Row[]} */ (found.rows).filter(({ id }) => !known.has(id)));
  Object.assign(state, { after: found.after, waiting: found.count });
}
