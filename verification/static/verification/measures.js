// What can be said of a camera's frame at a glance. Pure; the server judges the picture itself.
//
// A frame comes as RGBA pixels 320 wide. Luma is 0 to 255.

export const WIDTH = 320;

const DARK = 55;
const BRIGHT = 225;
const CLIPPED = 250;
const GLARE = 0.25; // share of the middle that is clipped to white; a bright page alone has less
const STILL = 5; // mean change of luma between two frames
const SHARP = { document: 120, back: 120, selfie: 25 }; // variance of the Laplacian at 320 pixels' width
const STROKES = 24; // changes between dark and light along one row of small print

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
  return {
    brightness: mean(luma),
    glare: glareOf(luma, width, height),
    sharpness: sharpnessOf(luma, width, height),
    motion: before.length === luma.length ? motionOf(luma, before) : Infinity,
    print: rowsOfPrint(luma, width, height),
  };
}

/** The most important thing to do better, as the name of a hint; "" when the frame is good. */
export function hint(measures, kind) {
  if (measures.brightness < DARK) return "dark";
  if (measures.brightness > BRIGHT) return "bright";
  const paper = kind !== "selfie";
  if (paper && measures.glare > GLARE) return "glare";
  if (measures.motion > STILL) return "move";
  if (measures.sharpness < SHARP[kind]) return paper ? "place" : "blurred";
  if (paper && measures.print < 2) return "place";
  return "";
}

function mean(luma) {
  let sum = 0;
  for (const value of luma) sum += value;
  return sum / luma.length;
}

function motionOf(luma, before) {
  let sum = 0;
  for (let i = 0; i < luma.length; i += 1) sum += Math.abs(luma[i] - before[i]);
  return sum / luma.length;
}

/** The share of the frame's middle that is clipped to white. */
function glareOf(luma, width, height) {
  let clipped = 0;
  let seen = 0;
  for (let y = height >> 2; y < height - (height >> 2); y += 1) {
    for (let x = width >> 2; x < width - (width >> 2); x += 1, seen += 1) {
      if (luma[y * width + x] >= CLIPPED) clipped += 1;
    }
  }
  return clipped / seen;
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

/** How many rows of the lower half look like a line of small print: the machine-readable zone. */
function rowsOfPrint(luma, width, height) {
  let rows = 0;
  for (let y = height >> 1; y < height; y += 1) {
    if (strokesOf(luma, y * width, width) >= STROKES) rows += 1;
  }
  return rows;
}

function strokesOf(luma, start, width) {
  let strokes = 0;
  let turn = luma[start];
  let rising = 0;
  for (let i = start + 1; i < start + width; i += 1) {
    const step = luma[i] - turn;
    if (Math.abs(step) < 14) continue;
    const way = Math.sign(step);
    if (way !== rising) strokes += 1;
    rising = way;
    turn = luma[i];
  }
  return strokes;
}
