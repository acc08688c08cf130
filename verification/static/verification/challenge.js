// The page that asks for movements: shows what the server asks for, and sends what the camera sees.
// It judges nothing, and does not know which movement comes next.

import { explained } from "./browsers.js";
import { NoCamera, close, draw, open } from "./camera.js";
import { poll } from "./polling.js";
import { text } from "./texts.js";

const LONGEST_SIDE = 640;
const QUALITY = 0.75;
const SLOWLY = 2000; // milliseconds of a movement, for people who need no more time
const RESENDS = 3; // of one frame, when the connection fails

const byId = (id) => document.getElementById(id);
const page = byId("challenge");
const [form, camera, checking, notice, problems, video, asked, start] =
  ["options", "camera", "checking", "notice", "problems", "video", "asked", "start"].map(byId);
const otherWay = byId("other-way"); // where the flow has one
const canvas = document.createElement("canvas");
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The server took no frame, and why. */
class Refused extends Error {}

function complain(messages) {
  problems.replaceChildren(...messages.map((message) => {
    const item = document.createElement("li");
    item.textContent = message;
    return item;
  }));
  notice.hidden = messages.length === 0;
  if (messages.length) notice.focus();
}

function show(which) {
  for (const part of [form, camera, checking]) part.hidden = part !== which;
  if (otherWay) otherWay.hidden = which !== form;
}

// --- What is asked for --------------------------------------------------------------------------

/** Shows a movement large, speaks it, and lets the phone tremble: nobody sees it who looks up. */
function ask(gesture) {
  if (camera.dataset.ask === gesture) return;
  camera.dataset.ask = gesture;
  asked.textContent = text(`ask.${gesture}`);
  if (gesture !== "ready" && gesture !== "front") {
    navigator.vibrate?.(120);
    fill();
    byId("count").value = Number(byId("count").value) + 1;
    byId("counted").hidden = false;
  }
}

/** Lights the face with the colour that the server names; without one the page is as it was. */
function light(colour) {
  if (colour) document.body.dataset.colour = colour;
  else delete document.body.dataset.colour;
}

/** Shows how slowly: a line below the words fills meanwhile. */
function fill() {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const duration = SLOWLY * Number(new FormData(form).get("pace"));
  byId("pace").animate([{ transform: "scaleX(0)" }, { transform: "none" }], { duration });
}

async function openCamera() {
  complain([]);
  show(camera);
  ask("ready");
  start.disabled = true;
  try {
    await open(video, "user");
  } catch (error) {
    if (!(error instanceof NoCamera)) throw error;
    return stop(explained(error.why));
  }
  start.disabled = false;
  start.hidden = false;
  start.focus({ preventScroll: true });
  camera.scrollIntoView({ block: "nearest" });
  return undefined;
}

/** Back to the beginning, with the reason. */
function stop(messages) {
  close(video);
  light(null);
  show(form);
  complain(messages);
}

// --- Frames -------------------------------------------------------------------------------------

async function record() {
  start.hidden = true;
  byId("count").value = 0;
  byId("counted").hidden = true;
  try {
    await sendAll(await post(location.pathname, new FormData(form)));
  } catch (error) {
    const lost = error instanceof Refused ? error.message : "";
    return stop([lost || text("challenge.lost")]);
  }
  close(video);
  light(null);
  return judge();
}

/** Sends frame after frame, one at a time, until nothing more is asked for. */
async function sendAll({ frames, every, ...first }) {
  let { ask: gesture, nonce, colour } = first;
  let due = performance.now();
  while (gesture) {
    ask(gesture);
    light(colour);
    due = Math.max(due + every * 1000, performance.now());
    await pause(due - performance.now());
    ({ ask: gesture, nonce, colour } = await post(frames, await frame(nonce)));
  }
}

/** What the camera sees, as it is: only the picture on the screen is mirrored. */
async function frame(nonce) {
  if (!video.srcObject?.active) throw new Refused(text("camera.lost"));
  draw(video, canvas, LONGEST_SIDE);
  const body = new FormData();
  const taken = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  body.append("nonce", nonce);
  body.append("frame", taken, "frame.jpg");
  return body;
}

async function post(address, body) {
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (let left = RESENDS; ; left -= 1) {
    const response = await fetch(address, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
    }).catch(() => null);
    if (response?.ok) return response.json();
    if (response) throw new Refused((await response.json().catch(() => null))?.message ?? "");
    if (left === 0) throw new Error("no connection");
    await pause(300);
  }
}

// --- What the server says of it -----------------------------------------------------------------

async function judge() {
  show(checking);
  const settled = ({ status, challenge }) =>
    status !== "capturing" || !["running", "reading"].includes(challenge?.status);
  const status = await poll(page.dataset.status, settled, (what) => {
    byId("checking-text").textContent = text(`check.${what || "reading"}`);
  });
  const told = status.challenge;
  if (status.status === "capturing" && told?.status === "unusable" && told.tries_left > 0) {
    return stop(told.advice);
  }
  return location.assign(page.dataset.next);
}

/** Whoever told the browser to keep still, or to use few colours, gets none unless asked for. */
function sparing() {
  return matchMedia("(prefers-reduced-motion: reduce), (forced-colors: active)").matches;
}

if (form) {
  if (sparing() && "optional" in (byId("colours")?.dataset ?? {})) byId("colours-no").checked = true;
  byId("open-camera").classList.remove("scripted");
  byId("open-camera").disabled = false;
  byId("open-camera").addEventListener("click", openCamera);
  start.addEventListener("click", record);
  byId("close-camera").addEventListener("click", () => stop([]));
  form.addEventListener("submit", (event) => event.preventDefault());
}
if ("reading" in page.dataset) judge();
addEventListener("pageshow", (event) => event.persisted && location.reload());
