// @ts-check
import { address, Fault } from "./api.js";
import { fileOf, look } from "./documents.js";
import { update } from "./page.js";
import { language, say } from "./words.js";

/**
 * @typedef {import("./documents.js").State} State
 * @typedef {import("./api.js").Told} Told
 * @typedef {{name: string, file: File, shared: boolean, sent: number, isSending: boolean, fault: Told | null,
 *   cancel: () => void}} Upload a file on its way; `sent` is the share of it that is there
 */

const AT_ONCE = 2;

/**
 * Sends files, a few at a time. Of a folder only what can be read is sent.
 * @param {State} state
 * @param {import("./dropping.js").Brought[]} files
 * @param {boolean} shared
 */
export function add(state, files, shared) {
  const wanted = files.filter(({ name }) => !name.includes("/") || isKnown(state, name));
  state.leftOut = files.length - wanted.length;
  for (const { name, file } of wanted) {
    const upload = { name, file, shared, sent: 0, isSending: false, fault: null, cancel: () => forget(state, upload) };
    state.uploads.push(upload);
  }
  for (let count = 0; count < AT_ONCE; count++) sendNext(state);
}

/**
 * @param {State} state
 * @param {string} name
 */
function isKnown(state, name) {
  return state.listing?.endings.includes(name.slice(name.lastIndexOf(".") + 1).toLowerCase()) ?? true;
}

/**
 * @param {State} state
 * @param {Upload} upload
 */
function forget(state, upload) {
  state.uploads = state.uploads.filter((each) => each !== upload);
  update();
}

/** @param {State} state */
async function sendNext(state) {
  const upload = state.uploads.find(({ isSending, fault }) => !isSending && !fault);
  update();
  if (!upload || state.uploads.filter(({ isSending }) => isSending).length >= AT_ONCE) return;
  upload.isSending = true;
  try {
    await send(upload);
    forget(state, upload);
    look(state);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    upload.fault = fault.told;
    state.announcement = say("notAdded", { name: fileOf(upload.name), reason: fault.told.message });
  }
  upload.isSending = false;
  await sendNext(state);
}

/**
 * Sends one file; where that was too often, it waits as long as it is told to.
 * @param {Upload} upload
 */
async function send(upload) {
  const { name, file, shared } = upload;
  const words = new URLSearchParams({ name, shared: String(shared), modified: String(file.lastModified) });
  for (;;) {
    const answer = await put(address(`api/documents?${words}`), upload);
    if (answer.status < 300 || answer.status === 0) return;
    if (answer.status !== 429) throw new Fault(faultOf(answer));
    upload.sent = 0;
    const seconds = Number(answer.getResponseHeader("retry-after")) || 5;
    await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  }
}

/**
 * A request that says how far it is, which `fetch` does not.
 * @param {string} place
 * @param {Upload} upload
 * @returns {Promise<XMLHttpRequest>} its status is 0 where it was given up
 */
function put(place, upload) {
  const request = new XMLHttpRequest();
  const forgotten = upload.cancel;
  upload.cancel = () => {
    request.abort();
    forgotten();
  };
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    upload.sent = total ? loaded / total : 0;
    update();
  });
  return new Promise((resolve, reject) => {
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("abort", () => resolve(request));
    request.addEventListener(
      "error",
      () => reject(new Fault({ code: "unreachable", message: say("unreachable"), hint: "" })),
    );
    request.open("PUT", place);
    request.setRequestHeader("accept-language", language);
    request.send(upload.file);
  });
}

/**
 * @param {XMLHttpRequest} answer
 * @returns {Told}
 */
function faultOf(answer) {
  try {
    return JSON.parse(answer.responseText);
  } catch {
    return { code: "server_error", message: say("serverError"), hint: say("tryLater") };
  }
}
