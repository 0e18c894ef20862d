// A credential or a status list of the scheme as the canonical statements that its proof signs (eddsa-rdfc-2022).
// Not all of JSON-LD: the names that the scheme's own documents use, in the vocabularies that they name. What is none of
// these is refused, so nothing in a document can be left out of what is checked.

const SCHEMA = "https://schema.org/";
const CREDENTIALS = "https://www.w3.org/2018/credentials#";
const BADGES = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#";
const STATUS = "https://www.w3.org/ns/credentials/status#";
const SECURITY = "https://w3id.org/security#";
const XSD = "http://www.w3.org/2001/XMLSchema#";
// Open Badges writes the same vocabulary with https.
const XSD_BADGES = "https://www.w3.org/2001/XMLSchema#";
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

const VOCABULARIES = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"];

// The address of each name, and what its value is: "@id" an address or a thing, "@text" words, else the type of a value.
const NAMES = {
  name: [`${SCHEMA}name`, "@text"],
  description: [`${SCHEMA}description`, "@text"],
  url: [`${SCHEMA}url`, `${XSD_BADGES}anyURI`],
  issuer: [`${CREDENTIALS}issuer`, "@id"],
  validFrom: [`${CREDENTIALS}validFrom`, `${XSD}dateTime`],
  validUntil: [`${CREDENTIALS}validUntil`, `${XSD}dateTime`],
  credentialSubject: [`${CREDENTIALS}credentialSubject`, "@id"],
  credentialStatus: [`${CREDENTIALS}credentialStatus`, "@id"],
  credentialSchema: [`${CREDENTIALS}credentialSchema`, "@id"],
  achievement: [`${BADGES}achievement`, "@id"],
  achievementType: [`${BADGES}achievementType`, "@text"],
  criteria: [`${BADGES}Criteria`, "@id"],
  narrative: [`${BADGES}narrative`, "@text"],
  licenseNumber: [`${BADGES}licenseNumber`, "@text"],
  identifier: [`${BADGES}identifier`, "@id"],
  identityHash: [`${BADGES}identityHash`, "@text"],
  identityType: [`${BADGES}identityType`, "@text"],
  hashed: [`${BADGES}hashed`, `${XSD_BADGES}boolean`],
  statusPurpose: [`${STATUS}statusPurpose`, "@text"],
  statusListIndex: [`${STATUS}statusListIndex`, "@text"],
  statusListCredential: [`${STATUS}statusListCredential`, "@id"],
  encodedList: [`${STATUS}encodedList`, `${SECURITY}multibase`],
  cryptosuite: [`${SECURITY}cryptosuite`, `${SECURITY}cryptosuiteString`],
  created: ["http://purl.org/dc/terms/created", `${XSD}dateTime`],
  verificationMethod: [`${SECURITY}verificationMethod`, "@id"],
  proofPurpose: [`${SECURITY}proofPurpose`, "@security"],
};
const TYPES = {
  VerifiableCredential: CREDENTIALS,
  BitstringStatusListCredential: STATUS,
  BitstringStatusListEntry: STATUS,
  BitstringStatusList: STATUS,
  OpenBadgeCredential: BADGES,
  Profile: BADGES,
  AchievementSubject: BADGES,
  IdentityObject: BADGES,
  Achievement: BADGES,
  "1EdTechJsonSchemaValidator2019": "https://purl.imsglobal.org/spec/vccs/v1p0/context.json#",
  DataIntegrityProof: SECURITY,
};

export class Strange extends Error {}

// All statements of a document, one to a line, in their one order. Throws Strange for what no document of ours has.
export function statements(document_) {
  const { "@context": vocabularies, ...thing } = document_;
  const named = JSON.stringify(vocabularies);
  if (named !== JSON.stringify(VOCABULARIES) && named !== JSON.stringify(VOCABULARIES.slice(0, 1))) throw new Strange("vocabularies");
  const lines = new Set();
  let nameless = 0;

  const address = (text) => {
    if (typeof text !== "string" || !/^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(text)) throw new Strange("address");
    return `<${text}>`;
  };
  const literal = (value, kind) => {
    if (typeof value !== "string" && !(kind.endsWith("#boolean") && typeof value === "boolean")) throw new Strange("value");
    const text = String(value).replace(/[\\"\n\r]/g, (char) => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r" })[char]);
    return `"${text}"${kind === "@text" ? "" : `^^<${kind}>`}`;
  };
  // A proof signs what is said, not in which form: a thing that is named twice, and described only once, would be as good
  // to it, and read without its description by whoever takes the first.
  const state = (line) => {
    if (lines.has(line)) throw new Strange("twice");
    lines.add(line);
  };
  const about = (node) => {
    // Things without an address would have to be told apart by what is said of them; ours have one at most.
    if (node.id === undefined && ++nameless > 1) throw new Strange("nameless");
    const subject = node.id === undefined ? "_:c14n0" : address(node.id);
    for (const [name, given] of Object.entries(node)) {
      if (name === "id") continue;
      for (const value of [given].flat()) state(`${subject} ${said(name, value)} .`);
    }
    return subject;
  };
  const said = (name, value) => {
    if (name === "type") {
      if (!Object.hasOwn(TYPES, value)) throw new Strange("type");
      return `<${TYPE}> <${TYPES[value]}${value}>`;
    }
    if (!Object.hasOwn(NAMES, name)) throw new Strange("name");
    const [property, kind] = NAMES[name];
    if (kind === "@id") return `<${property}> ${value && typeof value === "object" ? about(value) : address(value)}`;
    if (kind === "@security") return `<${property}> ${address(`${SECURITY}${value}`)}`;
    return `<${property}> ${literal(value, kind)}`;
  };

  about(thing);
  return [...lines].sort().map((line) => `${line}\n`).join("");
}
