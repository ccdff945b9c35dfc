// @ts-check
import { address } from "./api.js";

/** @typedef {import("./conversation.js").Message} Message */

/**
 * Follows a reply while it is written. After a break the browser comes back by itself, at the last event it saw.
 * @param {Message} reply
 * @param {(what: "text" | "note" | "done" | "waiting" | "lost") => void} changed
 * @returns {() => void} stops following; the reply goes on
 */
export function attach(reply, changed) {
  const have = [...reply.text].length; // an event's number counts characters, not halves of them
  const source = new EventSource(address(`api/replies/${reply.id}/events?after=${have}`));
  const on = (/** @type {string} */ name, /** @type {(data: any) => void} */ act) =>
    source.addEventListener(name, (event) => act(JSON.parse(event.data)));
  on("start", ({ answerer }) => {
    reply.answerer = answerer;
  });
  on("delta", (data) => {
    reply.text += data.text;
    changed("text");
  });
  on("note", ({ name, ...fields }) => {
    reply.notes = { ...reply.notes, [name]: fields };
    changed("note");
  });
  on("done", (data) => {
    source.close();
    Object.assign(reply, data);
    changed("done");
  });
  source.addEventListener("error", () => changed(source.readyState === EventSource.CLOSED ? "lost" : "waiting"));
  return () => source.close();
}
