// The reader's library: what each page needs of it, and the keys.

import { startButtons } from "./library-buttons.js";
import { openStore } from "./library-store.js";
import { startKeys } from "./keys.js";
import { say } from "./saying.js";

/** The site's root: this file is two folders down. */
export const base = new URL("../../", import.meta.url);
/** The reader's library. Sites of one host share its storage; each keeps its own. */
export const store = openStore(`paperfeed-library:${base.pathname}`, say);

startButtons(store);
startKeys(store);
