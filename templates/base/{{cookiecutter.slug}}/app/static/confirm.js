// @ts-check
import { html, nothing, render } from "./vendor/lit-html-3.3.3/lit-html.js";
import { say } from "./words.js";

/**
 * Asks before something is gone for good; the focus returns to where it was.
 * @param {string} question
 * @param {string} consequence
 * @param {string} action
 * @returns {Promise<boolean>}
 */
export function confirmed(question, consequence, action) {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "question");
  const answer = (/** @type {string} */ value) => () => dialog.close(value);
  render(
    html`
      <h2 id="question">${question}</h2>
      <p>${consequence || nothing}</p>
      <div class="row">
        <button type="button" class="plain" autofocus @click=${answer("")}>${say("keep")}</button>
        <button type="button" class="primary grave" @click=${answer("yes")}>${action}</button>
      </div>
    `,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    })
  );
}
