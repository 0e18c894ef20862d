// Checks a credential file in this browser alone: on our website, and in the page that anybody can keep and use offline.
// It asks nobody but the status list, and that only where there is a connection. Words and keys are in the page.
import { Strange, statements } from "./statements.js";

const root = document.querySelector("[data-verifier]");
const keys = JSON.parse(root.dataset.keys);
const said = (name, values = {}) =>
  document.querySelector(`[data-word="${name}"]`).textContent.trim().replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
const day = (text) => new Intl.DateTimeFormat(root.dataset.locale, { dateStyle: "long", timeZone: "Europe/London" }).format(new Date(text));
const MOST = 8 * 1024 * 1024;
const utf8 = new TextDecoder();

class Refused extends Error {}

const bytesOf = (base64url) => Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

// ``loosely``: whatever comes after the end of what is packed is left alone.
async function unpacked(bytes, format, loosely = false) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  const parts = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read().catch((fault) => {
      if (loosely && parts.length) return { done: true };
      throw fault;
    });
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    size += value.length;
    if (size > MOST) throw new Refused("unreadable");
    parts.push(value);
  }
}

// --- What the file holds: a token (JWT) or a document (JSON), and whether there is something around it ---

async function heldIn(bytes) {
  if (bytes.length > MOST) throw new Refused("unreadable");
  const begins = String.fromCharCode(...bytes.slice(0, 8));
  if (begins === "\x89PNG\r\n\x1a\n") return [await fromPng(bytes), true];
  if (begins.startsWith("%PDF-")) return [await fromPdf(bytes), true];
  const text = utf8.decode(bytes).trim();
  return text.startsWith("<") ? [fromSvg(text), true] : [text, false];
}

async function fromPng(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const kind = utf8.decode(bytes.slice(at + 4, at + 8));
    const data = bytes.slice(at + 8, at + 8 + length);
    at += 12 + length;
    const name = data.indexOf(0);
    if (kind !== "iTXt" || utf8.decode(data.slice(0, name)) !== "openbadgecredential") continue;
    // After the name: packed or not, how, the language, the translated name; then the text.
    const language = data.indexOf(0, name + 3);
    const text = data.slice(data.indexOf(0, language + 1) + 1);
    return utf8.decode(data[name + 1] ? await unpacked(text, "deflate") : text).trim();
  }
  throw new Refused("unreadable");
}

// Looked for in the text: a drawing that is parsed is drawn by the rules of this page, and may ask for what they forbid.
function fromSvg(text) {
  const baked = /<openbadges:credential\b([^>]*)>(?:\s*<!\[CDATA\[(.*?)\]\]>)?/s.exec(text);
  const held = (baked?.[2] ?? /\bverify="([^"]*)"/.exec(baked?.[1] ?? "")?.[1] ?? "").trim();
  if (!held) throw new Refused("unreadable");
  return held;
}

async function fromPdf(bytes) {
  const text = new TextDecoder("latin1").decode(bytes);
  for (const found of text.matchAll(/stream\r?\n/g)) {
    const begin = found.index + found[0].length;
    const stream = bytes.slice(begin, Math.max(begin, text.indexOf("endstream", begin)));
    for (const read of [async () => stream, () => unpacked(stream, "deflate", true)]) {
      const attached = await read().then((content) => utf8.decode(content).trim(), () => "");
      if (attached.startsWith("{") && attached.includes("credentialSubject")) return attached;
    }
  }
  throw new Refused("unreadable");
}

// --- Whether it is signed by one of the scheme's keys ---

const keyNamed = (name) => {
  const found = keys.find((key) => key.id === name || key.id.split("#")[1] === name);
  if (!found) throw new Refused("not_ours");
  return found;
};

async function credentialIn(held) {
  const parts = held.split(".");
  if (parts.length === 3 && !held.startsWith("{")) return fromToken(parts);
  let signed;
  try {
    signed = JSON.parse(held);
  } catch {
    throw new Refused("unreadable");
  }
  if (!signed?.proof?.proofValue || !signed["@context"]) throw new Refused("unreadable");
  return fromDocument(signed);
}

async function fromDocument({ proof, ...document_ }) {
  const { proofValue, ...options } = proof;
  if (options.cryptosuite !== "eddsa-rdfc-2022" || options.proofPurpose !== "assertionMethod") throw new Refused("not_ours");
  const multibase = keyNamed(options.verificationMethod).publicKeyMultibase;
  if (!multibase) throw new Refused("not_ours");
  let toCheck, signature;
  try {
    toCheck = await Promise.all([{ "@context": document_["@context"], ...options }, document_].map((part) => digest(statements(part))));
    signature = base58(proofValue.slice(1));
  } catch (fault) {
    if (fault instanceof Strange || fault instanceof SyntaxError) throw new Refused("changed");
    throw fault;
  }
  let key;
  try {
    // Before the key itself two bytes say of which kind it is.
    key = await crypto.subtle.importKey("raw", base58(multibase.slice(1)).slice(2), "Ed25519", false, ["verify"]);
  } catch {
    throw new Refused("needs_token");
  }
  const joined = new Uint8Array([...new Uint8Array(toCheck[0]), ...new Uint8Array(toCheck[1])]);
  if (!(await crypto.subtle.verify("Ed25519", key, signature, joined))) throw new Refused("changed");
  return document_;
}

