// Forms that must be sent once: a second tap on a slow line changes nothing.

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", () => {
    // Only after the form's fields were gathered: a disabled button's value is none of them.
    setTimeout(() => {
      for (const button of form.querySelectorAll("button")) button.disabled = true;
    });
  });
  // A page that comes back from the browser's memory must be usable again.
  addEventListener("pageshow", () => {
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  });
}
