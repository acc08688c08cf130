// The page that takes a picture: by camera or from a file, checked right away, taken again right here.

import { NoCamera, close, draw, jpeg, offerTorch, open } from "./camera.js";
import { Refused, read, send, smaller } from "./sending.js";
import { watch } from "./shutter.js";
import { text } from "./texts.js";

const LONGEST_SIDE = 3000;
const AUTOMATIC_MISSES = 2; // after these the person takes the picture

const byId = (id) => document.getElementById(id);
const page = byId("capture");
const { kind, facing } = page.dataset;
const [video, still, form, file] = ["video", "still", "upload", "picture"].map(byId);
const [notice, problems, checking, choose, camera] =
  ["notice", "problems", "checking", "choose", "camera"].map(byId);
const specimens = byId("specimens"); // in the sandbox alone

let stopWatching = () => {};
let misses = 0;
let busy = false;

function complain(messages) {
  problems.replaceChildren(...messages.map((message) => {
    const item = document.createElement("li");
    item.textContent = message;
    return item;
  }));
  notice.hidden = messages.length === 0;
  if (messages.length) notice.scrollIntoView({ block: "nearest" });
}

/** The ways to give a picture: shown while none is being judged and the camera is closed. */
function showChoice(shown) {
  choose.hidden = !shown;
  if (specimens) specimens.hidden = !shown;
}

/** Says how far the picture is: below the camera when it is open, so that nothing moves. */
function showChecking(name) {
  const words = text(`check.${name}`);
  checking.hidden = !camera.hidden;
  const line = byId(camera.hidden ? "checking-text" : "hint");
  if (line.textContent !== words) line.textContent = words;
}

// --- The camera ---------------------------------------------------------------------------------

async function openCamera() {
  complain([]);
  showChoice(false);
  camera.hidden = false;
  byId("hint").textContent = text("hint.starting");
  byId("shutter").disabled = true;
  try {
    const stream = await open(video, facing);
    offerTorch(stream, byId("torch"));
    stream.getVideoTracks()[0].addEventListener("ended", () => {
      closeCamera();
      complain([text("camera.lost")]);
    });
  } catch (error) {
    if (!(error instanceof NoCamera)) throw error;
    closeCamera();
    complain([text(`camera.${error.why}`)]);
    return;
  }
  look();
  byId("shutter").focus({ preventScroll: true });
  camera.scrollIntoView({ block: "nearest" });
}

function look() {
  stopWatching();
  still.hidden = true;
  byId("shutter").disabled = false;
  stopWatching = watch({
    video,
    finder: video.parentElement,
    line: byId("hint"),
    kind,
    automatic: () => byId("automatic").checked,
    take: () => takeStill(true),
  });
}

function closeCamera() {
  stopWatching();
  close(video);
  camera.hidden = true;
  showChoice(true);
  byId("open-camera").focus();
}

async function takeStill(byItself) {
  if (busy || !video.videoWidth) return;
  stopWatching();
  draw(video, still, LONGEST_SIDE);
  still.hidden = false;
  byId("shutter").disabled = true;
  const usable = await judge(await jpeg(still), "camera");
  if (usable) return;
  misses += byItself ? 1 : 0;
  if (misses >= AUTOMATIC_MISSES) byId("automatic").checked = false;
  if (video.srcObject) look();
}

// --- A file -------------------------------------------------------------------------------------

async function sendFile() {
  const [chosen] = file.files;
  if (!chosen || busy) return;
  if (chosen.size === 0) return complain([text("send.empty")]);
  showChoice(false);
  showChecking("sending");
  const picture = await smaller(chosen);
  if (picture.size > Number(page.dataset.mostBytes)) {
    settle();
    return complain([text("send.too_large")]);
  }
  await judge(picture, "upload");
  file.value = "";
}

// --- Either -------------------------------------------------------------------------------------

/** Sends a picture and waits for what the server says of it; goes on when it is usable. */
async function judge(picture, source) {
  busy = true;
  complain([]);
  showChecking("sending");
  try {
    await send(form, picture, source, showChecking);
    return await awaitReading();
  } catch (error) {
    settle();
    complain([(error instanceof Refused && error.message) || text("send.failed")]);
    return false;
  } finally {
    busy = false;
  }
}

async function awaitReading() {
  showChecking("reading");
  const status = await read(page.dataset.status, kind, (what) => showChecking(what || "reading"));
  const newest = status.captures[kind];
  if (status.status === "capturing" && newest?.status === "unusable" && newest.tries_left > 0) {
    settle();
    complain(newest.advice);
    return false;
  }
  showChecking("good");
  close(video);
  location.assign(newest?.tries_left === 0 ? location.pathname : page.dataset.next);
  return true;
}

function settle() {
  checking.hidden = true;
  showChoice(camera.hidden);
}

if (form) {
  byId("open-camera").hidden = false;
  byId("open-camera").addEventListener("click", openCamera);
  byId("shutter").addEventListener("click", () => takeStill(false));
  byId("close-camera").addEventListener("click", closeCamera);
  // With the camera in the page, the other way may as well be any picture.
  file.removeAttribute("capture");
  byId("send").hidden = true;
  file.addEventListener("change", sendFile);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendFile();
  });
}
if ("reading" in page.dataset) awaitReading();
// A page from the browser's memory shows a camera that has long been switched off.
addEventListener("pageshow", (event) => event.persisted && location.reload());
