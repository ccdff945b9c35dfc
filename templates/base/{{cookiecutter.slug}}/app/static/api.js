// @ts-check
/**
 * @typedef {{role: "user" | "assistant", content: string}} Message
 * @typedef {{name: string, data: any}} Event
 * @typedef {{name: string, tagline: string, starters: string[], answerer: string,
 *   notice: {code: string} | null, faults: string[]}} Product
 */

const ROOT = new URL("../", import.meta.url);

/** @returns {Promise<Product>} */
export async function product() {
  const response = await fetch(new URL("api/product", ROOT));
  if (!response.ok) throw new Error(`the app answered ${response.status}`);
  return await response.json();
}

/**
 * Sends the conversation and yields the events of the reply; aborting the signal stops the reply at its source.
 * @param {Message[]} messages
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Event>}
 */
export async function* reply(messages, signal) {
  const response = await fetch(new URL("api/chat", ROOT), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ messages }),
    signal,
  });
  if (!response.ok || !response.body) {
    yield { name: "error", data: await response.json() };
    return;
  }
  yield* events(response.body);
}

/**
 * Reads server-sent events from a stream of bytes.
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<Event>}
 */
async function* events(body) {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let waiting = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (waiting + decoder.decode(value, { stream: true })).split("\n\n");
    waiting = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = parsed(block);
      if (event) yield event;
    }
  }
}

/**
 * @param {string} block
 * @returns {Event | null} null for a comment, which keeps a connection alive
 */
function parsed(block) {
  const lines = block.split("\n");
  const name = lines.find((line) => line.startsWith("event:"));
  const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5)).join("\n");
  return name && data ? { name: name.slice(6).trim(), data: JSON.parse(data) } : null;
}
