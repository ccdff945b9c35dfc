// @ts-check
// What stands behind # in the address never reaches a server: it is taken along, to be there again in the end.
const link = /** @type {HTMLAnchorElement} */ (document.getElementById("go"));
const start = new URL(link.href);
start.searchParams.set("place", start.searchParams.get("place") + location.hash);
link.href = start.href;
