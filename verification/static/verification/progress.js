// The progress page follows the workers, and goes on when they are done.

import { poll } from "./polling.js";

const ORDER = ["waiting", "document", "faces", "claims", "done"];
const stages = document.getElementById("stages");
const note = document.getElementById("progress-note");

function show(step) {
  const reached = ORDER.indexOf(step);
  [...stages.children].forEach((stage, index) => {
    const state = index + 1 < reached ? "done" : index + 1 === reached ? "current" : "ahead";
    stage.className = state;
    if (state === "current") stage.setAttribute("aria-current", "step");
    else stage.removeAttribute("aria-current");
  });
}

function settled(status) {
  show(status.step);
  // Another attempt leads back to the pictures.
  return status.status === "review" || status.next !== location.pathname;
}

function tell(what) {
  const words = what ? note.dataset[what] : "";
  if (note.textContent !== words) note.textContent = words;
}

const last = await poll(stages.dataset.status, settled, tell);
location.replace(last.next);
