// @ts-check
import { conversation, open, stop } from "./conversation.js";
import { history, list } from "./history.js";
import { nearest } from "./nearest.js";
import { focusOn, hasKeyboard, show } from "./page.js";
import { past } from "./past.js";
import { count, refresh, shell, untilReachable } from "./product.js";
import { frame, listenToKeys } from "./shell.js";
import { ask, asking, talk } from "./talk.js";
import { chosen, say, speak } from "./words.js";

/** @type {import("./conversation.js").State} */
const state = { ...shell(), ...history(), ...conversation() };

function view() {
  return frame(state, {
    title: state.title || say("newConversation"),
    rail: past(state),
    main: talk(state, nearest((question) => ask(state, question))),
    below: asking(state),
  });
}

/** Shows the conversation that the address names. */
function opened() {
  const id = location.hash.slice(1);
  if (id !== state.id) open(state, id);
  if (hasKeyboard()) focusOn("#composer");
}

/** What may have changed while the visitor was elsewhere: the product's words, the list, a reply in another tab. */
function returned() {
  refresh(state).catch(() => untilReachable(state));
  list(state);
  if (state.id) open(state, state.id);
}

const speaking = speak(chosen() ?? document.documentElement.lang);
await refresh(state).catch(() => untilReachable(state));
await speaking;
show(view);
opened();
list(state);
count(state);
listenToKeys(state, () => stop(state));
addEventListener("hashchange", opened);
addEventListener("focus", returned);
