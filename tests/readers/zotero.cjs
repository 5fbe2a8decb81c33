// What Zotero's translator "Embedded Metadata" takes from pages: `node zotero.cjs MODULES`.
//
// MODULES is the folder into which tests/install_zotero.sh put npm's `zotero-translators`, which has
// Zotero's own programs in it (AGPL; they are run here, not copied). Standard input is a JSON list of
// `{url, html}`; what comes out is a list of Zotero's items, one a page.
"use strict";

const fs = require("fs");
const Module = require("module");
const path = require("path");

console.log = console.error; // it says much
const EMBEDDED_METADATA = "951c027d-74ac-47d4-a107-9c3069ab7b48";
const main = path.resolve(process.argv[2], "zotero-translators", "index.js");
const { JSDOM } = Module.createRequire(main)("jsdom");

// It asks for a fork of this that is on no registry, for what jsdom has had itself since.
const { XPathResult } = new JSDOM("").window;
const load = Module._load;
Module._load = (name, ...rest) =>
  name === "wicked-good-xpath"
    ? { install() {}, XPathResultType: XPathResult }
    : load(name, ...rest);

// The package gives no way to translate a page: its parts are taken from within.
const entry = "return __webpack_require__(__webpack_require__.s = 0);";
const source = fs.readFileSync(main, "utf8");
if (!source.includes(entry)) throw new Error("zotero-translators is not as it was");
const bundle = new Module(main, null);
bundle.filename = main;
bundle.paths = Module._nodeModulePaths(path.dirname(main));
bundle._compile(source.replace(entry, `global.parts = __webpack_require__; ${entry}`), main);
global.parts(7).init(0);
const Translators = global.parts(16);
const Translate = global.parts(19);

async function itemOf({ url, html }) {
  const { document } = new JSDOM(html, { url }).window;
  const evaluate = document.evaluate.bind(document);
  // jsdom finds HTML's elements by their bare names alone.
  document.evaluate = (path, ...rest) => evaluate(path.replace(/\bx:/g, ""), ...rest);
  const translate = new Translate.Web();
  translate.setDocument(document);
  translate.setTranslator(Translators.get(EMBEDDED_METADATA));
  const items = await translate.translate({ libraryID: false });
  if (items.length !== 1) throw new Error(`${items.length} items at ${url}`);
  const { title, itemType, creators, date, DOI, abstractNote, url: address, language } = items[0];
  const { publicationTitle, conferenceName, extra } = items[0];
  const attachments = items[0].attachments.map((each) => ({ url: each.url, type: each.mimeType }));
  return { title, itemType, creators, date, DOI, abstractNote, url: address, language,
    publicationTitle, conferenceName, extra, attachments };
}

(async () => {
  const pages = JSON.parse(fs.readFileSync(0, "utf8"));
  const items = [];
  for (const page of pages) items.push(await itemOf(page));
  process.stdout.write(JSON.stringify(items), () => process.exit(0));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
