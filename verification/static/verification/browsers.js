// Which browser this is: only to say where its camera permission is hidden, never to decide anything.

import { text } from "./texts.js";

/** What is wrong with the camera, and how to mend it in this browser: sentences. */
export function explained(why) {
  const steps = why === "refused" ? [text(`steps.${browserName()}`)] : [];
  return [text(`camera.${why}`), ...steps];
}

/**
 * "ios-safari", "ios-other", "android-firefox", "android", "firefox", "safari" or "desktop".
 * An iPad calls itself a Mac, but is touched with several fingers.
 */
export function browserName({ userAgent, maxTouchPoints } = navigator) {
  const isMac = /Macintosh/.test(userAgent);
  if (/iPhone|iPad|iPod/.test(userAgent) || (isMac && maxTouchPoints > 1)) {
    return /CriOS|FxiOS|EdgiOS|OPT\//.test(userAgent) ? "ios-other" : "ios-safari";
  }
  const isFirefox = /Firefox\//.test(userAgent);
  if (/Android/.test(userAgent)) return isFirefox ? "android-firefox" : "android";
  if (isFirefox) return "firefox";
  return isMac && !/Chrome\/|Chromium\//.test(userAgent) ? "safari" : "desktop";
}
