// @ts-check
/** Steps through the slides by keyboard and buttons; without it they are read by scrolling. */

const slides = [...document.querySelectorAll(".slide")];
const progress = document.querySelector("progress");
const output = document.querySelector("output");
const said = /** @type {HTMLElement | null} */ (document.querySelector(".deck"))?.dataset.progress ?? "";
let at = 0;

/** Notes which slide is shown, where the person who presents can see it. */
function mark(/** @type {number} */ number) {
  at = number;
  const values = /** @type {Record<string, string>} */ ({ at: String(at + 1), all: String(slides.length) });
  if (progress) {
    progress.value = at + 1;
    progress.max = slides.length;
    progress.setAttribute("aria-label", said.replace(/\{(\w+)\}/g, (_, name) => values[name]));
  }
  if (output) output.value = `${at + 1} / ${slides.length}`;
  history.replaceState(null, "", `#${at + 1}`);
}

function go(/** @type {number} */ number) {
  const to = Math.max(0, Math.min(slides.length - 1, number));
  mark(to);
  slides[to].scrollIntoView();
}

/** What was scrolled to by hand is where the next step begins. */
function look() {
  const middle = innerHeight / 2;
  const shown = slides.findLastIndex((slide) => slide.getBoundingClientRect().top <= middle);
  mark(Math.max(0, shown));
}

function showNotes() {
  for (const note of document.querySelectorAll(".notes")) note.toggleAttribute("hidden");
  const shown = !document.querySelector(".notes")?.hasAttribute("hidden");
  document.querySelector('[data-does="notes"]')?.setAttribute("aria-pressed", String(shown));
  slides[at].scrollIntoView({ behavior: "instant" });
}

const does = /** @type {Record<string, () => void>} */ ({
  previous: () => go(at - 1),
  next: () => go(at + 1),
  notes: showNotes,
  print: () => print(),
});

/** A slide that is higher than the screen is read to its end before the next one comes. */
function hasMore(/** @type {number} */ way) {
  const { top, bottom } = slides[at].getBoundingClientRect();
  return way > 0 ? bottom > innerHeight + 8 : top < -8;
}

/** @type {Record<string, [way: number, waits: boolean]>} */
const KEYS = {
  ArrowRight: [1, false],
  ArrowLeft: [-1, false],
  ArrowDown: [1, true],
  ArrowUp: [-1, true],
  PageDown: [1, true],
  PageUp: [-1, true],
  " ": [1, true],
};

addEventListener("keydown", (event) => {
  const onButton = event.target instanceof Element && event.target.closest("button, a");
  if (event.ctrlKey || event.metaKey || event.altKey || !slides.length || (event.key === " " && onButton)) return;
  if (event.key === "n" || event.key === "N") showNotes();
  else if (event.key === "Home") go(0);
  else if (event.key === "End") go(slides.length - 1);
  else if (KEYS[event.key] && !(KEYS[event.key][1] && hasMore(KEYS[event.key][0]))) go(at + KEYS[event.key][0]);
  else return;
  event.preventDefault();
});

for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-does]"))) {
  button.hidden = false;
  button.addEventListener("click", does[button.dataset.does ?? ""]);
}
if (slides.length) {
  progress?.removeAttribute("hidden");
  addEventListener("scrollend", look);
  go((Number(location.hash.slice(1)) || 1) - 1);
}
