// @ts-check
import { language, say } from "./words.js";

const DAY = 86_400_000;

/**
 * The group of days that a moment belongs to, as one speaks of it today.
 * @param {string} moment
 * @param {Date} now
 */
export function dayGroup(moment, now = new Date()) {
  const then = new Date(moment);
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const days = Math.ceil((midnight.getTime() - then.getTime()) / DAY);
  if (days <= 0) return say("today");
  if (days === 1) return say("yesterday");
  if (days < 7) return say("thisWeek");
  return new Intl.DateTimeFormat(language, { month: "long", year: "numeric" }).format(then);
}
