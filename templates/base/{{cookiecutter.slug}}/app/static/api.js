// @ts-check
import { language, say } from "./words.js";

/** @typedef {{code: string, message: string, hint: string}} Told what a visitor is told of a fault */

const ROOT = new URL("../", import.meta.url);

/** A request that came to nothing, in words for whoever sees the page. */
export class Fault extends Error {
  /** @param {Told} told */
  constructor(told) {
    super(told.message);
    this.told = told;
  }
}

/**
 * The address of something the app serves, wherever it is mounted.
 * @param {string} path
 */
export function address(path) {
  return new URL(path, ROOT).href;
}

/**
 * @param {string} path
 * @param {string} [method]
 * @param {unknown} [body]
 * @param {AbortSignal} [signal] ends it early
 * @returns {Promise<any>}
 */
export async function call(path, method = "GET", body, signal) {
  const headers = { "accept-language": language, ...body === undefined ? {} : { "content-type": "application/json" } };
  const request = { method, signal, headers, body: JSON.stringify(body) };
  const response = await fetch(address(path), request).catch(() => null);
  if (!response) throw new Fault({ code: "unreachable", message: say("unreachable"), hint: "" });
  if (!response.ok) throw new Fault(await response.json().catch(unreadable));
  return response.status === 204 ? null : await response.json();
}

/** What a proxy in front says in its own words is nothing for a visitor. */
function unreadable() {
  return { code: "server_error", message: say("serverError"), hint: say("tryLater") };
}
