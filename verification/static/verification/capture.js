// The page that takes a picture: by camera or from a file, checked right away, taken again right here.

import { explained } from "./browsers.js";
import { NoCamera, close, draw, jpeg, offerTorch, open, whenAllowed } from "./camera.js";
import { ask, pause } from "./polling.js";
import { Refused, read, send, smaller } from "./sending.js";
import { watch } from "./shutter.js";
import { offerSpeech, say } from "./speech.js";
import { text } from "./texts.js";

const LONGEST_SIDE = 3000;
const SELFIE_SIDE = 1600; // two shots of it weigh less than one of the whole sensor
const BETWEEN_SHOTS = 250; // milliseconds: a blink is over, the person is still there
const AUTOMATIC_MISSES = 2; // after these the person takes the picture
const QUIET = 5000; // milliseconds to read what was wrong before the next picture takes itself

const byId = (id) => document.getElementById(id);
const page = byId("capture");
const { kind, facing, subject } = page.dataset;
const [video, still, form, file] = ["video", "still", "upload", "picture"].map(byId);
const [notice, checking, choose, camera, verdict] =
  ["notice", "checking", "choose", "camera", "verdict"].map(byId);
const specimens = byId("specimens"); // in the sandbox alone

let stopWatching = () => {};
let misses = 0;
let quietUntil = 0;
let busy = false;
let kept = null; // a picture that could not be sent
let newest = page.dataset.newest; // id of the last picture that the server has

/** Says what is wrong: over the picture while the camera is open, so that nothing moves. */
function complain(messages) {
  const place = camera.hidden ? notice : verdict;
  for (const one of [notice, verdict]) one.hidden = one !== place || messages.length === 0;
  place.querySelector("ul").replaceChildren(...messages.map((message) => {
    const item = document.createElement("li");
    item.textContent = message;
    return item;
  }));
  if (messages.length) place.scrollIntoView({ block: "nearest" });
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
      complain([text("camera.lost"), text("camera.instead")]);
    });
  } catch (error) {
    if (!(error instanceof NoCamera)) throw error;
    closeCamera();
    explain(error.why);
    return;
  }
  look();
  byId("shutter").focus({ preventScroll: true });
  camera.scrollIntoView({ block: "nearest" });
}

/** Names why there is no camera, how to mend it in this browser, and the way on without one. */
function explain(why) {
  complain([...explained(why), text("camera.instead")]);
  if (why === "refused" || why === "dismissed") whenAllowed(() => camera.hidden && !busy && openCamera());
}

function look() {
  stopWatching();
  still.hidden = true;
  byId("shutter").disabled = false;
  stopWatching = watch({
    video,
    finder: video.parentElement,
    line: byId("hint"),
    subject,
    automatic: () => byId("automatic").checked && Date.now() > quietUntil,
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
  const longest = subject === "face" ? SELFIE_SIDE : LONGEST_SIDE;
  draw(video, still, longest);
  navigator.vibrate?.(60);
  still.hidden = false;
  byId("shutter").disabled = true;
  const shots = [await jpeg(still)];
  if (subject === "face") shots.push(await secondShot(longest));
  const usable = await judge(shots, "camera");
  if (usable) return;
  quietUntil = Date.now() + QUIET;
  misses += byItself ? 1 : 0;
  if (misses >= AUTOMATIC_MISSES) byId("automatic").checked = false;
  if (video.srcObject) look();
}

/** Another shot a moment later: the server takes the better of the two. */
async function secondShot(longest) {
  busy = true;
  await pause(BETWEEN_SHOTS);
  const canvas = document.createElement("canvas");
  draw(video, canvas, longest);
  return jpeg(canvas);
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
  await judge([picture], "upload");
  file.value = "";
}

// --- Either -------------------------------------------------------------------------------------

/** Sends a picture, or a selfie's two shots; goes on when the server finds it usable. */
async function judge(shots, source) {
  busy = true;
  kept = { shots, source };
  complain([]);
  showChecking("sending");
  try {
    const arrived = ({ captures }) => captures[kind] && captures[kind].id !== newest;
    await send(form, shots, source, { status: page.dataset.status, arrived, tell: showChecking });
    kept = null;
    return await awaitReading();
  } catch (error) {
    return giveUp(error);
  } finally {
    busy = false;
    byId("resend").hidden = kept === null;
  }
}

/** The picture is refused for what it is, or the session has gone on, or it can be sent again. */
function giveUp(error) {
  if (!(error instanceof Refused)) {
    closeCamera();
    settle();
    complain([text("send.failed")]);
    return false;
  }
  kept = null;
  if (error.code === "closed" && error.next) {
    location.assign(error.next);
    return true;
  }
  settle();
  complain([error.message || text("send.refused")]);
  return false;
}

async function awaitReading() {
  showChecking("reading");
  const status = await read(page.dataset.status, kind, (what) => showChecking(what || "reading"));
  const latest = status.captures?.[kind];
  newest = latest?.id ?? newest;
  if (status.status === "capturing" && latest?.status === "unusable" && latest.tries_left > 0) {
    settle();
    complain(latest.advice);
    say(latest.advice.join(" "));
    return false;
  }
  showChecking("good");
  close(video);
  location.assign(latest?.tries_left === 0 ? location.pathname : page.dataset.next);
  return true;
}

function settle() {
  checking.hidden = true;
  showChoice(camera.hidden);
}

/** Another tab, or a phone, may have gone on: this page then follows. */
async function catchUp() {
  if (document.hidden || busy || !camera.hidden) return;
  const status = await ask(page.dataset.status);
  if (!status || busy || !camera.hidden) return;
  const isNewer = (status.captures?.[kind]?.id ?? "") !== newest;
  if (status.status !== "capturing" || isNewer) location.replace(page.dataset.next);
}

if (form) {
  byId("open-camera").classList.remove("scripted");
  byId("open-camera").disabled = false;
  byId("open-camera").addEventListener("click", openCamera);
  byId("shutter").addEventListener("click", () => takeStill(false));
  byId("close-camera").addEventListener("click", closeCamera);
  byId("resend").addEventListener("click", () => {
    showChoice(false);
    judge(kept.shots, kept.source);
  });
  offerSpeech(byId("aloud"));
  // With the camera in the page, the other way may as well be any picture.
  file.removeAttribute("capture");
  file.addEventListener("change", sendFile);
  sendFile(); // one may have been chosen before this script was there
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendFile();
  });
}
if ("reading" in page.dataset) awaitReading();
document.addEventListener("visibilitychange", catchUp);
// A picture that is still on its way would be lost with the page: the browser asks first.
addEventListener("beforeunload", (event) => kept && event.preventDefault());
// A page from the browser's memory shows a camera that has long been switched off.
addEventListener("pageshow", (event) => event.persisted && location.reload());
