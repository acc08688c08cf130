// What the browser said when a passkey could not be used, in words.
"use strict";

const ADVICE = {
  NotAllowedError: "Nothing was confirmed. Try again, and follow what the browser asks.",
  InvalidStateError: "This passkey is registered already.",
  SecurityError: "The browser refuses passkeys at this address: it must be https with a name, or localhost.",
  NotSupportedError: "This browser or device has no passkeys.",
};

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.getElementById("passkey-problem");
  const name = event.detail.exception?.name;
  place.textContent = ADVICE[name] ?? "The passkey could not be used. Sign in another way.";
  place.hidden = false;
});
