// A picture on its way: made small enough, sent, kept through a lost connection, and its reading awaited.

import { jpeg } from "./camera.js";
import { ask, pause, poll } from "./polling.js";

const LONGEST_SIDE = 3000;
const SMALL_ENOUGH = 3 * 1024 * 1024;
const LATER = new Set([429, 502, 503, 504]); // a server that will take it in a moment
const TRIES = 8; // with a connection: about half a minute. Without one there is no end to them.
const LONGEST_ASKED = 20000; // milliseconds that a busy server may ask for before the next try

/** The server's word that it will not take a picture; `next` is where the person can go on. */
export class Refused extends Error {
  constructor({ message = "", code = "", next = "" } = {}) {
    super(message);
    this.code = code;
    this.next = next;
  }
}

/**
 * A large picture, or one in a format that only this device reads, as a JPEG of 3000 pixels at
 * most. What the browser cannot read is sent as it is: the server says what is wrong with it.
 */
export async function smaller(file) {
  if (file.size <= SMALL_ENOUGH && /^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return (await jpeg(canvas)) ?? file;
  } catch {
    return file;
  }
}

/**
 * Sends the picture, with its second shot if there is one; resolves once the server has it. `arrived(status)` tells whether an attempt
 * whose answer was lost got through all the same: the same picture is not given twice.
 */
export async function send(form, [picture, second], source, { status, arrived, tell }) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("source", source);
  body.append("picture", picture, "picture");
  if (second) body.append("second", second, "second");
  for (let tries = 1, wait = 500; ; wait = Math.min(wait * 1.6, 8000)) {
    const response = await post(body);
    if (response && !LATER.has(response.status)) return take(response);
    tries += navigator.onLine ? 1 : 0;
    if (tries > TRIES) throw new Error("no connection");
    tell(response ? "slow" : "offline");
    await pause(Math.max(wait, askedFor(response)));
    const now = response ? null : await ask(status);
    if (now && arrived(now)) return undefined;
  }
}

/** How long the server asks to wait; not everybody comes back at the same moment. */
function askedFor(response) {
  const seconds = Number(response?.headers.get("Retry-After")) || 0;
  return Math.min(seconds * 1000, LONGEST_ASKED) * (0.75 + Math.random() / 2);
}

async function take(response) {
  const answer = await response.json().catch(() => null);
  if (!response.ok || !answer) throw new Refused(answer ?? {});
}

function post(body) {
  const headers = { Accept: "application/json" };
  return fetch(location.pathname, { method: "POST", body, headers }).catch(() => null);
}

/** Waits until the newest picture of this kind was read; resolves with the session's status. */
export function read(address, kind, tell) {
  const settled = (status) =>
    status.status !== "capturing" || status.captures[kind]?.status !== "reading";
  return poll(address, settled, tell);
}
