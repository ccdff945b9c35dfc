// @ts-check
import { element, find } from "./dom.js";
import { say } from "./words.js";

/** Where the visitor writes: Enter sends, Shift Enter breaks the line, Esc stops; one button is Send or Stop. */
export class Composer {
  #box = find("textarea", HTMLTextAreaElement);
  #go = find(".go", HTMLButtonElement);
  #busy = false;

  /**
   * @param {string} name the product's
   * @param {(text: string) => void} onSend
   * @param {() => void} onStop
   */
  constructor(name, onSend, onStop) {
    this.onSend = onSend;
    this.onStop = onStop;
    this.#box.placeholder = say("ask", { name });
    this.#box.setAttribute("aria-label", say("message"));
    const hint = say("hint").split(/((?:Shift )?Enter)/).map((part, index) =>
      index % 2 ? element("kbd", {}, part) : part
    );
    find(".hint", HTMLElement).replaceChildren(...hint);
    this.#listen();
    this.busy = false;
  }

  /** @param {boolean} busy */
  set busy(busy) {
    this.#busy = busy;
    const label = say(busy ? "stop" : "send");
    this.#go.classList.toggle("busy", busy);
    this.#go.setAttribute("aria-label", label);
    this.#go.title = label;
  }

  /** Takes the focus where that does not bring up a keyboard over the page. */
  focus() {
    if (matchMedia("(pointer: fine)").matches) this.#box.focus();
  }

  #listen() {
    find(".ask form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#busy) this.onStop();
      else this.#send();
    });
    this.#box.addEventListener("keydown", (event) => {
      // 229: an input method is still composing, which Safari tells in this way alone.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      if (!this.#busy) this.#send();
    });
    this.#box.addEventListener("input", () => this.#grow());
  }

  #send() {
    const text = this.#box.value.trim();
    if (!text) return;
    this.#box.value = "";
    this.#grow();
    this.onSend(text);
  }

  /** Makes room line by line where the browser does not do it by itself. */
  #grow() {
    this.#box.rows = Math.min(this.#box.value.split("\n").length, 8);
  }
}
