// Builds what is committed under static/: the style sheet, the scripts and the fonts, and a list of their hashes.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { compile } from "sass";

const frontend = "node_modules/govuk-frontend";
const inter = "node_modules/@fontsource/inter";
const version = JSON.parse(readFileSync(`${frontend}/package.json`, "utf8")).version;
// The pages that answer whether an award is real must reach an old phone on a slow line, so they have a style sheet of
// their own: the rules of the whole that they use, without web fonts. What they use is named in these templates, and by
// the components in them.
const answers = ["base", "layouts/answer", "register/award", "register/unknown", "register/parts"].map((name) => `templates/${name}.html`);
const components_used = [
  "govuk-skip-link govuk-generic-header govuk-generic-header__container govuk-generic-header__logo govuk-generic-header__homepage-link",
  "govuk-service-navigation govuk-service-navigation__container govuk-service-navigation__list govuk-service-navigation__item",
  "govuk-service-navigation__item--active govuk-service-navigation__link govuk-service-navigation__active-fallback",
  "govuk-service-navigation__wrapper govuk-visually-hidden govuk-tag govuk-tag--grey govuk-tag--purple",
];
for (const folder of ["static/css", "static/js", "static/fonts"]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

const whole = compile("assets/mark.scss", { style: "compressed", quietDeps: true }).css;
writeFileSync("static/css/mark.css", whole + "\n");
const named = [...components_used, ...answers.flatMap((file) => [...readFileSync(file, "utf8").matchAll(/class="([^"]*)"/g)].map((found) => found[1]))];
const face = 'body{font-family:"Helvetica Neue",Arial,sans-serif}';
writeFileSync("static/css/answer.css", face + onlyFor(new Set(named.join(" ").match(/[a-z][\w!-]*/g)), whole) + "\n");
// The badge's frame has a style sheet of its own, which stands in the page: it is loaded on other people's pages.
const frame = compile("assets/frame.scss", { style: "compressed", quietDeps: true }).css;
writeFileSync("static/css/frame.css", frame + "\n");

// The version is in the name because start.js imports this file by a fixed address, which browsers may keep.
const components = `static/js/govuk-frontend-${version}.min.js`;
writeFileSync(
  components,
  readFileSync(`${frontend}/dist/govuk/govuk-frontend.min.js`, "utf8").replace(/\n?\/\/# sourceMappingURL=.*$/m, ""),
);
const scripts = ["start.js", "language.js", "keep.js", "around.js", "waiting.js", "passkey.js", "desk.js"];
for (const script of scripts) copyFileSync(`assets/${script}`, `static/js/${script}`);
// One file, because it is also put whole into the page that anybody can keep.
const verifier = ["statements.js", "verifier.js"];
writeFileSync("static/js/verifier.js", verifier.map((name) => readFileSync(`assets/${name}`, "utf8").replace(/^import .*\n/gm, "").replace(/^export /gm, "")).join("\n"));

const fonts = ["latin", "latin-ext"].flatMap((script) => [400, 700].map((weight) => `inter-${script}-${weight}`));
for (const font of fonts) copyFileSync(`${inter}/files/${font}-normal.woff2`, `static/fonts/${font}.woff2`);
copyFileSync(`${inter}/LICENSE`, "static/fonts/LICENSE-inter.txt");

// The part of a compressed style sheet that a page with these classes needs: no rule for another, none that old phones do
// not know, colours and fonts once. On paper, only what our own frame needs there.
function onlyFor(named, css) {
  const used = (selector) => (selector.replace(/:not\([^)]*\)/g, "").match(/\.(?:[\w-]|\\.)+/g) ?? []).every((name) => named.has(name.slice(1).replaceAll("\\", "")));
  let kept = "";
  for (let at = 0; at < css.length; ) {
    const open = css.indexOf("{", at);
    if (open < 0) break;
    let close = open + 1;
    for (let depth = 1; depth > 0; close++) depth += css[close] === "{" ? 1 : css[close] === "}" ? -1 : 0;
    const head = css.slice(at, open).replace(/^.*;/s, "").replace(/^\uFEFF/, "");
    const body = css.slice(open + 1, close - 1);
    at = close;
    if (/^@media[ -~]+$/.test(head)) {
      const inner = head.includes("print") && !body.includes("mark-") ? "" : onlyFor(named, body);
      if (inner) kept += `${head}{${inner}}`;
    } else if (/^(?!@|:root|kbd)[ -~]+$/.test(head)) {
      const selectors = head.split(/,(?![^(]*\))/).filter(used);
      const plain = plainly(body);
      if (selectors.length && plain) kept += `${selectors.join(",")}{${plain}}`;
    }
  }
  return kept;
}

function plainly(body) {
  const values = body.replace(/var\(--[\w-]+, ?([^()]+)\)/g, "$1");
  const repeated = /^(-webkit-(?!tap)|-moz-|text-decoration-skip|text-decoration-thickness:max|text-underline|text-wrap|font-family:"Mark Sans")/;
  return values.split(";").filter((rule) => rule.startsWith("-webkit-text-size") || !repeated.test(rule)).join(";");
}

const hash = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
const list = (paths) => Object.fromEntries(paths.map((path) => [path, hash(path)]));
const sources = readdirSync("assets/styles").sort().map((name) => `assets/styles/${name}`);
const from = list(["assets/build.mjs", "assets/mark.scss", "assets/frame.scss", ...sources, ...[...scripts, ...verifier].map((name) => `assets/${name}`), "package-lock.json"]);
const to = list(["static/css/mark.css", "static/css/answer.css", "static/css/frame.css", components, ...[...scripts, "verifier.js"].map((name) => `static/js/${name}`), ...fonts.map((font) => `static/fonts/${font}.woff2`)]);
writeFileSync("static/built.json", JSON.stringify({ from, to }, null, 2) + "\n");
