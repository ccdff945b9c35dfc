// @ts-check
import { conversation } from "./conversation.js";
import { history } from "./history.js";
import { nearest } from "./nearest.js";
import { around, begin } from "./opening.js";
import { past } from "./past.js";
import { shell } from "./product.js";
import { ask, asking, talk } from "./talk.js";

/** @type {import("./conversation.js").State} */
const state = { ...shell(), ...history(), ...conversation() };

await begin(state, () =>
  around(state, {
    rail: past(state),
    main: () => talk(state, nearest((question) => ask(state, question))),
    below: () => asking(state),
  }));
