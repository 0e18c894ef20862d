// Scoring with the keyboard alone: 0 to 3 and n choose a sentence, [ and ] go back and on, Ctrl and Enter save and go on.
// Single keys can be switched off, which this browser remembers (WCAG 2.1.4). Everything works without this script.
const PLACE = "keys:off";
const keys = document.querySelector("[data-keys]");
const form = document.querySelector("form[data-desk]");

const remembered = () => {
  try {
    return localStorage.getItem(PLACE) === "1";
  } catch {
    return false;
  }
};
const remember = (off) => {
  try {
    if (off) localStorage.setItem(PLACE, "1");
    else localStorage.removeItem(PLACE);
  } catch {
    // Not allowed: it holds until the page is left.
  }
};

const isTyping = (field) =>
  field.isContentEditable || field.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=button], [type=submit])");

if (keys) {
  const button = keys.querySelector("button");
  const list = document.getElementById(button.getAttribute("aria-controls"));
  const single = keys.querySelector("input[type=checkbox]");
  const show = (open) => {
    list.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  single.checked = !remembered();
  single.addEventListener("change", () => remember(!single.checked));
  button.addEventListener("click", () => show(list.hidden));
  keys.hidden = false;

  const choose = (value) => {
    const radio = form?.querySelector(`input[name=choice][value="${value}"]`);
    if (!radio) return false;
    radio.checked = true;
    radio.focus();
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };
  const follow = (rel) => {
    const link = document.querySelector(`a[rel=${rel}]`);
    link?.click();
    return Boolean(link);
  };
  const press = (key) => {
    if (["0", "1", "2", "3"].includes(key)) return choose(key);
    if (key === "n") return choose("na");
    if (key === "[") return follow("prev");
    if (key === "]") return follow("next");
    if (key !== "?") return false;
    show(list.hidden);
    if (!list.hidden) button.focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const save = form?.querySelector("[name=save_and_go_on]");
      if (!save) return;
      event.preventDefault();
      form.requestSubmit(save);
      return;
    }
    // On many keyboards brackets are typed with AltGr, which counts as Ctrl and Alt.
    const held = (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState("AltGraph");
    if (!single.checked || held || isTyping(event.target)) return;
    if (press(event.key.toLowerCase())) event.preventDefault();
  });
}

// What would move a score up is asked for where it is needed, and stays where something was typed or is wrong.
const below = form?.querySelector("[data-below]");
if (below) {
  const field = below.querySelector("textarea");
  const sort = () => {
    const chosen = form.querySelector("input[name=choice]:checked")?.value;
    const needed = ["0", "1"].includes(chosen);
    below.hidden = !needed && !field.value && !below.querySelector(".govuk-error-message") && document.activeElement !== field;
  };
  for (const name of ["change", "input", "keyup"]) form.addEventListener(name, sort);
  addEventListener("pageshow", sort);
  sort();
}
