// Where the site is.

/** The site's root: this file is two folders down. */
export const base = new URL("../../", import.meta.url);
