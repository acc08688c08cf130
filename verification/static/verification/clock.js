// Warns before the session ends, and asks the server first, since another tab may have got more time.

import { ask } from "./polling.js";

const WARNED = 120; // seconds: time enough to read it and to touch a button
const clock = document.getElementById("clock");
const news = document.getElementById("clock-news");
const words = document.getElementById("clock-text");

function warn(seconds, canExtend) {
  const minutes = Math.ceil(seconds / 60);
  // The words change once a minute, and so does what is spoken.
  words.textContent =
    minutes > 1 ? words.dataset.minutes.replace("%(minutes)s", minutes) : words.dataset.minute;
  for (const offer of clock.querySelectorAll("[data-offer]")) offer.hidden = !canExtend;
  clock.hidden = false;
  news.textContent = words.textContent;
}

async function look() {
  const status = await ask(clock.dataset.status);
  if (!status) return plan(30);
  if (status.status === "expired" || status.status === "over") return location.assign(status.next);
  if (!["offered", "capturing", "review"].includes(status.status)) return undefined;
  if (status.seconds_left <= WARNED) warn(status.seconds_left, status.can_extend);
  else clock.hidden = true;
  return plan(status.seconds_left > WARNED ? status.seconds_left - WARNED : 15);
}

function plan(seconds) {
  setTimeout(look, (seconds + 1) * 1000);
}

plan(Math.max(0, Number(clock.dataset.left) - WARNED));
