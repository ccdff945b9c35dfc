// @ts-check
import { element } from "./dom.js";
import { ReplyView } from "./reply.js";
import { say } from "./words.js";

/** @typedef {import("./api.js").Message} Message */

/** One conversation on the page: what was said, the reply that streams in, and how to stop it. */
export class Conversation {
  /** @type {Message[]} */
  #messages = [];
  /** @type {AbortController | null} */
  #running = null;
  /** @type {ReplyView | null} */
  #latest = null;
  cost = 0;

  /**
   * @param {HTMLElement} talk where the conversation stands
   * @param {HTMLElement} announcer what a screen reader is told, once at the start and once at the end
   * @param {(busy: boolean) => void} onBusy
   */
  constructor(talk, announcer, onBusy) {
    this.talk = talk;
    this.announcer = announcer;
    this.onBusy = onBusy;
  }

  stop() {
    this.#running?.abort();
  }

  /** @param {string} question */
  async ask(question) {
    if (this.#running) return;
    this.#latest?.forgetAgain();
    this.#messages.push({ role: "user", content: question });
    this.talk.append(element("div", { class: "said" }, element("p", {}, question)));
    await this.#answer();
  }

  async #answer() {
    const running = this.#running = new AbortController();
    const view = this.#latest = new ReplyView(this.talk, (question) => this.ask(question));
    this.onBusy(true);
    this.announcer.textContent = say("started");
    await view.read(this.#messages, running.signal);
    if (view.text) this.#messages.push({ role: "assistant", content: view.text });
    if (view.fault) view.offerAgain(() => this.#again(view));
    this.cost += view.cost;
    this.#running = null;
    if (!this.talk.contains(view.article)) return;
    this.announcer.textContent = view.fault || say(running.signal.aborted ? "stopped" : "finished");
    this.onBusy(false);
  }

  /** @param {ReplyView} failed */
  #again(failed) {
    failed.article.remove();
    if (this.#messages.at(-1)?.role === "assistant") this.#messages.pop();
    this.#answer();
  }
}
