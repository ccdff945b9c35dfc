// @ts-check
import { dropZone, listenToDrops } from "./adding.js";
import { conversation } from "./conversation.js";
import { documents, look } from "./documents.js";
import { history } from "./history.js";
import { around, begin } from "./opening.js";
import { past } from "./past.js";
import { shell } from "./product.js";
import { lookedIn, scope } from "./scope.js";
import { shelf } from "./shelf.js";
import { sources } from "./sources.js";
import { asking, talk } from "./talk.js";
import { say } from "./words.js";

/** @type {import("./documents.js").State} */
const state = { ...shell(), ...history(), ...conversation(), ...documents(), choices: {} };

function view() {
  const page = around(state, {
    offline: say("offlineDocuments"),
    rail: [shelf(state), past(state)],
    main: () => talk(state, sources(state), { noModel: say("noModelDocuments"), below: lookedIn }),
    below: () => [scope(state), asking(state)],
  });
  return [page, dropZone(state)];
}

await begin(state, view, () => look(state));
listenToDrops(state);
addEventListener("languagechange", () => look(state)); // why a file could not be read is said in it
