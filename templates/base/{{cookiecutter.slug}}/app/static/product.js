// @ts-check
import { call } from "./api.js";
import { update } from "./page.js";

/**
 * @typedef {{name: string, tagline: string, language: string, hue: number, consent: string, starters: string[],
 *   answerer: string, languages: string[], notice: {code: string, detail: any} | null, faults: string[],
 *   private: boolean, screened: Record<string, string>[], local: boolean, person: {name: string} | null}} Product
 *   `local`: its owner may be writing product.toml beside the page; `screened`: what is done to texts before a model
 *   reads them, in each language; `person`: who signed in, where people do
 * @typedef {{spent_usd: number, cap_usd: number, is_admin: boolean}} Me
 * @typedef {{about: Product | null, me: Me | null, reachable: boolean, refusal: import("./api.js").Told | null,
 *   announcement: string, sheet: boolean, panel: import("./panel.js").Panel | null}} Shell what every page of the app
 *   knows; `refusal`: why it is not reachable
 */

const RETRY = 2000;
let looking = 0;

/** @returns {Shell} */
export function shell() {
  return { about: null, me: null, reachable: true, refusal: null, announcement: "", sheet: false, panel: null };
}

/**
 * Asks what the product is now; its owner may have edited it since, and on the owner's machine sees that without a click.
 * @param {Shell} state
 */
export async function refresh(state) {
  const about = /** @type {Product} */ (await call("api/product").catch(refusedTo(state)));
  clearInterval(looking);
  if (about.local) looking = setInterval(() => document.hidden || refresh(state).catch(() => {}), RETRY);
  if (JSON.stringify(about) === JSON.stringify(state.about)) return;
  document.title = about.name;
  document.documentElement.style.setProperty("--hue", String(about.hue));
  state.about = about;
  update();
}

/** @param {Shell} state */
function refusedTo(state) {
  return (/** @type {import("./api.js").Fault} */ fault) => {
    state.refusal = fault.told;
    throw fault;
  };
}

/**
 * Asks what the visitor has spent.
 * @param {Shell} state
 */
export async function count(state) {
  state.me = await call("api/me").catch(() => state.me);
  update();
}

/**
 * Says that the app cannot be reached, or knows the visitor no more, and waits until that is over.
 * @param {Shell} state
 */
export async function untilReachable(state) {
  state.reachable = false;
  update();
  while (!state.about || !state.reachable) {
    await new Promise((resolve) => setTimeout(resolve, RETRY));
    await refresh(state).then(() => state.reachable = true, update);
  }
  update();
}
