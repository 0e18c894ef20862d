// Lets somebody use or add a passkey: asks us what is to be signed, hands that to the browser, sends what it says as a
// form. Without this the page says that a passkey needs it, and offers the other ways. Also the button that prints.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

const add = async (asked) => {
  const { id, rawId, type, response } = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: toBytes(asked.challenge),
      user: { ...asked.user, id: toBytes(asked.user.id) },
      excludeCredentials: named(asked.excludeCredentials),
    },
  });
  return {
    id,
    rawId: toText(rawId),
    type,
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      attestationObject: toText(response.attestationObject),
      transports: response.getTransports ? response.getTransports() : [],
    },
  };
};

const use = async (asked) => {
  const { id, rawId, type, response } = await navigator.credentials.get({
    publicKey: { ...asked, challenge: toBytes(asked.challenge), allowCredentials: named(asked.allowCredentials) },
  });
  return {
    id,
    rawId: toText(rawId),
    type,
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      authenticatorData: toText(response.authenticatorData),
      signature: toText(response.signature),
      userHandle: response.userHandle && response.userHandle.byteLength ? toText(response.userHandle) : null,
    },
  };
};

class Refused extends Error {}

const ask = async (form) => {
  const answer = await fetch(form.dataset.asks, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams({ csrf_token: form.elements.csrf_token.value }),
  });
  const isOurs = (answer.headers.get("Content-Type") || "").includes("json") && !answer.redirected;
  const said = isOurs ? await answer.json() : {};
  if (!answer.ok || !isOurs) throw new Refused(said.said || form.dataset.failed);
  return said;
};

const explain = (form, error) => {
  if (error instanceof Refused) return error.message;
  if (error.name === "InvalidStateError") return form.dataset.known;
  return error.name === "NotAllowedError" || error.name === "AbortError" ? form.dataset.nothing : form.dataset.failed;
};

for (const place of document.querySelectorAll("[data-passkey]")) {
  const form = place.querySelector("form");
  const without = place.querySelector("[data-without]");
  const wrong = place.querySelector("[role=alert]");
  const button = form.querySelector("button");
  if (!window.PublicKeyCredential || !navigator.credentials) {
    without.textContent = form.dataset.unknown;
    continue;
  }
  if (window.location.origin !== form.dataset.origin) {
    without.textContent = form.dataset.elsewhere;
    continue;
  }
  without.hidden = true;
  form.hidden = false;
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    wrong.textContent = "";
    button.setAttribute("aria-disabled", "true");
    try {
      const asked = await ask(form);
      form.elements.said.value = JSON.stringify(await (place.dataset.passkey === "add" ? add(asked) : use(asked)));
      form.submit();
    } catch (error) {
      wrong.textContent = explain(form, error);
      button.removeAttribute("aria-disabled");
      busy = false;
    }
  });
}

for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
