// @ts-check
import { board, desk, refreshBoard } from "./board.js";
import { dropZone, fileList } from "./filelist.js";
import { files, listenToDrops, refreshFiles } from "./files.js";
import { kept, keptTexts, refreshKept } from "./kept.js";
import { focusOn, hasKeyboard, show, update } from "./page.js";
import { refresh, shell, untilReachable } from "./product.js";
import { countWaiting, lookAt, queue, refreshQueue } from "./queue.js";
import { review } from "./review.js";
import { here, sections, titleOf } from "./sections.js";
import { frame, listenToKeys } from "./shell.js";
import { chosen, say, speak } from "./words.js";

/** @type {import("./board.js").State} */
const state = { ...shell(), ...desk(), ...queue(), ...kept(), ...files() };

const mains = { "": board, files: fileList, review, results: keptTexts };
const FIRST = { "": "#text", files: "#choose", results: "#find-text" };

function view() {
  const section = here();
  const page = frame(state, {
    title: titleOf(section),
    offline: say("byLocal"),
    rail: sections(Boolean(state.task?.owner), state.waiting),
    main: mains[section](state),
  });
  return [page, dropZone(state)];
}

/** Shows what the address says, with what it needs. */
async function went() {
  update();
  const section = here();
  // Before what it needs has come: whoever waits for that may have gone on to something else by then.
  if (section !== "review" && hasKeyboard()) focusOn(FIRST[section]);
  if (section === "review") await toReview();
  else if (section === "files") await refreshFiles(state);
  else if (section === "results") await refreshKept(state);
}

/** To the text that is asked about, or to the one that the address names. */
async function toReview() {
  const [, id] = location.hash.split("/");
  await refreshQueue(state);
  if (id) await lookAt(state, Number(id));
  focusOn("#waiting");
}

/** What its owner may have changed while the visitor was elsewhere. */
async function returned() {
  refresh(state).catch(() => untilReachable(state));
  await refreshBoard(state);
  if (state.task?.owner) await countWaiting(state);
}

await speak(chosen() ?? document.documentElement.lang);
await refresh(state).catch(() => untilReachable(state));
show(view);
returned();
listenToKeys(state, () => state.stop?.abort());
listenToDrops(state);
addEventListener("focus", returned);
addEventListener("hashchange", went);
await went();
addEventListener("languagechange", () => here() === "files" && refreshFiles(state)); // what stopped one is said in it
