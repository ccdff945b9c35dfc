// @ts-check
const NEAR = 48;

/** Keeps the end of what grows in sight, but only while the reader is there. */
export class Follower {
  #atEnd = true;
  #was = 0;
  #seen = new ResizeObserver(() => this.#settle());
  /** @type {HTMLElement | null} */
  #scroller = null;

  /** @param {(atEnd: boolean) => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
  }

  /** @param {HTMLElement | null} scroller its first child is what grows */
  watch(scroller) {
    if (scroller === this.#scroller) return;
    this.#seen.disconnect();
    this.#scroller = scroller;
    if (!scroller?.firstElementChild) return;
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#seen.observe(scroller);
    this.#seen.observe(scroller.firstElementChild);
  }

  toEnd() {
    this.#move(true);
    this.#settle();
  }

  #settle() {
    if (this.#atEnd && this.#scroller) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  /** Only going up leaves the end: text that came in since is no reason. */
  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = /** @type {HTMLElement} */ (this.#scroller);
    const below = scrollHeight - scrollTop - clientHeight;
    if (scrollTop < this.#was) this.#move(below < 1);
    else if (below < NEAR) this.#move(true);
    this.#was = scrollTop;
  }

  /** @param {boolean} atEnd */
  #move(atEnd) {
    if (atEnd === this.#atEnd) return;
    this.#atEnd = atEnd;
    this.onChange(atEnd);
  }
}
