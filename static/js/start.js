// Starts GOV.UK Frontend's components and ours. Every page works without it.
import { initAll } from "./govuk-frontend-6.3.0.min.js";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
initAll();

for (const button of document.querySelectorAll("[data-copies]")) {
  const source = document.getElementById(button.dataset.copies);
  if (!source || !navigator.clipboard) continue;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "govuk-body govuk-!-margin-left-3";
  button.hidden = false;
  button.after(said);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.value);
    said.textContent = button.dataset.copied;
  });
}

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
