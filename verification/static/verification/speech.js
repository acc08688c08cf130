// Reads the hints aloud, for whoever points the camera at something and cannot look at the screen.
//
// Only with a voice that this device has: another one would send the words to a stranger.

const language = document.documentElement.lang;
let voice = null;
let box = null;

/** Shows the tick box once there is a voice for the page's language. */
export function offerSpeech(tick) {
  if (!("speechSynthesis" in window)) return;
  box = tick;
  const look = () => {
    voice = speechSynthesis.getVoices().find(
      (one) => one.localService && one.lang.toLowerCase().split(/[-_]/)[0] === language,
    );
    box.parentElement.hidden = !voice;
  };
  speechSynthesis.addEventListener("voiceschanged", look);
  look();
}

/** Says the words instead of what is being said, if the person wants to hear them. */
export function say(words) {
  if (!voice || !box.checked) return;
  speechSynthesis.cancel();
  const spoken = new SpeechSynthesisUtterance(words);
  spoken.voice = voice;
  spoken.lang = voice.lang;
  speechSynthesis.speak(spoken);
}
