// @ts-check
import en from "./words/en.js";
import vi from "./words/vi.js";

/** @typedef {keyof typeof en} Word */

/** @type {Record<string, typeof en>} */
const LANGUAGES = { en, vi };
export const language = document.documentElement.lang;
const words = LANGUAGES[language.split("-")[0].toLowerCase()] ?? en;

/**
 * A sentence of the page in the product's language; each mark is replaced by its value, once.
 * @param {Word} word
 * @param {Record<string, string>} [values]
 */
export function say(word, values = {}) {
  return words[word].replace(/\{(\w+)\}/g, (mark, name) => values[name] ?? mark);
}

/**
 * An amount of US dollars, as the language writes it; small amounts keep two significant digits.
 * @param {number} amount
 */
export function dollars(amount) {
  const format = new Intl.NumberFormat(language, { maximumSignificantDigits: amount < 0.01 ? 2 : 3 });
  return `${format.format(amount)} USD`;
}

/** @param {number} count */
export function number(count) {
  return new Intl.NumberFormat(language).format(count);
}
