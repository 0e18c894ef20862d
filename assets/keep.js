// Keeps what somebody types into a form marked data-keeps: as a draft with the portal, and in this browser for as long
// as the portal cannot be reached. Every form works without it.
const PAUSE = 1_500;
const LONGEST_PAUSE = 10_000;
const LONGEST_ANSWER = 5_000;
const FIRST_RETRY = 2_000;
const LAST_RETRY = 60_000;
const STORED = 28 * 24 * 3_600_000;
const PREFIX = "keeps:";

class Keeper {
  constructor(form, number) {
    this.form = form;
    this.words = form.dataset;
    this.place = `${PREFIX}${form.dataset.keeps}:${location.pathname}:${number}`;
    this.typedAt = 0;
    this.keptAt = 0;
    this.retry = FIRST_RETRY;
    this.under_way = null;
    this.leaving = false;
    this.line = document.createElement("p");
    this.line.className = "govuk-body mark-quiet mark-kept";
    this.line.setAttribute("role", "status");
    const button = [...form.querySelectorAll("button")].at(-1);
    (button.closest(".govuk-button-group, .mark-actions") ?? button).before(this.line);
    this.putBack();
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", (event) => this.save(event));
    addEventListener("pagehide", () => this.leave());
    addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leave());
    addEventListener("pageshow", () => (this.leaving = false));
    for (const name of ["online", "focus"]) addEventListener(name, () => this.unkept() && this.keep());
    // Somebody may have been quicker than this script.
    if (!this.unkept() && this.differs()) this.typed();
  }

  fields() {
    return new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string"));
  }

  differs() {
    return [...this.form.elements].some((field) =>
      ["radio", "checkbox"].includes(field.type)
        ? field.checked !== field.defaultChecked
        : ["textarea", "text", "url", "email"].includes(field.type) && field.value !== field.defaultValue,
    );
  }

  version() {
    return Number(this.form.elements.namedItem("version")?.value ?? 0);
  }

  unkept() {
    return this.typedAt > this.keptAt && !this.leaving;
  }

  say(words) {
    if (this.line.textContent !== words) this.line.textContent = words;
  }

  typed() {
    const now = Date.now();
    if (!this.unkept()) this.firstAt = now;
    this.typedAt = now;
    this.store(false);
    this.wait(Math.min(PAUSE, Math.max(0, this.firstAt + LONGEST_PAUSE - now)));
  }

  wait(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), milliseconds);
  }

  // One request at a time: an older draft must not come in after a newer one, nor after the words were saved.
  keep() {
    clearTimeout(this.timer);
    this.under_way ??= this.send().finally(() => (this.under_way = null));
    return this.under_way;
  }

  async send() {
    const from = this.typedAt;
    const answer = await this.post().catch(() => null);
    const refused = answer && !answer.ok && answer.type !== "opaqueredirect" && answer.status < 500 && ![409, 429].includes(answer.status);
    if (answer?.ok || answer?.status === 422) this.say((await answer.json()).said);
    else if (answer?.type === "opaqueredirect") this.say(this.words.signedOut);
    else this.say(refused ? this.words.refused : this.words.offline);
    if (answer?.ok) {
      this.keptAt = from;
      this.retry = FIRST_RETRY;
      if (this.typedAt === from) this.forget();
      else this.wait(PAUSE);
    } else if (!refused && !this.leaving) {
      this.wait(this.retry);
      this.retry = Math.min(2 * this.retry, LAST_RETRY);
    }
  }

  // The page stands beside the fields of the form.
  post(more = { signal: AbortSignal.timeout(LONGEST_ANSWER) }) {
    const body = this.fields();
    body.set("kept_page", location.pathname);
    return fetch("/keep", {
      method: "POST", body, redirect: "manual", credentials: "same-origin", ...more,
    });
  }

  leave() {
    if (this.unkept()) this.post({ keepalive: true }).catch(() => {});
  }

  // The save goes out when no draft is on its way any more, and not at all while there is no connection.
  save(event) {
    if (event.defaultPrevented || this.leaving) return;
    this.store(true);
    if (!navigator.onLine) {
      event.preventDefault();
      this.say(this.words.offline);
      return;
    }
    clearTimeout(this.timer);
    if (this.under_way) {
      event.preventDefault();
      const button = event.submitter;
      this.under_way.then(() => this.form.requestSubmit(button));
      return;
    }
    this.leaving = true;
  }

  store(sent) {
    try {
      const typed = this.fields();
      typed.delete("csrf_token");
      localStorage.setItem(this.place, JSON.stringify({ at: Date.now(), sent, version: this.version(), typed: `${typed}` }));
    } catch {
      // No room, or not allowed: the draft with the portal is still there.
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.place);
    } catch {
      // Nothing was stored.
    }
  }

  stored() {
    try {
      return JSON.parse(localStorage.getItem(this.place));
    } catch {
      return null;
    }
  }

  // What this browser still has never reached the portal: a copy that did is gone, or was followed by a newer version.
  putBack() {
    const kept = this.stored();
    if (!kept) return;
    const typed = new URLSearchParams(kept.typed);
    const arrived = kept.sent && (!typed.has("version") || this.version() > kept.version);
    if (arrived || Date.now() - kept.at > STORED || !this.fill(typed)) {
      this.forget();
      return;
    }
    this.say(this.words.putBack);
    this.typedAt = Date.now();
    this.wait(PAUSE);
  }

  fill(typed) {
    let changed = false;
    for (const field of this.form.elements) {
      if (!field.name || field.name === "csrf_token" || ["submit", "button", "file"].includes(field.type)) continue;
      const values = typed.getAll(field.name);
      if (field.type === "radio" || field.type === "checkbox") {
        changed ||= field.checked !== values.includes(field.value);
        field.checked = values.includes(field.value);
      } else if (values.length) {
        const value = values[0].replaceAll("\r\n", "\n");
        changed ||= field.type !== "hidden" && field.value !== value;
        field.value = value;
        field.dispatchEvent(new Event("keyup"));
      }
    }
    return changed;
  }
}

document.querySelectorAll("form[data-keeps]").forEach((form, number) => new Keeper(form, number));
