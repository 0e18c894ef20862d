// Tells a criterion's page who else has it open, and says that this person does. The page says it once without it.
const BEAT = 20_000;
// Nobody is there who has touched nothing for so long, and a session must be able to end.
const THERE = 15 * 60_000;

for (const region of document.querySelectorAll("[data-around]")) {
  const form = document.querySelector("form[data-keeps]");
  const field = (name) => document.querySelector(`[name="${name}"]`)?.value ?? "";
  let last = region.innerHTML;
  let typedAt = 0;
  let touchedAt = Date.now();

  const beat = async () => {
    if (document.hidden || Date.now() - touchedAt > THERE) return;
    const body = new URLSearchParams({
      csrf_token: field("csrf_token"),
      version: form?.elements.namedItem("version")?.value ?? region.dataset.version,
      typing: Date.now() - typedAt < BEAT ? "yes" : "no",
    });
    const answer = await fetch(region.dataset.around, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return;
    const words = await answer.text();
    if (words.trim() !== last.trim()) region.innerHTML = words;
    last = words;
  };

  for (const name of ["keydown", "pointerdown"]) addEventListener(name, () => (touchedAt = Date.now()));
  form?.addEventListener("input", () => {
    const begins = Date.now() - typedAt > BEAT;
    typedAt = Date.now();
    if (begins) beat();
  });
  addEventListener("visibilitychange", beat);
  setInterval(beat, BEAT);
}
