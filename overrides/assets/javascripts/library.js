// The reader's library: what each page needs of it, and the keys. What only some pages need is
// loaded only there.

import { startButtons } from "./library-buttons.js";
import { openStore } from "./library-store.js";
import { startKeys } from "./keys.js";
import { say } from "./saying.js";

const base = new URL("../../", import.meta.url); // The site's root: this file is two folders down.
// Sites of one host share its storage; each keeps its own library.
const store = openStore(`paperfeed-library:${base.pathname}`, say);

startButtons(store);
startKeys(store);
const news = document.querySelector("[data-pf-new]");
if (news) import("./new-since.js").then((part) => part.startNew(store, news));
const page = document.querySelector("[data-pf-library]");
if (page) import("./library-page.js").then((part) => part.startLibrary(page, store, base));
