// What can be said of a camera's frame at a glance. Pure; the server judges the picture itself.
//
// A frame comes as RGBA pixels 320 wide: what the person sees of it. Luma is 0 to 255. What is looked
// for, the subject, is "lines" (a page with a machine-readable zone), "card" (one side) or "face".

export const WIDTH = 320;

const DARK = 55;
const BRIGHT = 225;
const CLIPPED = 250;
const GLARE = 0.25; // share of the middle that is clipped to white; a bright page alone has less
const STILL = 5; // mean change of luma between two frames
const SHARP = { lines: 120, card: 120, face: 25 }; // variance of the Laplacian at 320 pixels' width
const STROKES = 24; // changes between dark and light along one row of small print
const PARTS = 8; // of such a row: in a machine-readable zone none is empty, `<` sees to that
const WIDE = 0.6; // share of the frame's width that these rows take, at least
const FILLED = 0.2; // share of the frame's cells that something is printed on
const FLAT = 20; // standard deviation of luma where there is only a table
const CELL = 20; // pixels
const PRINTED = 8; // mean step of luma between neighbours in a cell

/** RGBA pixels to luma. */
export function lumaOf(pixels) {
  const count = pixels.length / 4;
  const luma = new Uint8ClampedArray(count);
  for (let i = 0, p = 0; i < count; i += 1, p += 4) {
    luma[i] = (pixels[p] * 77 + pixels[p + 1] * 150 + pixels[p + 2] * 29) >> 8;
  }
  return luma;
}

/** Measures a frame; `before` is the luma of the one before. */
export function measure(luma, width, height, before) {
  const middle = middleOf(luma, width, height);
  return {
    brightness: mean(luma),
    contrast: deviation(luma),
    middle: mean(middle),
    glare: middle.filter((value) => value >= CLIPPED).length / middle.length,
    sharpness: sharpnessOf(luma, width, height),
    motion: before.length === luma.length ? motionOf(luma, before) : Infinity,
    print: printOf(luma, width, height),
    filled: filledOf(luma, width, height),
  };
}

/** The most important thing to do better, as the name of a hint; "" when the frame is good. */
export function hint(measures, subject) {
  return lightHint(measures, subject) || sharpHint(measures, subject) || placeHint(measures, subject);
}

function lightHint({ brightness, middle, glare }, subject) {
  // A face before a window is dark however bright the picture is.
  const light = subject === "face" ? middle : brightness;
  if (light < DARK) return "dark";
  if (light > BRIGHT) return "bright";
  return subject !== "face" && glare > GLARE ? "glare" : "";
}

function sharpHint({ motion, sharpness, contrast }, subject) {
  if (motion > STILL) return "move";
  if (sharpness >= SHARP[subject]) return "";
  return contrast < FLAT ? "place" : "blurred";
}

function placeHint({ print, filled }, subject) {
  if (subject === "face") return "";
  if (subject === "card") return filled < FILLED ? "closer" : "";
  if (print.rows < 2) return filled < FILLED ? "place" : "lines";
  return print.width < WIDE ? "closer" : "";
}

function mean(luma) {
  let sum = 0;
  for (const value of luma) sum += value;
  return sum / luma.length;
}

function deviation(luma) {
  let squares = 0;
  for (const value of luma) squares += value * value;
  return Math.sqrt(Math.max(0, squares / luma.length - mean(luma) ** 2));
}

function motionOf(luma, before) {
  let sum = 0;
  for (let i = 0; i < luma.length; i += 1) sum += Math.abs(luma[i] - before[i]);
  return sum / luma.length;
}

/** The middle of the frame, half as wide and half as high. */
function middleOf(luma, width, height) {
  const rows = [];
  for (let y = height >> 2; y < height - (height >> 2); y += 1) {
    rows.push(...luma.subarray(y * width + (width >> 2), (y + 1) * width - (width >> 2)));
  }
  return Uint8ClampedArray.from(rows);
}

/** The variance of the 4-neighbour Laplacian. */
function sharpnessOf(luma, width, height) {
  let sum = 0;
  let squares = 0;
  const seen = (width - 2) * (height - 2);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1, i = y * width + 1; x < width - 1; x += 1, i += 1) {
      const edge = luma[i - 1] + luma[i + 1] + luma[i - width] + luma[i + width] - 4 * luma[i];
      sum += edge;
      squares += edge * edge;
    }
  }
  return squares / seen - (sum / seen) ** 2;
}

/** The share of the frame's cells in which neighbours differ: print, a portrait, a pattern. */
function filledOf(luma, width, height) {
  let filled = 0;
  let cells = 0;
  for (let top = 0; top + CELL <= height; top += CELL) {
    for (let left = 0; left + CELL <= width; left += CELL, cells += 1) {
      if (stepsOf(luma, width, left, top) / CELL ** 2 >= PRINTED) filled += 1;
    }
  }
  return filled / cells;
}

function stepsOf(luma, width, left, top) {
  let steps = 0;
  for (let y = top; y < top + CELL; y += 1) {
    for (let x = left, i = y * width + left; x < left + CELL - 1; x += 1, i += 1) {
      steps += Math.abs(luma[i + 1] - luma[i]);
    }
  }
  return steps;
}

/**
 * How many rows of the lower half look like a line of the machine-readable zone, and how wide the
 * widest is as a share of the frame.
 */
function printOf(luma, width, height) {
  let rows = 0;
  let widest = 0;
  for (let y = height >> 1; y < height; y += 1) {
    const strokes = strokesOf(luma.subarray(y * width, (y + 1) * width));
    if (strokes.length < STROKES || !isUnbroken(strokes)) continue;
    rows += 1;
    widest = Math.max(widest, strokes.at(-1) - strokes[0]);
  }
  return { rows, width: widest / width };
}

/** Where along the row it turns from dark to light, or back. */
function strokesOf(row) {
  const strokes = [];
  let turn = row[0];
  let rising = 0;
  for (let x = 1; x < row.length; x += 1) {
    const step = row[x] - turn;
    if (Math.abs(step) < 14) continue;
    const way = Math.sign(step);
    if (way !== rising) strokes.push(x);
    rising = way;
    turn = row[x];
  }
  return strokes;
}

function isUnbroken(strokes) {
  const part = (strokes.at(-1) - strokes[0] + 1) / PARTS;
  const counts = new Array(PARTS).fill(0);
  for (const x of strokes) counts[Math.floor((x - strokes[0]) / part)] += 1;
  return Math.min(...counts) >= 2;
}
