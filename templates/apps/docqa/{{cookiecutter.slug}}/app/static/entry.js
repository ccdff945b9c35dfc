// @ts-check
import { conversation, open, stop } from "./conversation.js";
import { history, list } from "./history.js";
import { lookOver, OVERVIEW, overview } from "./overview.js";
import { focusOn, hasKeyboard, show } from "./page.js";
import { past } from "./past.js";
import { count, refresh, shell, untilReachable } from "./product.js";
import { frame, listenToKeys } from "./shell.js";
import { sources } from "./sources.js";
import { asking, talk } from "./talk.js";
import { nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { chosen, say, speak } from "./words.js";

/** @type {import("./conversation.js").State} */
const state = { ...shell(), ...history(), ...conversation() };

function view() {
  const isOverview = location.hash === `#${OVERVIEW}`;
  const look = { text: say("overview"), act: () => location.hash = OVERVIEW };
  return frame(state, {
    title: isOverview ? say("overview") : state.title || say("newConversation"),
    rail: past(state),
    main: isOverview ? overview() : talk(state, sources),
    below: isOverview ? nothing : asking(state),
    choices: state.me?.is_admin ? [look] : [],
  });
}

/** Shows what the address names: a conversation, a new one, or what the owner sees. */
function opened() {
  const named = location.hash.slice(1);
  if (named === OVERVIEW) lookOver();
  else if (named !== state.id) open(state, named);
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
