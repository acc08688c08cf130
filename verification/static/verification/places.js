// Countries by name: the browser knows them in the page's language.

const names = new Intl.DisplayNames([document.documentElement.lang], { type: "region" });
for (const place of document.querySelectorAll("[data-country]")) {
  place.textContent = names.of(place.dataset.country);
}
