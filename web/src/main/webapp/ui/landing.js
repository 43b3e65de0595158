// The first page: the help-desk demonstration and where to go from here.
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { loadTexts, t } from './i18n.js';
import { brand, languagePicker } from './page.js';

await loadTexts('landing');
document.title = t('landing.title');

/** `<sl-landing>` */
class Landing extends HTMLElement {
  #visit = h('section', { 'aria-labelledby': 'visit', class: 'stack', testid: 'visit', hidden: true },
    h('h2', { id: 'visit' }, t('landing.visit')), h('p', { class: 'muted' }, t('landing.visitText')),
    h('div', { class: 'row' },
      h('a', { class: 'button quiet large', href: '/demonstration/help-desk/', testid: 'go-help-desk' }, t('landing.helpDesk')),
      h('a', { class: 'button quiet large', href: '/demonstration/shop/', testid: 'go-shop' }, t('landing.shop'))));

  connectedCallback() {
    this.#lookForTheDemonstration();
    fill(this,
      h('header', { class: 'landing-header' }, brand(), languagePicker()),
      h('main', { class: 'landing-main' },
        h('section', { class: 'hero' },
          h('h1', {}, t('landing.heading')),
          h('p', { class: 'lead' }, t('landing.lead')),
          h('div', { class: 'row hero-actions' },
            h('a', { class: 'button large', href: '/agent/', testid: 'go-agent' }, icon('camera'), t('landing.agent')),
            h('a', { class: 'button quiet large', href: '/reports/', testid: 'go-reports' }, icon('chart'), t('landing.reports')))),
        h('section', { 'aria-labelledby': 'try' },
          h('h2', { id: 'try' }, t('landing.try')),
          h('ol', { class: 'steps', role: 'list' }, ['person', 'link', 'camera', 'record', 'play'].map((glyph, index) =>
            h('li', { class: 'card step' },
              h('span', { class: 'step-icon' }, icon(glyph, 24)),
              h('h3', {}, t(`landing.step${index + 1}.title`)), h('p', { class: 'muted' }, t(`landing.step${index + 1}.text`)))))),
        this.#visit,
        h('p', { class: 'note' }, icon('lock'), h('span', {}, t('landing.note')))));
  }

  /** Its pages are there where it is turned on. */
  async #lookForTheDemonstration() {
    const answer = await fetch('/demonstration/help-desk/', { method: 'HEAD' }).catch(() => null);
    this.#visit.hidden = !answer?.ok;
  }
}
customElements.define('sl-landing', Landing);
