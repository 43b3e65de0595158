// The other side in a small window above all others (Picture-in-Picture).
import { h } from './dom.js';

/**
 * Floats what a call's stage shows. Its own video element outlives the pictures of the stage, which change with every
 * new media path, so that the window stays.
 */
export class FloatingPicture {
  #find;
  #changed;
  /** @type {HTMLVideoElement} */
  element;

  /** @param {() => HTMLVideoElement|null} find the picture that matters now @param {() => void} changed told when the window opens or closes */
  constructor(find, changed) {
    this.#find = find;
    this.#changed = changed;
    this.element = h('video', { class: 'floating-source', playsinline: true, muted: true, tabindex: -1, 'aria-hidden': 'true', testid: 'floating-source', on: { enterpictureinpicture: changed, leavepictureinpicture: () => this.#left() } });
    this.#byBrowser(() => this.toggle());
  }

  /** Whether this browser can. */
  static get supported() {
    return document.pictureInPictureEnabled === true && 'requestPictureInPicture' in HTMLVideoElement.prototype;
  }

  get open() {
    return document.pictureInPictureElement === this.element;
  }

  /** Whether there is anything to float. */
  get possible() {
    return this.open || this.#find() !== null;
  }

  /** Opens or closes the window; from within a click. */
  async toggle() {
    if (this.open) {
      await document.exitPictureInPicture();
      return;
    }
    this.follow(true);
    await this.element.play();
    await this.element.requestPictureInPicture();
  }

  /** Takes over what the stage shows. @param {boolean} [opening] */
  follow(opening = false) {
    const stream = /** @type {MediaStream|null} */ (this.#find()?.srcObject ?? null);
    if ((opening || this.open) && stream && stream !== this.element.srcObject) {
      this.element.srcObject = stream;
      this.element.play().catch((failure) => console.warn('floating picture stands still', failure.name));
    }
  }

  close() {
    this.#byBrowser(null);
    if (this.open) {
      document.exitPictureInPicture().catch((failure) => console.warn('floating picture stays', failure.name));
    }
    this.element.srcObject = null;
  }

  #left() {
    this.element.srcObject = null;
    this.#changed();
  }

  /** Browsers that can do it by themselves, as when the tab is left. @param {(() => void)|null} run */
  #byBrowser(run) {
    try {
      navigator.mediaSession?.setActionHandler(/** @type {any} */ ('enterpictureinpicture'), run);
    } catch {
      // this browser has no such action; the button does it
    }
  }
}