const digest = (text) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));

function base58(text) {
  const letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  let number = 0n;
  for (const char of text) {
    if (!letters.includes(char) || text.length > 100) throw new Refused("changed");
    number = number * 58n + BigInt(letters.indexOf(char));
  }
  const zeros = text.match(/^1*/)[0].length;
  const hex = number ? number.toString(16) : "";
  const bytes = (hex.length % 2 ? `0${hex}` : hex).match(/../g) ?? [];
  return new Uint8Array([...Array(zeros).fill(0), ...bytes.map((byte) => parseInt(byte, 16))]);
}

async function fromToken([header, payload, signature]) {
  let named, claims;
  try {
    named = JSON.parse(utf8.decode(bytesOf(header)));
    claims = JSON.parse(utf8.decode(bytesOf(payload)));
  } catch {
    throw new Refused("unreadable");
  }
  if (named.alg !== "ES256" || typeof named.kid !== "string") throw new Refused("not_ours");
  const jwk = keyNamed(named.kid).publicKeyJwk;
  if (!jwk) throw new Refused("not_ours");
  const public_ = { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y };
  const key = await crypto.subtle.importKey("jwk", public_, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  const good = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, safely(signature), signed);
  if (!good) throw new Refused("changed");
  return claims.vc ?? claims;
}

function safely(base64url) {
  try {
    return bytesOf(base64url);
  } catch {
    throw new Refused("changed");
  }
}

// --- What the status list says, where it can be asked ---

async function isSetIn(status) {
  const address = new URL(status.statusListCredential);
  if (address.origin !== new URL(root.dataset.address).origin) throw new Refused("not_ours");
  const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
  if (!answer.ok) throw new Error("no list");
  const list = await credentialIn((await answer.text()).trim());
  const subject = list.credentialSubject;
  if (list.id !== status.statusListCredential || subject.statusPurpose !== status.statusPurpose) throw new Error("another list");
  if (new Date(list.validUntil) < new Date()) throw new Error("old list");
  const bits = await unpacked(bytesOf(subject.encodedList.replace(/^u/, "")), "gzip");
  const index = Number(status.statusListIndex);
  return Boolean(bits[index >> 3] & (0x80 >> (index & 7)));
}

async function standingOf(credential) {
  const entries = [credential.credentialStatus ?? []].flat();
  // Where no list is named there is nobody to ask: that is not the same as a yes.
  if (!entries.length) throw new Error("no list");
  const set = [];
  for (const entry of entries) if (await isSetIn(entry)) set.push(entry.statusPurpose);
  return set;
}

// --- The answer ---

function show(yes, line, more) {
  const box = root.querySelector("[data-answer]");
  box.className = yes ? "mark-verdict mark-verdict--yes" : "mark-verdict";
  const heading = Object.assign(document.createElement("h2"), { className: "govuk-heading-m", textContent: line });
  const sentences = more.map((text) => Object.assign(document.createElement("p"), { className: "govuk-body", textContent: text }));
  box.replaceChildren(heading, ...sentences);
  box.hidden = false;
  box.focus();
}

async function answer(file) {
  const [held, isInside] = await heldIn(new Uint8Array(await file.arrayBuffer()));
  const credential = await credentialIn(held);
  const issuer = credential.issuer?.id ?? credential.issuer;
  if (issuer !== root.dataset.issuer || ![credential.type].flat().includes("OpenBadgeCredential")) throw new Refused("not_ours");
  const subject = credential.credentialSubject;
  const about = { name: subject.identifier[0].identityHash, until: day(credential.validUntil), from: day(credential.validFrom) };
  const facts = [said("about", { ...about, site: subject.id }), ...(isInside ? [said("inside")] : []), said("keys_known")];
  const now = new Date();
  if (now > new Date(credential.validUntil)) return show(false, said("expired", about), facts);
  if (now < new Date(credential.validFrom)) return show(false, said("not_yet", about), facts);
  if (!root.querySelector("[data-ask]").checked) return show(true, said("signature_only", about), [said("not_asked"), ...facts]);
  try {
    const set = await standingOf(credential);
    if (set.includes("revocation")) return show(false, said("withdrawn", about), facts);
    if (set.length) return show(false, said("suspended", about), facts);
    return show(true, said("yes", about), facts);
  } catch (fault) {
    if (fault instanceof Refused) throw fault;
    return show(true, said("signature_only", about), [said("no_connection"), ...facts]);
  }
}

const chosen = root.querySelector("input[type=file]");
root.querySelector("[data-needs-script]").hidden = false;
chosen.addEventListener("change", () => {
  const file = chosen.files[0];
  if (!file) return;
  answer(file).catch((fault) => show(false, said(fault instanceof Refused ? fault.message : "unreadable"), [said(`${fault instanceof Refused ? fault.message : "unreadable"}_do`)]));
});
