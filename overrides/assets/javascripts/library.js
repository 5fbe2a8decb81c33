// The reader's library: what each page needs of it, and the keys.

import { startButtons } from "./library-buttons.js";
import { openStore } from "./library-store.js";
import { startKeys } from "./keys.js";
import { say } from "./saying.js";
import { base } from "./site-root.js";

/** The reader's library. Sites of one host share its storage; each keeps its own. */
export const store = openStore(`paperfeed-library:${base.pathname}`, say);

startButtons(store);
startKeys(store);
