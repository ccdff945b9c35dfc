// @ts-check

/** @typedef {{name: string, file: File}} Brought a file under the name it gets: a path, where it came in a folder */

/**
 * The files that were dropped; folders are gone through, and what is hidden in them is left out.
 * @param {DataTransfer} transfer
 * @returns {Promise<Brought[]>}
 */
export async function dropped(transfer) {
  // The list is emptied as soon as the event is over: it must be read before the first wait.
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  const found = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  return (await Promise.all(found.map(({ entry, file }) => entry ? within(entry) : alone(file)))).flat();
}

/**
 * A file that lies in no folder, such as a picture that was dragged off another page.
 * @param {File | null} file
 * @returns {Brought[]}
 */
function alone(file) {
  return file && !isHidden(file.name) ? [{ name: file.name, file }] : [];
}

/**
 * The files that a field holds; those of a folder have their place in it.
 * @param {HTMLInputElement} field
 * @returns {Brought[]}
 */
export function picked(field) {
  const files = [...field.files ?? []].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
  field.value = "";
  return files.filter(({ name }) => !isHidden(name));
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<Brought[]>}
 */
async function within(entry) {
  if (isHidden(entry.name)) return [];
  if (entry.isDirectory) {
    const inside = await entriesOf(/** @type {FileSystemDirectoryEntry} */ (entry).createReader());
    return (await Promise.all(inside.map(within))).flat();
  }
  /** @type {File} */
  const file = await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject));
  return [{ name: entry.fullPath.replace(/^\//, ""), file }];
}

/**
 * All entries of a folder; a reader gives them out in portions.
 * @param {FileSystemDirectoryReader} reader
 * @returns {Promise<FileSystemEntry[]>}
 */
async function entriesOf(reader) {
  /** @type {FileSystemEntry[]} */
  const portion = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
  return portion.length ? [...portion, ...await entriesOf(reader)] : [];
}

/** @param {string} name */
function isHidden(name) {
  return name.split("/").some((part) => /^(?:\.|~\$)/.test(part));
}
