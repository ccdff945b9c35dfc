// @ts-check
import { reply } from "./api.js";
import { button, element, following } from "./dom.js";
import { GrowingMarkdown } from "./markdown.js";
import { linked } from "./nearest.js";
import { dollars, number, say } from "./words.js";

/**
 * @typedef {import("./api.js").Message} Message
 * @typedef {{answerer: string, usage: {input_tokens: number, output_tokens: number} | null,
 *   cost_usd: number | null, estimated: boolean, nearest: string[]}} Done
 */

/** A reply as it arrives, and what stands under it. */
export class ReplyView {
  text = "";
  fault = "";
  cost = 0;
  #painting = 0;
  #body = element("div", { class: "body" });
  #foot = element("div", { class: "foot" });

  /**
   * @param {HTMLElement} talk
   * @param {(question: string) => void} onQuestion
   */
  constructor(talk, onQuestion) {
    this.talk = talk;
    this.onQuestion = onQuestion;
    this.markdown = new GrowingMarkdown(this.#body);
    this.article = element("article", { class: "reply", "aria-busy": "true" }, this.#body, this.#foot);
    talk.append(this.article);
    talk.scrollTop = talk.scrollHeight;
  }

  /**
   * @param {Message[]} messages
   * @param {AbortSignal} signal
   */
  async read(messages, signal) {
    /** @type {Done | null} */
    let done = null;
    try {
      for await (const { name, data } of reply(messages, signal)) {
        if (name === "delta") this.#add(data.text);
        if (name === "done") done = data;
        if (name === "error") this.fault = [data.message, data.hint].filter(Boolean).join(" ");
      }
      if (!done && !this.fault) this.fault = say("cutOff");
    } catch {
      if (!signal.aborted) this.fault = say("unreachable");
    }
    following(this.talk, () => this.#settle(done));
  }

  /** @param {() => void} again */
  offerAgain(again) {
    const fault = element("div", { class: "fault" }, element("p", {}, this.fault), button(say("again"), again));
    following(this.talk, () => this.#foot.before(fault));
  }

  /** Takes the offer back, once the conversation has gone on. */
  forgetAgain() {
    this.article.querySelector(".fault button")?.remove();
  }

  /** @param {string} text */
  #add(text) {
    this.text += text;
    this.#painting ||= requestAnimationFrame(() => {
      this.#painting = 0;
      following(this.talk, () => this.markdown.show(this.text));
    });
  }

  /** @param {Done | null} done */
  #settle(done) {
    cancelAnimationFrame(this.#painting);
    this.markdown.finish(this.text);
    this.article.setAttribute("aria-busy", "false");
    if (this.text && navigator.clipboard) this.#foot.append(this.#copyButton());
    if (done) {
      this.cost = done.cost_usd ?? 0;
      this.#foot.append(element("span", {}, produced(done)));
      linked(this.#body, done.nearest, this.onQuestion);
    } else if (!this.fault) this.#foot.append(element("span", {}, say("stopped")));
  }

  #copyButton() {
    const made = button(say("copy"), async () => {
      await navigator.clipboard.writeText(this.text);
      made.textContent = say("copied");
      setTimeout(() => made.textContent = say("copy"), 2000);
    });
    return made;
  }
}

/**
 * What produced a reply, and what that took.
 * @param {Done} done
 */
function produced({ answerer, usage, cost_usd, estimated }) {
  const parts = [answerer === "faq" ? say("faq") : answerer];
  if (usage) parts.push(say("tokens", { count: number(usage.input_tokens + usage.output_tokens) }));
  if (cost_usd) parts.push((estimated ? "≈ " : "") + dollars(cost_usd));
  return parts.join(" · ");
}
