// Building elements without markup strings: text from people is only ever text.

/**
 * Creates an element.
 *
 * @param {string} tag
 * @param {Record<string, any>} [props] attributes; `on` holds listeners, `testid` becomes `data-testid`,
 *     a boolean toggles the attribute, `null` and `undefined` leave it out; `value`, `checked`,
 *     `srcObject`, `muted` and `textContent` are set as properties
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {any} the element; `any` because callers know which interface the tag has
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined) {
      continue;
    }
    if (name === 'on') {
      for (const [type, listener] of Object.entries(value)) {
        element.addEventListener(type, /** @type {EventListener} */ (listener));
      }
    } else if (name === 'testid') {
      element.setAttribute('data-testid', value);
    } else if (PROPERTIES.has(name)) {
      element[name] = value;
    } else if (typeof value === 'boolean') {
      element.toggleAttribute(name, value);
    } else {
      element.setAttribute(name, String(value));
    }
  }
  append(element, children);
  return element;
}

const PROPERTIES = new Set(['value', 'checked', 'srcObject', 'muted', 'textContent']);

/** @param {Node} parent @param {any[]} children */
function append(parent, children) {
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) {
      parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
}

/** Replaces everything inside `parent`. @param {Element} parent @param {...any} children */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

let nextId = 0;

/** An id that no other element of this document has. @param {string} prefix */
export function uniqueId(prefix) {
  nextId += 1;
  return `${prefix}-${nextId}`;
}
