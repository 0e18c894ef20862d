// Starts GOV.UK Frontend's components and ours. Every page works without it.
import { initAll } from "./govuk-frontend-6.3.0.min.js";
import "./language.js";

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
