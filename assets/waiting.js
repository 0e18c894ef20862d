// Where something on the page is being found out, asks for the page again until it is there. Without this, whoever
// comes back to the page sees it then.
const PAUSE = 2000;
const TRIES = 30;
const waiting = () => [...document.querySelectorAll("[data-waiting]")];

const refresh = async () => {
  const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer || !answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of waiting()) {
    const now = fresh.getElementById(old.id);
    if (!now || "waiting" in now.dataset) continue;
    delete old.dataset.waiting;
    old.className = now.className;
    old.replaceChildren(...now.childNodes);
    const [found, place] = [fresh.getElementById("found"), document.getElementById("found")];
    if (found && place) place.replaceChildren(...found.childNodes);
  }
};

for (let tried = 0; tried < TRIES && waiting().length; tried += 1) {
  await new Promise((done) => setTimeout(done, PAUSE));
  await refresh();
}
