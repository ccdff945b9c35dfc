// @ts-check
import { call, Fault } from "./api.js";
import { attach } from "./attachment.js";
import { list } from "./history.js";
import { newId } from "./ids.js";
import { focusOn, update } from "./page.js";
import { count, refresh, untilReachable } from "./product.js";
import { paint } from "./reply.js";
import { branch, newestLeaf } from "./tree.js";
import { say } from "./words.js";

/**
 * @typedef {import("./api.js").Told} Told
 * @typedef {"complete" | "live" | "stopped" | "interrupted" | "failed"} Status
 * @typedef {{id: string, parent: string | null, role: "user" | "assistant", text: string, status: Status,
 *   answerer?: string | null, usage?: {input_tokens: number, output_tokens: number} | null, cost_usd?: number | null,
 *   estimated?: boolean, fault?: Told | null, notes?: Record<string, any>,
 *   rating?: "up" | "down" | null, created?: string, slow?: boolean,
 *   retry?: () => void}} Message
 * @typedef {import("./product.js").Shell & import("./history.js").List & {id: string | null, title: string,
 *   messages: Message[], leaf: string | null, editing: string | null, explaining: string | null,
 *   copied: string | null, missing: boolean, detach: () => void,
 *   choices?: Record<string, string>}} State `choices` go with what is said next, where an app has any
 */

const SLOW = 8000;

/** @returns {Omit<State, keyof import("./product.js").Shell | keyof import("./history.js").List | "choices">} */
export function conversation() {
  const open = { editing: null, explaining: null, copied: null, missing: false, detach: () => {} };
  return { id: null, title: "", messages: [], leaf: null, ...open };
}

/** @param {State} state */
export function shown(state) {
  return branch(state.messages, state.leaf);
}

/** @param {State} state */
export function live(state) {
  return shown(state).find(({ status }) => status === "live");
}

/**
 * Shows a conversation, or an empty one; what is being written elsewhere goes on there.
 * @param {State} state
 * @param {string} id
 */
export async function open(state, id) {
  if (id !== state.id) {
    state.detach();
    Object.assign(state, conversation(), { id: id || null });
    update();
  }
  if (!id) return;
  try {
    const found = await call(`api/conversations/${id}`);
    if (state.id === id) take(state, found);
  } catch (fault) {
    if (fault instanceof Fault && fault.told.code === "unreachable") untilReachable(state).then(() => open(state, id));
    else state.missing = state.id === id && !state.messages.length;
  }
  update();
}

/**
 * @param {State} state
 * @param {{title: string, leaf: string, messages: Message[]}} found
 */
function take(state, { title, leaf, messages }) {
  const ours = new Map(state.messages.map((message) => [message.id, message]));
  Object.assign(state, { title, leaf: state.leaf ?? leaf });
  state.messages = messages.map((message) => kept(ours.get(message.id), message));
  follow(state);
}

/**
 * @param {Message | undefined} ours
 * @param {Message} told
 */
function kept(ours, told) {
  if (!ours) return told;
  return Object.assign(ours, told, { text: told.text.length < ours.text.length ? ours.text : told.text });
}

/**
 * Attaches to the reply that is being written in sight, if one is.
 * @param {State} state
 */
function follow(state) {
  state.detach();
  const reply = live(state);
  if (!reply) return;
  const patience = setTimeout(() => {
    reply.slow = !reply.text;
    update();
  }, SLOW);
  const stop = attach(reply, (what) => {
    if (what === "text") paint(reply);
    if (what === "text" && !reply.slow && reply.text) return;
    reply.slow = false;
    if (what === "done") ended(state, reply);
    if (what === "waiting") refresh(state).catch(() => untilReachable(state));
    if (what === "lost") untilReachable(state).then(() => open(state, state.id ?? ""));
    update();
  });
  state.detach = () => {
    clearTimeout(patience);
    stop();
  };
}

/**
 * @param {State} state
 * @param {Message} reply
 */
function ended(state, reply) {
  state.detach();
  const words = { complete: say("finished"), stopped: say("stopped"), interrupted: say("interrupted"), live: "" };
  state.announcement = reply.status === "failed" ? reply.fault?.message ?? "" : words[reply.status];
  count(state);
  list(state);
}

/**
 * @param {State} state
 * @param {string} text
 * @param {string | null} [parent] what it answers; the end of what is shown unless it stands in another's place
 */
export function send(state, text, parent = state.leaf) {
  const id = state.id ??= newId();
  if (!state.messages.length) {
    state.title = text;
    location.hash = id;
  }
  const choices = state.choices ?? {};
  const message = added(state, { id: newId(), parent, role: "user", text, status: "complete", notes: { choices } });
  const reply = added(state, pending(message.id));
  const body = { id: message.id, reply: reply.id, parent, text, choices };
  start(state, reply, () => call(`api/conversations/${id}/messages`, "POST", body));
}

/**
 * Writes another reply to the same message, beside what is there.
 * @param {State} state
 * @param {Message} message
 */
export function replyAgain(state, { parent }) {
  const reply = added(state, pending(/** @type {string} */ (parent)));
  start(state, reply, () => call(`api/conversations/${state.id}/replies`, "POST", { id: reply.id, parent }));
}

/**
 * @param {string} parent
 * @returns {Message}
 */
function pending(parent) {
  return { id: newId(), parent, role: "assistant", text: "", status: "live" };
}

/**
 * @param {State} state
 * @param {Message} message
 */
function added(state, message) {
  state.messages.push(message);
  state.leaf = message.id;
  return message;
}

/**
 * Asks for a reply. The ids stay the same when it is asked for again, so that nothing is billed twice.
 * @param {State} state
 * @param {Message} reply
 * @param {() => Promise<any>} request
 */
async function start(state, reply, request) {
  Object.assign(reply, { status: "live", fault: null });
  state.announcement = say("started");
  update();
  try {
    await request();
    follow(state);
    list(state);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    const retry = () => start(state, reply, request);
    Object.assign(reply, { status: "failed", fault: fault.told, retry });
    state.announcement = fault.told.message;
    if (fault.told.code === "unreachable") {
      untilReachable(state).then(() => reply.status === "failed" ? retry() : undefined);
    }
  }
  update();
}

/** @param {State} state */
export async function stop(state) {
  const reply = live(state);
  if (reply) await call(`api/replies/${reply.id}/stop`, "POST").catch(() => untilReachable(state));
}

/**
 * Shows the branch that goes through another version of a message.
 * @param {State} state
 * @param {Message} version
 */
export function step(state, version) {
  state.leaf = newestLeaf(state.messages, version);
  follow(state);
  update();
  call(`api/conversations/${state.id}`, "PATCH", { leaf: state.leaf }).catch(() => {});
}

/**
 * @param {State} state
 * @param {Message} reply
 * @param {"up" | "down" | null} value
 * @param {string} [reason]
 */
export function rate(state, reply, value, reason = "") {
  reply.rating = value;
  state.explaining = value === "down" && !reason ? reply.id : null;
  update();
  if (state.explaining) focusOn(".explain input");
  call(`api/replies/${reply.id}/rating`, "PUT", { value, reason }).catch(() => untilReachable(state));
}
