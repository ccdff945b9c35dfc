// @ts-check
import { reply } from "./api.js";
import { element } from "./dom.js";
import { prose } from "./prose.js";
import { dollars, number, say } from "./words.js";

/** @typedef {import("./api.js").Message} Message */

/** One conversation on the page: what was said, the reply that streams in, and how to stop it. */
export class Conversation {
  /** @type {Message[]} */
  #messages = [];
  /** @type {AbortController | null} */
  #running = null;

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

  get busy() {
    return this.#running !== null;
  }

  stop() {
    this.#running?.abort();
  }

  clear() {
    this.stop();
    this.#messages = [];
  }

  /** @param {string} question */
  ask(question) {
    this.#messages.push({ role: "user", content: question });
    this.talk.append(element("div", { class: "said" }, element("p", {}, question)));
    return this.#answer();
  }

  async #answer() {
    const running = this.#running = new AbortController();
    const view = new ReplyView(this.talk);
    this.onBusy(true);
    this.announcer.textContent = say("started");
    const messages = this.#messages;
    await view.read(messages, running.signal);
    view.settle();
    if (view.text && messages === this.#messages) messages.push({ role: "assistant", content: view.text });
    if (view.failed) view.offerAgain(() => this.#again(view));
    if (this.#running !== running) return;
    this.#running = null;
    this.announcer.textContent = say(running.signal.aborted ? "stopped" : "finished");
    this.onBusy(false);
  }

  /** @param {ReplyView} failed */
  #again(failed) {
    if (this.busy) return;
    failed.article.remove();
    if (this.#messages.at(-1)?.role === "assistant") this.#messages.pop();
    this.#answer();
  }
}

/** A reply as it arrives. */
class ReplyView {
  text = "";
  failed = false;
  #painting = 0;

  /** @param {HTMLElement} talk */
  constructor(talk) {
    this.talk = talk;
    this.body = element("div", { class: "body" });
    this.foot = element("div", { class: "foot" });
    this.article = element("article", { class: "reply", "aria-busy": "true" }, this.body, this.foot);
    talk.append(this.article);
    talk.scrollTop = talk.scrollHeight;
  }

  /**
   * @param {Message[]} messages
   * @param {AbortSignal} signal
   */
  async read(messages, signal) {
    let complete = false;
    try {
      for await (const { name, data } of reply(messages, signal)) {
        if (name === "delta") this.#add(data.text);
        if (name === "done") this.#show(data);
        if (name === "error") this.#fail(data.message, data.hint);
        complete ||= name === "done" || name === "error";
      }
      if (!complete) this.#fail(say("cutOff"), "");
    } catch {
      if (signal.aborted) this.foot.append(element("span", {}, say("stopped")));
      else this.#fail(say("unreachable"), "");
    }
  }

  settle() {
    cancelAnimationFrame(this.#painting);
    this.#paint();
    this.article.setAttribute("aria-busy", "false");
    if (this.text) this.foot.prepend(this.#copyButton());
  }

  /** @param {() => void} again */
  offerAgain(again) {
    const button = element("button", { type: "button" }, say("again"));
    button.addEventListener("click", again);
    this.article.querySelector(".fault")?.append(button);
  }

  /** @param {string} text */
  #add(text) {
    this.text += text;
    cancelAnimationFrame(this.#painting);
    this.#painting = requestAnimationFrame(() => this.#paint());
  }

  #paint() {
    const { scrollHeight, scrollTop, clientHeight } = this.talk;
    this.body.replaceChildren(...prose(this.text));
    if (scrollHeight - scrollTop - clientHeight < 80) this.talk.scrollTop = this.talk.scrollHeight;
  }

  /** @param {{answerer: string, usage: any, cost_usd: number | null, estimated: boolean}} done */
  #show({ answerer, usage, cost_usd, estimated }) {
    const parts = [answerer === "faq" ? say("faq") : answerer];
    if (usage) parts.push(say("tokens", { count: number(usage.input_tokens + usage.output_tokens) }));
    if (cost_usd !== null && cost_usd > 0) parts.push((estimated ? "≈ " : "") + dollars(cost_usd));
    this.foot.append(element("span", {}, parts.join(" · ")));
  }

  /**
   * @param {string} message
   * @param {string} hint
   */
  #fail(message, hint) {
    this.failed = true;
    this.foot.before(element("p", { class: "fault", role: "alert" }, [message, hint].filter(Boolean).join(" ")));
  }

  #copyButton() {
    const button = element("button", { type: "button" }, say("copy"));
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.text);
      button.textContent = say("copied");
    });
    return button;
  }
}
