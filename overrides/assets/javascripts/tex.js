// Plain text as TeX and BibTeX read it.

// A brace is a macro of its own: BibTeX counts braces and does not look at a backslash before them.
const TEX = {
  "\\": "\\textbackslash{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  $: "\\$",
  "&": "\\&",
  "%": "\\%",
  "#": "\\#",
  _: "\\_",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
};

/** The text with every character that TeX minds written as TeX wants it. */
export function tex(text) {
  return text.replace(/[\\{}$&%#_~^<>]/g, (character) => TEX[character]);
}
