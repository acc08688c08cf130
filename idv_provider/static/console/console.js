// Copy buttons, the focus after a form was refused, and keys for Unfold's clickable spans.
"use strict";

function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  let copied = true;
  try {
    await navigator.clipboard.writeText(source.textContent);
  } catch {
    // Without a secure context there is no clipboard: the text is marked, Ctrl+C does the rest.
    select(source);
    copied = false;
  }
  const label = button.innerHTML;
  button.textContent = copied ? "Copied" : "Marked: press Ctrl+C";
  setTimeout(() => { button.innerHTML = label; }, 2000);
}

function offerCopying() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copy(button));
  }
}

function lendKeys(element) {
  if (element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) return;
  element.tabIndex = 0;
  element.setAttribute("role", "button");
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    element.click();
  });
}

// Unfold's two scrolling places are landmarks of one name, until somebody tells them apart.
function nameScrolling() {
  for (const place of document.querySelectorAll(".simplebar-content-wrapper")) {
    place.setAttribute("aria-label", place.closest("#nav-sidebar") ? "Menu" : "Table");
  }
}

window.addEventListener("load", nameScrolling);
document.addEventListener("DOMContentLoaded", () => {
  offerCopying();
  document.querySelectorAll("[x-on\\:click]").forEach(lendKeys);
  const first = ".entrance input:not([type=hidden])";
  (document.querySelector("[data-focus]") ?? document.querySelector(first))?.focus();
});
