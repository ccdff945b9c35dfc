// @ts-check
import { board, desk, refreshBoard } from "./board.js";
import { focusOn, hasKeyboard, show } from "./page.js";
import { refresh, shell, untilReachable } from "./product.js";
import { sections } from "./sections.js";
import { frame, listenToKeys } from "./shell.js";
import { chosen, say, speak } from "./words.js";

/** @type {import("./board.js").State} */
const state = { ...shell(), ...desk() };

function view() {
  return frame(state, {
    title: say("tryText"),
    offline: say("byLocal"),
    rail: sections(),
    main: board(state),
  });
}

/** What its owner may have changed while the visitor was elsewhere. */
function returned() {
  refresh(state).catch(() => untilReachable(state));
  refreshBoard(state);
}

await speak(chosen() ?? document.documentElement.lang);
await refresh(state).catch(() => untilReachable(state));
show(view);
refreshBoard(state);
listenToKeys(state, () => state.stop?.abort());
addEventListener("focus", returned);
if (hasKeyboard()) focusOn("#text");
