// What the browser made of a page, told without asking anything that the page could have changed:
// the collections have forms whose inputs are named `attributes` or `children`.
async (window, allowed) => {
  const { document: page } = window;
  const get = (kind, name) => Object.getOwnPropertyDescriptor(window[kind].prototype, name).get;
  const attributesOf = get("Element", "attributes");
  const localNameOf = get("Element", "localName");
  const nameOf = get("Attr", "name");
  const valueOf = get("Attr", "value");
  const query = window.Document.prototype.querySelector;
  const walk = window.Document.prototype.createTreeWalker;
  const faults = [];
  const root = query.call(page, "#pf-content");
  if (!root) return { faults: ["no #pf-content"], nodes: 0 };
  const prose = window.Element.prototype.matches.call(root, ".pf-prose:not(.pf-page)");
  const elements = allowed[prose ? "prose" : "ours"];
  const walker = walk.call(page, root, window.NodeFilter.SHOW_ELEMENT | window.NodeFilter.SHOW_COMMENT);
  let nodes = 0;
  for (let node = root; node; node = walker.nextNode()) {
    nodes += 1;
    if (node.nodeType === 8) {
      if (!prose) faults.push("a comment");
      continue;
    }
    const tag = localNameOf.call(node);
    const known = elements[tag];
    if (!known) {
      faults.push(`<${tag}>`);
      continue;
    }
    for (const attribute of Array.from(attributesOf.call(node))) {
      const name = nameOf.call(attribute);
      const value = valueOf.call(attribute);
      if (!known.includes(name)) faults.push(`<${tag} ${name}=${value.slice(0, 60)}>`);
      if (["href", "src", "action", "formaction"].includes(name)) {
        if (!window.URL.canParse(value, page.baseURI)) continue; // it leads nowhere
        const { protocol, origin } = new window.URL(value, page.baseURI);
        const leads = name === "href" ? ["http:", "https:", ...(prose ? ["mailto:"] : [])] : [];
        const here = origin === window.location.origin;
        if (!here && !leads.includes(protocol)) faults.push(`<${tag} ${name}=${value.slice(0, 60)}>`);
      }
      if (name === "id" && !prose && !new RegExp(allowed.id).test(value)) {
        faults.push(`<${tag} id=${value.slice(0, 60)}>`);
      }
      if (name === "id" && page[value] === node) faults.push(`<${tag} id=${value}> hides document.${value}`);
    }
  }
  // What a name in the page may have hidden: of these each is the browser's own.
  for (const name of allowed.natives) {
    const value = page[name];
    if (!(value instanceof window.Element)) continue;
    const named = ["form", "img", "iframe", "embed", "object"].includes(localNameOf.call(value));
    if (named || !allowed.elements.includes(name)) {
      faults.push(`document.${name} is hidden`);
    }
  }
  return { faults, nodes, title: page.title };
}
