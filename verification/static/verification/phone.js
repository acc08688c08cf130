// The phone waits: for the number to be typed, or, at its end, for a picture that is wanted anew.

import { poll } from "./polling.js";

const page = document.getElementById("phone");
const { here, state } = page.dataset;
const last = await poll(
  page.dataset.status,
  (status) => status.next !== here || status.status === "over",
);
// Of how the check ended a phone hears nothing.
if (last.next !== here || state === "bound") location.replace(last.next);
