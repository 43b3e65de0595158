// Sightline's own icons: 24 x 24, drawn with one rounded stroke of 1.75 units in the text colour.

const SVG = 'http://www.w3.org/2000/svg';

/** @type {Record<string, string[]>} path data of each icon; a leading `*` means filled */
const PATHS = {
  mic: ['M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3z', 'M5.5 11.5a6.5 6.5 0 0 0 13 0', 'M12 18v3'],
  'mic-off': ['M9 9.2v2.3a3 3 0 0 0 4.6 2.5', 'M15 11v-4.500a3 3 0 0 0-5.700-1.300', 'M5.500 11.500a6.500 6.500 0 0 0 9.800 5.600', 'M18.500 11.500a6.500 6.500 0 0 1-.600 2.700', 'M12 18v3', 'M4 4l16 16'],
  camera: ['M5.500 6.500h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2z', 'M14.500 10.800l6-3.300v9l-6-3.300'],
  'camera-off': ['M9 6.500h3.500a2 2 0 0 1 2 2v3.500', 'M14.500 10.800l6-3.300v9', 'M14 17a2 2 0 0 1-1.500.500h-7a2 2 0 0 1-2-2v-7a2 2 0 0 1 1.800-2', 'M4 4l16 16'],
  screen: ['M4.500 5h15a1 1 0 0 1 1 1v9.500a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1v-9.500a1 1 0 0 1 1-1z', 'M8.500 20h7', 'M12 13.500v-5', 'M9.700 10.500l2.300-2.300 2.300 2.300'],
  'screen-off': ['M4.500 5h15a1 1 0 0 1 1 1v9.500a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1v-9.500a1 1 0 0 1 1-1z', 'M8.500 20h7', 'M9.800 8.500l4.400 4.400', 'M14.200 8.500l-4.400 4.400'],
  sliders: ['M4 8h9', 'M17.500 8h2.500', 'M4 16h2.500', 'M11 16h9', 'M15.250 5.750v4.500', 'M8.750 13.750v4.500'],
  record: ['M12 4a8 8 0 1 1 0 16a8 8 0 0 1 0-16z', '*M12 8.500a3.500 3.500 0 1 1 0 7a3.500 3.500 0 0 1 0-7z'],
  stop: ['M12 4a8 8 0 1 1 0 16a8 8 0 0 1 0-16z', '*M9.500 9.500h5v5h-5z'],
  phone: ['M6.200 4.500h2.300a1 1 0 0 1 1 .800l.700 3a1 1 0 0 1-.400 1l-1.500 1.100a11 11 0 0 0 5.300 5.300l1.100-1.500a1 1 0 0 1 1-.400l3 .700a1 1 0 0 1 .800 1v2.300a1.700 1.700 0 0 1-1.700 1.700a13.300 13.300 0 0 1-13.300-13.300a1.700 1.700 0 0 1 1.700-1.700z'],
  'phone-down': ['M12 9c3.600 0 6.400 1 8.300 2.700a1.600 1.600 0 0 1 .300 2l-1 1.700a1.200 1.200 0 0 1-1.500.500l-2.400-1a1.200 1.200 0 0 1-.700-1.300l.200-1.400a13 13 0 0 0-6.400 0l.200 1.400a1.200 1.200 0 0 1-.700 1.300l-2.400 1a1.200 1.200 0 0 1-1.500-.500l-1-1.700a1.600 1.600 0 0 1 .300-2c1.900-1.700 4.700-2.700 8.300-2.700z'],
  link: ['M10 14a4 4 0 0 0 5.700 0l3.100-3.100a4 4 0 0 0-5.700-5.700l-1 1', 'M14 10a4 4 0 0 0-5.700 0l-3.100 3.100a4 4 0 0 0 5.700 5.700l1-1'],
  copy: ['M9.500 8.500h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1z', 'M5.500 15.500h-.500a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1v.500'],
  check: ['M5 12.500l4.500 4.500 9.500-10'],
  plus: ['M12 5v14', 'M5 12h14'],
  close: ['M6 6l12 12', 'M18 6l-12 12'],
  clock: ['M12 4a8 8 0 1 1 0 16a8 8 0 0 1 0-16z', 'M12 7.500v5l3 2'],
  person: ['M12 4.500a3.700 3.700 0 1 1 0 7.400a3.700 3.700 0 0 1 0-7.400z', 'M4.800 20c.600-3.700 3.500-5.700 7.200-5.700s6.600 2 7.200 5.700'],
  speaker: ['M4 9.500h3.500l4.500-4v13l-4.500-4h-3.500z', 'M15.500 9a4.200 4.200 0 0 1 0 6', 'M18 6.500a7.800 7.800 0 0 1 0 11'],
  chart: ['M4.500 19.500h15', 'M7 16v-4', 'M12 16v-9', 'M17 16v-6.500'],
  play: ['*M8.500 5.800l10 6.200-10 6.200z'],
  pause: ['M9 6v12', 'M15 6v12'],
  download: ['M12 4v11', 'M7.500 11l4.500 4.500 4.500-4.500', 'M5 19.500h14'],
  back: ['M14.500 5.500l-6.500 6.500 6.500 6.500'],
  chevron: ['M6 9.500l6 6 6-6'],
  alert: ['M12 4.500l8.500 14.500h-17z', 'M12 10v4', 'M12 16.500v.100'],
  info: ['M12 4a8 8 0 1 1 0 16a8 8 0 0 1 0-16z', 'M12 11v5', 'M12 8v.100'],
  lock: ['M6.500 11h11a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z', 'M8.500 11v-3a3.500 3.500 0 0 1 7 0v3'],
  hourglass: ['M7 4h10', 'M7 20h10', 'M8 4v3.500c0 2 4 3 4 4.500s-4 2.500-4 4.500v3.500', 'M16 4v3.500c0 2-4 3-4 4.500s4 2.500 4 4.500v3.500'],
  devices: ['M5 5.500h11a1 1 0 0 1 1 1v2.500', 'M12 15.500h-8.500v-9a1 1 0 0 1 1.500-1', 'M2.500 18.500h9.500', 'M15 10.500h4.500a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-4.500a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z'],
  'sign-out': ['M10 4.500h-4.500a1 1 0 0 0-1 1v13a1 1 0 0 0 1 1h4.500', 'M15.500 8l4 4-4 4', 'M19.500 12h-9.500'],
  settings: ['M12 9a3 3 0 1 1 0 6a3 3 0 0 1 0-6z', 'M12 3.500v2.500', 'M12 18v2.500', 'M3.500 12h2.500', 'M18 12h2.500', 'M6 6l1.800 1.800', 'M16.200 16.200l1.800 1.800', 'M6 18l1.800-1.800', 'M16.200 7.800l1.800-1.800'],
  refresh: ['M19 12a7 7 0 1 1-2-4.900l2 2', 'M19 4.500v4.600h-4.600'],
  wave: ['M3.500 12h2.500', 'M8 7.500v9', 'M11.500 4.500v15', 'M15 8v8', 'M18.500 10.500v3'],
  attach: ['M18.500 11.500l-6.700 6.700a4 4 0 0 1-5.700-5.700l7.400-7.400a2.700 2.700 0 0 1 3.800 3.800l-7.300 7.300a1.300 1.300 0 0 1-1.900-1.900l6.500-6.500'],
  picture: ['M4.500 8h3l1.500-2.500h6l1.500 2.500h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1z', 'M12 10a3.300 3.300 0 1 1 0 6.600a3.300 3.300 0 1 1 0-6.600z'],
  float: ['M4.500 5h15a1 1 0 0 1 1 1v5', 'M3.500 6v11a1 1 0 0 0 1 1h6', 'M4.500 5a1 1 0 0 0-1 1', 'M14.500 13.500h5a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1h-5a1 1 0 0 1-1-1v-4a1 1 0 0 1 1-1z'],
  keys: ['M4 7h16a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-16a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1z', 'M6.500 10h.01', 'M10 10h.01', 'M14 10h.01', 'M17.500 10h.01', 'M8 14h8'],
  fullscreen: ['M4.500 9v-4.500h4.500', 'M15 4.500h4.500v4.500', 'M19.500 15v4.500h-4.500', 'M9 19.500h-4.500v-4.500'],
  people: ['M9 5.500a3 3 0 1 1 0 6a3 3 0 0 1 0-6z', 'M3.500 19c.400-3 2.600-4.800 5.500-4.800s5.100 1.800 5.500 4.800', 'M15.500 6a2.700 2.700 0 0 1 0 5.200', 'M17 14.600c2 .600 3.200 2.200 3.500 4.400'],
  chat: ['M5.500 5h13a1.500 1.500 0 0 1 1.500 1.500v8a1.500 1.500 0 0 1-1.500 1.500h-7l-4.500 3.500v-3.500h-1.500a1.500 1.500 0 0 1-1.500-1.500v-8a1.500 1.500 0 0 1 1.500-1.500z', 'M8 9h8', 'M8 12h5'],
  send: ['M4.500 5l15.500 7-15.500 7 2.500-7z', 'M7 12h6'],
  globe: ['M12 4a8 8 0 1 1 0 16a8 8 0 0 1 0-16z', 'M4 12h16', 'M12 4c2.500 2.300 3.500 5 3.500 8s-1 5.700-3.500 8c-2.500-2.300-3.500-5-3.500-8s1-5.700 3.500-8z'],
};

