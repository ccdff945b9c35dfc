// @ts-check
/** @typedef {import("./conversation.js").Message} Message */

/**
 * What was said on the way to a message, first to last.
 * @param {Message[]} messages in the order they were made
 * @param {string | null} leaf
 */
export function branch(messages, leaf) {
  const byId = new Map(messages.map((message) => [message.id, message]));
  /** @type {Message[]} */
  const path = [];
  for (let at = byId.get(leaf ?? ""); at; at = byId.get(at.parent ?? "")) path.unshift(at);
  return path;
}

/**
 * The versions of a message: what else was said, or answered, in its place.
 * @param {Message[]} messages
 * @param {Message} message
 */
export function versions(messages, message) {
  return messages.filter(({ parent, role }) => parent === message.parent && role === message.role);
}

/**
 * Where the newest branch through a message ends.
 * @param {Message[]} messages
 * @param {Message} message
 */
export function newestLeaf(messages, message) {
  /** @type {Message | undefined} */
  let next = message;
  let leaf = message;
  while (next) {
    leaf = next;
    next = messages.findLast(({ parent }) => parent === leaf.id);
  }
  return leaf.id;
}
