// @ts-check
import { element } from "./dom.js";

/**
 * The commonest marks of Markdown as elements: paragraphs, lists, code, bold. Everything else stays text,
 * and no HTML, link or image is ever made.
 * @param {string} text
 * @returns {Node[]}
 */
export function prose(text) {
  const pieces = text.split(/^```[^\n]*\n?/m);
  return pieces.flatMap((piece, index) =>
    index % 2 ? [element("pre", {}, element("code", {}, piece.replace(/\n$/, "")))] : blocks(piece)
  );
}

/** @param {string} text */
function blocks(text) {
  return text.split(/\n{2,}/).filter((block) => block.trim()).flatMap((block) => runs(block.split("\n")));
}

/**
 * Lines of one block: runs of list lines become lists, the rest paragraphs.
 * @param {string[]} lines
 * @returns {Node[]}
 */
function runs(lines) {
  /** @type {{kind: "p" | "ul" | "ol", lines: string[]}[]} */
  const found = [];
  for (const line of lines) {
    const kind = /^\s*[-*•] /.test(line) ? "ul" : /^\s*\d+[.)] /.test(line) ? "ol" : "p";
    const last = found.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else found.push({ kind, lines: [line] });
  }
  return found.map(block);
}

/** @param {{kind: "p" | "ul" | "ol", lines: string[]}} run */
function block({ kind, lines }) {
  if (kind === "p") return element("p", {}, ...spans(lines.join("\n").replace(/^#+ /gm, "")));
  const items = lines.map((line) => element("li", {}, ...spans(line.replace(/^\s*(?:[-*•]|\d+[.)]) /, ""))));
  return element(kind, {}, ...items);
}

/**
 * @param {string} text
 * @returns {(Node | string)[]}
 */
function spans(text) {
  return text.split(/(\*\*[^*\n]+\*\*|`[^`\n]+`)/).filter(Boolean).map((piece) => {
    if (/^\*\*[^*]+\*\*$/.test(piece)) return element("b", {}, piece.slice(2, -2));
    if (/^`[^`]+`$/.test(piece)) return element("code", {}, piece.slice(1, -1));
    return piece;
  });
}
