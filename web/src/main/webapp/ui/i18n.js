// The texts of the pages in the language of the person in front of them.

/** Languages with a complete set of texts; each names itself. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', es: 'Español', fr: 'Français' };

const RTL = new Set(['ar', 'he', 'fa', 'ur']);
const STORED = 'sightline.language';

/** @type {Record<string, string>} */
let texts = {};
let current = 'en';
/** Names of the files, the same in each language. @type {string[]} */
let files = ['common'];

/**
 * Finds a supported language for a tag such as `de-AT`, `de_AT` or `DE`.
 *
 * @param {string|null|undefined} tag
 * @returns {string|null}
 */
export function supported(tag) {
  const base = (tag ?? '').toLowerCase().split(/[-_]/)[0];
  return base in LANGUAGES ? base : null;
}

/** What the person, or the page that embeds us, has asked for. */
function wishes() {
  const query = new URLSearchParams(location.search);
  return [query.get('lang'), query.get('gcLangTag'), stored()];
}

/** @param {(string|null)[]} tags */
function first(tags) {
  return tags.map(supported).find((language) => language !== null) ?? null;
}

function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null; // storage is refused in some embedded frames; the browser's language serves
  }
}

/**
 * Loads the texts; every page awaits this before it defines its elements.
 *
 * @param {...string} pages what the page shows besides what all do: names of files below i18n/en
 */
export async function loadTexts(...pages) {
  files = ['common', ...pages];
  await use(first([...wishes(), ...navigator.languages]) ?? 'en');
}

/**
 * Changes to the language a link was made in, unless the person has chosen one; for pages that have
 * little on the screen yet.
 *
 * @param {string|null|undefined} tag
 * @returns {Promise<boolean>} whether the texts have changed
 */
export async function followLanguage(tag) {
  const wanted = supported(tag);
  if (wanted && wanted !== current && !first(wishes())) {
    await use(wanted);
    return true;
  }
  return false;
}

/** @param {string} wanted */
async function use(wanted) {
  current = wanted;
  const languages = wanted === 'en' ? ['en'] : ['en', wanted];
  const loaded = await Promise.all(languages.flatMap((language) => files.map((file) => import(`./i18n/${language}/${file}.js`))));
  texts = Object.assign({}, ...loaded.map((file) => file.default));
  document.documentElement.lang = current;
  document.documentElement.dir = RTL.has(current) ? 'rtl' : 'ltr';
}

/** The language in use, a two-letter code. */
export function language() {
  return current;
}

/** Remembers a language and shows the page anew in it. @param {string} code */
export function chooseLanguage(code) {
  try {
    localStorage.setItem(STORED, code);
  } catch {
    // without storage the query parameter below still carries the wish
  }
  const url = new URL(location.href);
  url.searchParams.set('lang', code);
  location.replace(url);
}

/** The tag for dates and numbers: the browser's own region where it speaks the language in use. */
export function locale() {
  return navigator.languages.find((tag) => supported(tag) === current) ?? current;
}

/**
 * A text, with `{name}` replaced by the parameter of that name.
 *
 * @param {string} key
 * @param {Record<string, string|number>} [params]
 */
export function t(key, params = {}) {
  const text = texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole));
}

/** Whether there is a text for the key. @param {string} key */
export function hasText(key) {
  return key in texts;
}
