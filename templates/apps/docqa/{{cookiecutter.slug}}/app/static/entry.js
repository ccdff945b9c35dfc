// @ts-check
import { dropZone, listenToDrops } from "./adding.js";
import { conversation, open, stop } from "./conversation.js";
import { documents, look } from "./documents.js";
import { history, list } from "./history.js";
import { lookOver, OVERVIEW, overview } from "./overview.js";
import { focusOn, hasKeyboard, show } from "./page.js";
import { past } from "./past.js";
import { count, refresh, shell, untilReachable } from "./product.js";
import { lookedIn, scope } from "./scope.js";
import { shelf } from "./shelf.js";
import { frame, listenToKeys } from "./shell.js";
import { sources } from "./sources.js";
import { asking, talk } from "./talk.js";
import { nothing } from "./vendor/lit-html-3.3.3/lit-html.js";
import { chosen, say, speak } from "./words.js";

/** @type {import("./documents.js").State} */
const state = { ...shell(), ...history(), ...conversation(), ...documents(), choices: {} };

function view() {
  const isOverview = location.hash === `#${OVERVIEW}`;
  const toOverview = { text: say("overview"), act: () => location.hash = OVERVIEW };
  const own = { noModel: say("noModelDocuments"), below: lookedIn };
  const framed = frame(state, {
    title: isOverview ? say("overview") : state.title || say("newConversation"),
    offline: say("offlineDocuments"),
    rail: [shelf(state), past(state)],
    main: isOverview ? overview() : talk(state, sources(state), own),
    below: isOverview ? nothing : [scope(state), asking(state)],
    choices: state.me?.is_admin ? [toOverview] : [],
  });
  return [framed, dropZone(state)];
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
  look(state);
  if (state.id) open(state, state.id);
}

const speaking = speak(chosen() ?? document.documentElement.lang);
await refresh(state).catch(() => untilReachable(state));
await speaking;
show(view);
opened();
list(state);
look(state);
count(state);
listenToDrops(state);
listenToKeys(state, () => stop(state));
addEventListener("hashchange", opened);
addEventListener("focus", returned);
