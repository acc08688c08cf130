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
