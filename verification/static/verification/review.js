// The page of a person who waits for a reviewer goes on when there is a decision.

import { poll } from "./polling.js";

const SECONDS_10 = 10000; // people decide, in minutes
const note = document.getElementById("review-note");

function tell(what) {
  const words = what === "offline" ? note.dataset.offline : "";
  if (note.textContent !== words) note.textContent = words;
}

const last = await poll(
  note.dataset.status,
  (status) => status.status !== "review",
  tell,
  SECONDS_10,
);
location.replace(last.next);
