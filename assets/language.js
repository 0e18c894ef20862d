// A choice of language is remembered by the browser itself: it is never sent, so pages stay the same for everybody.
const language = document.querySelector("[data-language]");
if (language) {
  const arrived = !document.referrer.startsWith(`${location.origin}/`);
  try {
    if (arrived && localStorage.getItem("language") === language.dataset.language) location.replace(language.href);
    language.addEventListener("click", () => localStorage.setItem("language", language.dataset.language));
  } catch {
    // Storage may be switched off: the link works all the same.
  }
}
