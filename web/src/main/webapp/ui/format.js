// Times, spans and sizes as people read them, in the viewer's language and time zone.
import { locale } from './i18n.js';

/** `HH:MM:SS` of a span. @param {number|null|undefined} seconds */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) {
    return '–';
  }
  const whole = Math.max(0, Math.round(seconds));
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60].map(two).join(':');
}

/** `M:SS`, or `H:MM:SS` from an hour on. @param {number} seconds */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const tail = `${hours > 0 ? two(Math.floor(whole / 60) % 60) : Math.floor(whole / 60)}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** @param {number} n */
function two(n) {
  return String(n).padStart(2, '0');
}

/** Date and time to the second, in the viewer's time zone. @param {string|null|undefined} iso */
export function dateTime(iso) {
  return iso ? new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(iso)) : '–';
}

/** The time of day, with the date where it is not today. @param {string} iso */
export function shortTime(iso) {
  const date = new Date(iso);
  const today = date.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(locale(), { timeStyle: 'short', ...(today ? {} : { dateStyle: 'medium' }) }).format(date);
}

/** The viewer's time zone, such as `Europe/Berlin`. */
export function timeZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** @param {number|null|undefined} bytes */
export function fileSize(bytes) {
  if (!Number.isFinite(bytes)) {
    return '–';
  }
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let value = /** @type {number} */ (bytes);
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(locale(), {
    style: 'unit', unit: units[unit], unitDisplay: 'short', maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0,
  }).format(value);
}
