// Builds what is committed under static/: the style sheet, the scripts and the fonts, and a list of their hashes.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { compile } from "sass";

const frontend = "node_modules/govuk-frontend";
const inter = "node_modules/@fontsource/inter";
const version = JSON.parse(readFileSync(`${frontend}/package.json`, "utf8")).version;
for (const folder of ["static/css", "static/js", "static/fonts"]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

writeFileSync("static/css/mark.css", compile("assets/mark.scss", { style: "compressed", quietDeps: true }).css + "\n");

// The version is in the name because start.js imports this file by a fixed address, which browsers may keep.
const components = `static/js/govuk-frontend-${version}.min.js`;
writeFileSync(
  components,
  readFileSync(`${frontend}/dist/govuk/govuk-frontend.min.js`, "utf8").replace(/\n?\/\/# sourceMappingURL=.*$/m, ""),
);
const scripts = ["start.js", "keep.js", "around.js", "waiting.js", "passkey.js", "desk.js"];
for (const script of scripts) copyFileSync(`assets/${script}`, `static/js/${script}`);

const fonts = ["latin", "latin-ext"].flatMap((script) => [400, 700].map((weight) => `inter-${script}-${weight}`));
for (const font of fonts) copyFileSync(`${inter}/files/${font}-normal.woff2`, `static/fonts/${font}.woff2`);
copyFileSync(`${inter}/LICENSE`, "static/fonts/LICENSE-inter.txt");

const hash = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
const list = (paths) => Object.fromEntries(paths.map((path) => [path, hash(path)]));
const sources = readdirSync("assets/styles").sort().map((name) => `assets/styles/${name}`);
const from = list(["assets/build.mjs", "assets/mark.scss", ...sources, ...scripts.map((name) => `assets/${name}`), "package-lock.json"]);
const to = list(["static/css/mark.css", components, ...scripts.map((name) => `static/js/${name}`), ...fonts.map((font) => `static/fonts/${font}.woff2`)]);
writeFileSync("static/built.json", JSON.stringify({ from, to }, null, 2) + "\n");
