// @ts-check
import { html } from "./vendor/lit-html-3.3.3/lit-html.js";

/** @param {string} path */
function icon(path) {
  return html`
    <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6"
      stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      <path d=${path} />
    </svg>
  `;
}

export const MENU = icon("M2 4h12M2 8h12M2 12h12");
export const MORE = icon("M3 8h.01M8 8h.01M13 8h.01");
export const SEND = icon("M8 13V3M3.5 7.5 8 3l4.5 4.5");
export const STOP = html`
  <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
    <rect width="12" height="12" rx="2.5" fill="currentColor" />
  </svg>
`;
export const CLOSE = icon("m4 4 8 8M12 4l-8 8");
export const DOWN = icon("M8 3v10M3.5 8.5 8 13l4.5-4.5");
export const BEFORE = icon("M10 3.5 5.5 8l4.5 4.5");
export const AFTER = icon("M6 3.5 10.5 8 6 12.5");
export const SETTINGS = icon("M2 5h7M13 5h1M2 11h1M7 11h7M11 3v4M5 9v4");
export const SEARCH = icon("M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10M10.7 10.7 14 14");
export const ENLARGE = icon("M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10M10.7 10.7 14 14M7 4.8v4.4M4.8 7h4.4");
