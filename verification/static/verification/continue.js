// At the end the browser goes back by itself, unless the person wants to stay and read.

const link = document.getElementById("continue");
const note = document.getElementById("continue-note");
const words = note.querySelector("[data-text]");
let left = Number(link.dataset.seconds);

function tick() {
  if (left <= 0) {
    location.assign(link.href);
    return;
  }
  words.textContent = words.dataset.text.replace("%(seconds)s", left);
  left -= 1;
  timer = setTimeout(tick, 1000);
}

let timer;
note.hidden = false;
document.getElementById("stay").addEventListener("click", () => {
  clearTimeout(timer);
  note.hidden = true;
  link.focus();
});
tick();
