// Warns before the session ends, and asks the server first, since another tab may have got more time.

import { ask } from "./polling.js";

const WARNED = 120; // seconds: time enough to read it and to touch a button
const clock = document.getElementById("clock");
const news = document.getElementById("clock-news");
const words = document.getElementById("clock-text");
const form = clock.querySelector("form");
let planned = 0;

function warn(seconds, canExtend) {
  // The words change once, and so does what is spoken.
  words.textContent = seconds > 60 ? words.dataset.soon : words.dataset.minute;
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
  clearTimeout(planned);
  planned = setTimeout(look, (seconds + 1) * 1000);
}

/** Gets more time without leaving the page: an open camera stays open, a picture on its way is kept. */
async function extend(event) {
  event.preventDefault();
  const held = clock.contains(document.activeElement);
  const request = { method: "POST", body: new FormData(form), redirect: "manual" };
  if (!(await fetch(form.action, request).catch(() => null))) return;
  await look();
  if (!clock.hidden) return;
  news.textContent = form.dataset.done;
  if (held) document.getElementById("main").focus({ preventScroll: true });
}

form.addEventListener("submit", extend);
plan(Math.max(0, Number(clock.dataset.left) - WARNED));
