// @ts-check
/**
 * Makes an element. Text goes in as text, so nothing that a model or a visitor wrote becomes markup.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * @param {string} text
 * @param {() => void} onClick
 */
export function button(text, onClick) {
  const made = element("button", { type: "button" }, text);
  made.addEventListener("click", onClick);
  return made;
}

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} kind
 * @returns {T}
 */
export function find(selector, kind) {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}

/**
 * Changes what a scrolling element holds, and follows its end only where the reader already is there.
 * @param {HTMLElement} scroller
 * @param {() => void} change
 */
export function following(scroller, change) {
  const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  change();
  if (below < 48) scroller.scrollTop = scroller.scrollHeight;
}
