// A picture on its way: made small enough, sent, kept through a lost connection, and its reading awaited.

import { jpeg } from "./camera.js";
import { poll } from "./polling.js";

const LONGEST_SIDE = 3000;
const SMALL_ENOUGH = 3 * 1024 * 1024;

/** The server's word that it will not take a picture. */
export class Refused extends Error {}

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

/** Sends the picture; resolves with its id. A lost connection is waited out. */
export async function send(form, picture, source, tell) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("source", source);
  body.append("picture", picture, "picture");
  const response = await post(body, tell);
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer.id;
  throw new Refused(answer?.message ?? "");
}

async function post(body, tell) {
  for (;;) {
    try {
      return await fetch(location.pathname, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
      });
    } catch (error) {
      if (navigator.onLine) throw error;
      tell("offline");
      await new Promise((resolve) => addEventListener("online", resolve, { once: true }));
    }
  }
}

/** Waits until the newest picture of this kind was read; resolves with the session's status. */
export function read(address, kind, tell) {
  const settled = (status) =>
    status.status !== "capturing" || status.captures[kind]?.status !== "reading";
  return poll(address, settled, tell);
}
