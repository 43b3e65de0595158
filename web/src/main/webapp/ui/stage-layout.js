// How the pictures of several share the stage: all alike, or whoever speaks large.
import { h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { SELF, SpeechWatch } from '../rtc/speech.js';

const STORED = 'sightline.view';

/** Tiles beside a large one: more than so many take a second column. */
const ONE_COLUMN = 4;
/** So many rows at least, lest few tiles be taller than wide. */
const FEWEST_ROWS = 3;
const ACROSS = 4;

/**
 * Chooses the layout of a stage and marks who speaks. `button` changes between the two views; it is there while there is
 * something to choose.
 */
export class StageLayout {
  #stage;
  #own;
  #pictures;
  #speech;
  #leader = '';
  #speakerView = remembered();
  button = h('button', { type: 'button', class: 'stage-toggle', testid: 'view-toggle', hidden: true, on: { click: () => this.#toggle() } });
  /** Told when the layout is to be shown anew. */
  #changed;

  /**
   * @param {import('../rtc/call-client.js').CallClient} client
   * @param {{stage: HTMLElement, own: HTMLElement, pictures: import('./remote-pictures.js').RemotePictures, changed: () => void}} parts
   */
  constructor(client, { stage, own, pictures, changed }) {
    this.#stage = stage;
    this.#own = own;
    this.#pictures = pictures;
    this.#changed = changed;
    this.#speech = new SpeechWatch(client, (speaking, leader) => {
      this.#leader = leader;
      this.#own.dataset.speaking = String(speaking.has(SELF));
      this.#pictures.markSpeaking(speaking);
      changed();
    });
    this.#face();
  }

  close() {
    this.#speech.close();
  }

  /** Brings the stage in line. @returns {'single'|'grid'|'speaker'|'presentation'} */
  show() {
    const { count, presents, people } = this.#pictures;
    const layout = presents ? 'presentation' : count < 2 ? 'single' : this.#speakerView ? 'speaker' : 'grid';
    const large = layout === 'presentation' || layout === 'speaker';
    this.#pictures.lead(large ? this.#leader : null);
    this.button.hidden = presents || people < 2;
    const beside = count;
    const columns = beside > ONE_COLUMN ? 2 : 1;
    this.#stage.dataset.tiles = String(count + 1);
    this.#stage.style.setProperty('--people', String(people + 1));
    this.#stage.style.setProperty('--strip-rows', String(Math.max(FEWEST_ROWS, Math.ceil(beside / columns))));
    this.#stage.style.setProperty('--strip-columns', String(columns));
    this.#stage.style.setProperty('--strip-lines', String(Math.ceil(beside / ACROSS)));
    this.#stage.style.setProperty('--strip-across', String(Math.min(ACROSS, Math.max(2, beside))));
    return layout;
  }

  #toggle() {
    this.#speakerView = !this.#speakerView;
    try {
      localStorage.setItem(STORED, this.#speakerView ? 'speaker' : 'grid');
    } catch {
      // refused storage: the choice lasts as long as the page
    }
    this.#face();
    this.#changed();
  }

  #face() {
    const text = t(this.#speakerView ? 'view.grid' : 'view.speaker');
    this.button.replaceChildren(icon(this.#speakerView ? 'people' : 'person'), h('span', {}, text));
  }
}

function remembered() {
  try {
    return localStorage.getItem(STORED) === 'speaker';
  } catch {
    return false; // refused storage
  }
}
