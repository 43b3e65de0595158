// What people see where a page is not: kind words and a way on. The server says which kind it is, and no more.
import { fill, h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { loadTexts, t } from '../ui/i18n.js';
import { brand, languagePicker } from '../ui/page.js';

await loadTexts('problem');

const GLYPHS = { missing: 'link', unclear: 'info', failed: 'alert' };

/** `<sl-problem kind="missing|unclear|failed">` */
class Problem extends HTMLElement {
  connectedCallback() {
    const asked = this.getAttribute('kind') ?? '';
    const kind = /** @type {keyof GLYPHS} */ (asked in GLYPHS ? asked : 'missing');
    document.title = t(`problem.${kind}.title`);
    fill(this,
      h('header', { class: 'problem-header' }, brand('/'), languagePicker()),
      h('main', { class: 'centred' },
        h('div', { class: 'card message', testid: 'problem', 'data-kind': kind },
          h('div', { class: 'emblem problem' }, icon(GLYPHS[kind], 32)),
          h('h1', {}, t(`problem.${kind}.title`)),
          h('p', { class: 'muted' }, t(`problem.${kind}.text`)),
          h('div', { class: 'row' },
            kind === 'failed' && h('button', { class: 'button', type: 'button', testid: 'problem-again', on: { click: () => location.reload() } },
              icon('refresh'), t('common.tryAgain')),
            h('a', { class: kind === 'failed' ? 'button quiet' : 'button', href: '/', testid: 'problem-home' }, t('problem.home'))))));
  }
}
customElements.define('sl-problem', Problem);
