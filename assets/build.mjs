// Builds what is committed under static/: the style sheet, the scripts and the fonts, and a list of their hashes.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { compile } from "sass";

const frontend = "node_modules/govuk-frontend/dist/govuk";
const inter = "node_modules/@fontsource/inter";
for (const folder of ["static/css", "static/js", "static/fonts"]) mkdirSync(folder, { recursive: true });

const css = compile("assets/mark.scss", { style: "compressed", quietDeps: true }).css
  // The crown's rules are all that is left of GOV.UK's identity in the components.
  .replace(/[^{}]*govuk-(?:crest|footer__crown|footer__copyright-logo)[^{}]*\{[^{}]*\}/g, "");
writeFileSync("static/css/mark.css", css + "\n");

writeFileSync(
  "static/js/govuk-frontend.min.js",
  readFileSync(`${frontend}/govuk-frontend.min.js`, "utf8").replace(/\n?\/\/# sourceMappingURL=.*$/m, ""),
);
copyFileSync("assets/start.js", "static/js/start.js");
for (const weight of [400, 700])
  for (const script of ["latin", "latin-ext"])
    copyFileSync(`${inter}/files/inter-${script}-${weight}-normal.woff2`, `static/fonts/inter-${script}-${weight}.woff2`);
copyFileSync(`${inter}/LICENSE`, "static/fonts/LICENSE-inter.txt");

const hash = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
const list = (paths) => Object.fromEntries(paths.map((path) => [path, hash(path)]));
const from = list(["assets/build.mjs", "assets/mark.scss", "assets/start.js", "package-lock.json"]);
const fonts = ["latin", "latin-ext"].flatMap((s) => [400, 700].map((w) => `static/fonts/inter-${s}-${w}.woff2`));
const to = list(["static/css/mark.css", "static/js/govuk-frontend.min.js", "static/js/start.js", ...fonts]);
writeFileSync("static/built.json", JSON.stringify({ from, to }, null, 2) + "\n");
