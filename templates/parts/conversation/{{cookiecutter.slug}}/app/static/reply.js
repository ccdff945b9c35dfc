// @ts-check
import { GrowingMarkdown } from "./markdown.js";

/** @typedef {import("./conversation.js").Message} Message */

/** @type {Map<string, GrowingMarkdown>} */
const bodies = new Map();
/** @type {Map<string, Message>} */
const waiting = new Map();

/**
 * The element that holds a reply's words: the same one for as long as the page is open.
 * @param {Message} reply
 */
export function body(reply) {
  const known = bodies.get(reply.id);
  const markdown = known ?? new GrowingMarkdown();
  bodies.set(reply.id, markdown);
  if (reply.status !== "live") markdown.finish(reply.text);
  else if (!known) markdown.show(reply.text);
  return markdown.element;
}

/**
 * Puts new words on the page with the next frame, without drawing anything else anew.
 * @param {Message} reply
 */
export function paint(reply) {
  if (!waiting.size) requestAnimationFrame(painted);
  waiting.set(reply.id, reply);
}

function painted() {
  for (const [id, reply] of waiting) bodies.get(id)?.show(reply.text);
  waiting.clear();
}
