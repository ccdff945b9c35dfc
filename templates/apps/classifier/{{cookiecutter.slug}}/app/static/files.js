// @ts-check
import { address, call, Fault } from "./api.js";
import { update } from "./page.js";
import { language, say } from "./words.js";

/**
 * @typedef {{texts: number, done: number, rate: number, seconds_left: number | null, cost_usd: number,
 *   expected_usd: number | null}} Progress
 * @typedef {{id: string, name: string, way: string, state: "running" | "stopped" | "done", rows: number,
 *   labelled: number, unlabelled: number, cost_usd: number, created: string, stopping: boolean,
 *   fault: import("./api.js").Told | null, progress: Progress | null}} Brought a file that was brought
 * @typedef {{files: Brought[], capUsd: number, sending: {name: string, sent: number} | null,
 *   fileFault: import("./api.js").Told | null, isDragging: boolean}} Files
 * @typedef {import("./board.js").State} State
 */

const PAUSE = 1000;
let timer = 0;

/** @returns {Files} */
export function files() {
  return { files: [], capUsd: 0, sending: null, fileFault: null, isDragging: false };
}

/**
 * Asks how far the files are, and again while one of them is labelled.
 * @param {State} state
 */
export async function refreshFiles(state) {
  clearTimeout(timer);
  const before = new Map(state.files.map((file) => [file.id, file.state]));
  const found = await call("api/files").catch(() => null);
  if (found) Object.assign(state, { files: found.files, capUsd: found.cap_usd });
  for (const file of state.files) {
    if (before.get(file.id) === "running" && file.state !== "running") {
      state.announcement = say(file.state === "done" ? "fileDone" : "fileStopped", { name: file.name });
    }
  }
  update();
  if (state.files.some((file) => file.state === "running")) timer = setTimeout(() => refreshFiles(state), PAUSE);
}

/**
 * Sends a file, which is labelled as soon as it is there.
 * @param {State} state
 * @param {File | undefined} file
 */
export async function bring(state, file) {
  if (!file || state.sending) return;
  Object.assign(state, { sending: { name: file.name, sent: 0 }, fileFault: null });
  update();
  try {
    await put(state, file);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    state.fileFault = fault.told;
  }
  state.sending = null;
  await refreshFiles(state);
}

/**
 * A request that says how far it is, which `fetch` does not.
 * @param {State} state
 * @param {File} file
 * @returns {Promise<void>}
 */
function put(state, file) {
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    state.sending = { name: file.name, sent: total ? loaded / total : 0 };
    update();
  });
  return new Promise((resolve, reject) => {
    request.addEventListener("load", () => request.status < 300 ? resolve() : reject(new Fault(told(request))));
    request.addEventListener(
      "error",
      () => reject(new Fault({ code: "unreachable", message: say("unreachable"), hint: "" })),
    );
    request.open("PUT", address(`api/files?${new URLSearchParams({ name: file.name })}`));
    request.setRequestHeader("accept-language", language);
    request.send(file);
  });
}

/**
 * @param {XMLHttpRequest} answer
 * @returns {import("./api.js").Told}
 */
function told(answer) {
  try {
    return JSON.parse(answer.responseText);
  } catch {
    return { code: "server_error", message: say("serverError"), hint: say("tryLater") };
  }
}

/**
 * Stops a file, goes on with it, or deletes it.
 * @param {State} state
 * @param {Brought} file
 * @param {"stop" | "resume" | "delete"} what
 */
export async function change(state, file, what) {
  if (what === "stop") file.stopping = true;
  update();
  const [path, method] = what === "delete" ? ["", "DELETE"] : [`/${what}`, "POST"];
  await call(`api/files/${file.id}${path}`, method).catch((fault) => {
    if (!(fault instanceof Fault)) throw fault;
    state.fileFault = fault.told;
  });
  await refreshFiles(state);
}

/**
 * Watches for files that are dragged over the page, wherever that is.
 * @param {State} state
 */
export function listenToDrops(state) {
  const set = (/** @type {boolean} */ isDragging) => {
    if (state.isDragging === isDragging) return;
    state.isDragging = isDragging;
    update();
  };
  const mayDrop = (/** @type {DragEvent} */ event) =>
    Boolean(state.task?.owner && event.dataTransfer?.types.includes("Files"));
  addEventListener("dragenter", (event) => set(mayDrop(event)));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("dragleave", (event) => event.relatedTarget || set(false));
  addEventListener("drop", (event) => {
    event.preventDefault(); // the browser would open the file in the place of the page
    set(false);
    if (!mayDrop(event)) return;
    location.hash = "files";
    bring(state, event.dataTransfer?.files[0]);
  });
}
