// @ts-check
import en from "./words/en.js";

/** @typedef {keyof typeof en} Word */

const CHOICE = "language";
let words = en;
export let language = document.documentElement.lang;

/**
 * Speaks a language from now on; what its file does not have is said in English.
 * @param {string} wanted
 */
export async function speak(wanted) {
  const file = wanted.split("-")[0].toLowerCase();
  const module = await import(`./words/${file}.js`).catch(() => null);
  words = { ...en, ...module?.default };
  language = document.documentElement.lang = module ? wanted : "en";
}

/** The language that the visitor chose here before; a page in a frame may not be allowed to remember. */
export function chosen() {
  try {
    return localStorage.getItem(CHOICE);
  } catch {
    return null;
  }
}

/**
 * Speaks a language and remembers it; what the server said in another is to be asked for anew.
 * @param {string} wanted
 */
export async function choose(wanted) {
  await speak(wanted);
  try {
    localStorage.setItem(CHOICE, wanted);
  } catch {
    // It holds until the page is closed.
  }
  dispatchEvent(new Event("languagechange"));
}

/**
 * A sentence of the page; each mark is replaced by its value, once. {count:page|pages} is a number with its noun.
 * @param {Word} word
 * @param {Record<string, string | number>} [values] numbers are written as the language writes them
 */
export function say(word, values = {}) {
  return words[word].replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (mark, name, one, many) => {
    const value = values[name] ?? mark;
    if (typeof value !== "number") return value;
    const noun = new Intl.PluralRules(language).select(value) === "one" ? one : many;
    return [new Intl.NumberFormat(language).format(value), noun].filter(Boolean).join(" ");
  });
}

/**
 * An amount of US dollars; small ones keep two significant digits.
 * @param {number} amount
 */
export function dollars(amount) {
  const digits = amount && amount < 0.01 ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 2 };
  return new Intl.NumberFormat(language, digits).format(amount);
}

/**
 * @param {string} tag
 * @returns {string} the language's own name for itself
 */
export function nameOf(tag) {
  const name = new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}
