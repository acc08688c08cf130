// The words that the template holds for scripts; always used as text, never as markup.

const texts = document.getElementById("texts");

export function text(name) {
  return texts.content.querySelector(`[data-text="${name}"]`).textContent;
}
