// Short polls with backoff. A lost connection is no reason to stop asking.

const FIRST_WAIT = 100; // milliseconds: a picture of a face is judged in less
const LONGEST_WAIT = 2000;

/** Waits; less long when the connection comes back meanwhile. */
export function pause(milliseconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
    function done() {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    }
  });
}

/**
 * Asks `address` until `settled(status)` is true, and resolves with that status. `tell` is called
 * with "slow" after ten seconds, with "offline" when there is no connection, with "" when it is back.
 */
export async function poll(address, settled, tell = () => {}) {
  const began = Date.now();
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 1.15, LONGEST_WAIT)) {
    const status = await ask(address);
    if (status && settled(status)) return status;
    if (!status) tell("offline");
    else tell(Date.now() - began > 10000 ? "slow" : "");
    await pause(wait);
  }
}

/** The session's status, or null when it could not be asked just now. */
export async function ask(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (response.status === 404) location.reload(); // this browser no longer has the session
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
