// @ts-check
/** What the page says in English. Marks in braces are replaced by values. */
export default {
  newConversation: "New conversation",
  ask: "Ask {name}…",
  message: "Message",
  send: "Send",
  stop: "Stop",
  hint: "Enter sends · Shift Enter new line",
  conversation: "Conversation",
  offline: "Prepared answers",
  noModel:
    "No model is connected yet, so answers come word for word from {name}’s own questions and answers. Put a key into .env for the real thing.",
  free: "No model connected: costs nothing",
  copy: "Copy",
  copied: "Copied",
  again: "Try again",
  started: "The reply is being written.",
  finished: "The reply is complete.",
  stopped: "Stopped",
  faq: "from its own answers",
  tokens: "{count} tokens",
  cutOff: "The connection ended before the reply did.",
  unreachable: "The app cannot be reached. Check that it is still running.",
  menu: "Menu",
  spent: "This conversation: {amount}",
};
