// The first screen follows the phone: the page is loaded anew when something changed there.

import { poll } from "./polling.js";
import "./forms.js";

const page = document.getElementById("handoff");
const note = document.getElementById("handoff-note");
const copy = document.getElementById("copy");

if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById("link").value);
    document.getElementById("copied").textContent = copy.dataset.done;
  });
}

// Touched digits are put into the field here; without scripts the server does so.
for (const key of document.querySelectorAll("#keys button")) {
  key.addEventListener("click", (touch) => {
    const field = document.getElementById("number");
    touch.preventDefault();
    field.value = key.value === "delete" ? field.value.slice(0, -1) : (field.value + key.value).slice(0, 2);
    document.getElementById("keyed").textContent = field.value;
  });
}

/** What the page shows of a status; any other text means that it is out of date. */
const shown = (status) =>
  JSON.stringify([status.handoff, status.challenge?.status, ...Object.values(status.captures).map((one) => one?.status === "usable")]);

let first = "";

function changed(status) {
  if (status.next !== location.pathname && !location.pathname.endsWith("/number/")) return true;
  first ||= shown(status);
  return status.handoff !== page.dataset.state || shown(status) !== first;
}

function tell(what) {
  note.textContent = what === "offline" ? note.dataset.offline : "";
}

const last = await poll(page.dataset.status, changed, tell);
location.replace(last.next);
