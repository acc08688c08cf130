// Watches the camera, says what to do better, and takes the picture by itself when it is good.

import { drawShown } from "./camera.js";
import { WIDTH, hint, lumaOf, measure } from "./measures.js";
import { say as speak } from "./speech.js";
import { text } from "./texts.js";

const EVERY = 180; // milliseconds between two looks
const GOOD_LOOKS = 6; // in a row: about a second of holding still
const SAID_FOR = 1200; // milliseconds that a hint stays, so that it can be read and spoken
const PUZZLED = 16; // looks in a row at a page in full view that has no lines: another side

/**
 * Looks at the video until `stop` is called. `automatic()` tells whether the picture may be taken
 * without a touch; `take()` takes it.
 */
export function watch({ video, finder, line, subject, automatic, take }) {
  const canvas = document.createElement("canvas");
  let before = null;
  let good = 0;
  let puzzled = 0;
  let saidAt = 0;
  let timer = setTimeout(look, EVERY);

  function look() {
    timer = setTimeout(look, EVERY);
    if (!video.videoWidth || !video.clientWidth || document.hidden) return;
    drawShown(video, canvas, WIDTH);
    const { data, width, height } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const luma = lumaOf(data);
    const advice = before && hint(measure(luma, width, height, before), subject);
    before = luma;
    if (advice === null) return; // the first look: nothing to compare it with
    good = advice ? 0 : good + 1;
    puzzled = advice === "lines" ? puzzled + 1 : 0;
    finder.toggleAttribute("data-good", good > 1);
    say(nameOf(advice));
    if (good >= GOOD_LOOKS && automatic()) take();
  }

  function nameOf(advice) {
    if (advice === "lines") return puzzled > PUZZLED ? "side" : "place";
    return advice || (automatic() ? "good" : "ready");
  }

  function say(name) {
    const words = text(`hint.${name}`);
    if (line.textContent === words || Date.now() - saidAt < SAID_FOR) return;
    line.textContent = words;
    speak(words);
    saidAt = Date.now();
  }

  return () => {
    clearTimeout(timer);
    finder.removeAttribute("data-good");
  };
}