/**
 * Draws an icon. It is hidden from assistive technology: the control around it carries the name.
 *
 * @param {string} name one of the names above
 * @param {number} [size] in CSS pixels where the text is 16 high, 20 unless told
 */
export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [key, value] of Object.entries({
    viewBox: '0 0 24 24', width: `${size / 16}rem`, height: `${size / 16}rem`, fill: 'none', stroke: 'currentColor',
    'stroke-width': 1.75, 'stroke-linecap': 'round', 'stroke-linejoin': 'round',
    'aria-hidden': 'true', focusable: 'false', class: 'icon',
  })) {
    svg.setAttribute(key, String(value));
  }
  for (const data of PATHS[name] ?? []) {
    const path = document.createElementNS(SVG, 'path');
    const filled = data.startsWith('*');
    path.setAttribute('d', filled ? data.slice(1) : data);
    if (filled) {
      path.setAttribute('fill', 'currentColor');
      path.setAttribute('stroke', 'none');
    }
    svg.append(path);
  }
  return svg;
}

/** The mark: an eye. @param {number} [size] as for an icon */
export function mark(size = 28) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 32 32');
  svg.setAttribute('width', `${size / 16}rem`);
  svg.setAttribute('height', `${size / 16}rem`);
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'mark');
  for (const [data, className] of [
    ['M9 0h14a9 9 0 0 1 9 9v14a9 9 0 0 1-9 9h-14a9 9 0 0 1-9-9v-14a9 9 0 0 1 9-9z', 'mark-ground'],
    ['M5.500 16c3-5 6.500-7.300 10.500-7.300s7.500 2.300 10.500 7.300c-3 5-6.500 7.300-10.500 7.300s-7.500-2.300-10.500-7.300z', 'mark-eye'],
    ['M16 12.200a3.800 3.800 0 1 1 0 7.600a3.800 3.800 0 0 1 0-7.600z', 'mark-pupil'],
  ]) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', data);
    path.setAttribute('class', className);
    svg.append(path);
  }
  return svg;
}
