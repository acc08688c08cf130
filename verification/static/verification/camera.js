// The camera itself: open it, name what is wrong with it, take a still, switch its light.

/**
 * Why there is no camera: "refused", "dismissed", "blocked", "busy", "missing", "unsupported",
 * "insecure" or "failed".
 */
export class NoCamera extends Error {
  constructor(cause) {
    super(cause);
    this.why = cause;
  }
}

const CAUSES = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotReadableError: "busy",
  AbortError: "busy",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
};

/** Starts the camera that faces this way ("environment" or "user") in the video element. */
export async function open(video, facing) {
  if (!window.isSecureContext) throw new NoCamera("insecure");
  if (!navigator.mediaDevices?.getUserMedia) throw new NoCamera("unsupported");
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: facing }, width: { ideal: 2560 }, height: { ideal: 1440 } },
    });
    video.srcObject = stream;
    await video.play();
    return stream;
  } catch (error) {
    close(video);
    throw new NoCamera(causeOf(error));
  }
}

/** Chromium says in words whether the person, the question's dismissal or the system refused. */
function causeOf({ name, message }) {
  const cause = CAUSES[name] ?? "failed";
  if (cause !== "refused") return cause;
  if (/dismissed/i.test(message)) return "dismissed";
  return /by system/i.test(message) ? "blocked" : "refused";
}

/** Calls `again` once, when the person allows the camera after all. */
export async function whenAllowed(again) {
  try {
    const permission = await navigator.permissions.query({ name: "camera" });
    permission.onchange = () => {
      if (permission.state !== "granted") return;
      permission.onchange = null;
      again();
    };
  } catch {
    // This browser does not tell: its person touches the button again.
  }
}

export function close(video) {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
}

/** Draws what the camera sees onto the canvas, `longest` pixels on its long side at most. */
export function draw(video, canvas, longest) {
  const scale = Math.min(1, longest / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
}

/** Draws the part of what the camera sees that the person sees, `width` pixels wide. */
export function drawShown(video, canvas, width) {
  const { clientWidth, clientHeight, videoWidth, videoHeight } = video;
  const scale = Math.min(videoWidth / clientWidth, videoHeight / clientHeight); // object-fit: cover
  const [shownWidth, shownHeight] = [clientWidth * scale, clientHeight * scale];
  canvas.width = width;
  canvas.height = Math.round((width * clientHeight) / clientWidth);
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(
    video, (videoWidth - shownWidth) / 2, (videoHeight - shownHeight) / 2, shownWidth, shownHeight,
    0, 0, canvas.width, canvas.height,
  );
}

/** The canvas as a JPEG file. */
export function jpeg(canvas) {
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
}

/** Shows the button that switches the camera's light, where there is one. */
export function offerTorch(stream, button) {
  const [track] = stream.getVideoTracks();
  button.hidden = !track.getCapabilities?.().torch;
  button.setAttribute("aria-pressed", "false");
  button.onclick = async () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    try {
      await track.applyConstraints({ advanced: [{ torch: on }] });
      button.setAttribute("aria-pressed", String(on));
    } catch {
      button.hidden = true; // it promised a light and has none
    }
  };
}
