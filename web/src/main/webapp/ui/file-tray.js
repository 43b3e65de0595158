// Handing files over in a chat: the button, the place to drop them, and those on their way.
import { h } from './dom.js';
import { fileSize } from './format.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { explain } from './page.js';
import { announce, toast } from './toast.js';

/**
 * What a chat needs to hand files over. `button` belongs beside the field, `element` above it. Both stay hidden until
 * the server has said that files are welcome.
 */
export class FileTray {
  #files;
  #input;
  /** @type {import('../signaling/files.js').Rules|null} */
  #rules = null;

  /** @param {import('../signaling/files.js').CallFiles} files */
  constructor(files) {
    this.#files = files;
    this.#input = h('input', { type: 'file', multiple: true, hidden: true, testid: 'file-input', on: { change: () => this.#chosen() } });
    this.button = h('button', { type: 'button', class: 'button quiet chat-attach', hidden: true, 'aria-label': t('file.attach'), title: t('file.attach'), testid: 'file-attach', on: { click: () => this.#input.click() } }, icon('attach'));
    this.element = h('div', { class: 'file-tray', testid: 'file-tray' }, this.#input);
    this.#ask();
  }

  async #ask() {
    try {
      this.#rules = await this.#files.rules();
    } catch (failure) {
      console.warn('files are not offered', /** @type {any} */ (failure).code);
      return;
    }
    const { files, types } = this.#rules;
    this.button.hidden = files === 'off';
    this.#input.accept = types.map((type) => `.${type}`).join(',') + (types.includes('jpg') ? ',.jpeg' : '') + (types.includes('heic') ? ',.heif' : '');
  }

  /** Takes what is dropped on an element. @param {HTMLElement} place */
  acceptDrops(place) {
    const over = (/** @type {DragEvent} */ event) => {
      if (this.#rules?.files === 'on' && event.dataTransfer?.types.includes('Files')) {
        event.preventDefault();
        place.dataset.drop = 'over';
      }
    };
    place.addEventListener('dragenter', over);
    place.addEventListener('dragover', over);
    place.addEventListener('dragleave', (event) => {
      if (!place.contains(/** @type {Node|null} */ (event.relatedTarget))) {
        delete place.dataset.drop;
      }
    });
    place.addEventListener('drop', (event) => {
      delete place.dataset.drop;
      if (this.#rules?.files === 'on' && event.dataTransfer?.files.length) {
        event.preventDefault();
        this.#sendAll([...event.dataTransfer.files]);
      }
    });
  }

  #chosen() {
    const files = [...this.#input.files];
    this.#input.value = '';
    this.#sendAll(files);
  }

  /** One after the other: the first arrives first. @param {File[]} files */
  async #sendAll(files) {
    for (const file of files) {
      await this.#send(file);
    }
  }

  /** @param {File} file */
  async #send(file) {
    const { largestBytes } = /** @type {import('../signaling/files.js').Rules} */ (this.#rules);
    if (file.size > largestBytes) {
      toast(t('file.tooLarge', { name: file.name, size: fileSize(largestBytes) }), { kind: 'problem' });
      return;
    }
    const cancel = new AbortController();
    const bar = h('progress', { max: 1, value: 0, 'aria-label': t('file.sending', { name: file.name }) });
    const item = h('div', { class: 'file-sending', testid: 'file-sending' },
      h('bdi', { class: 'file-name' }, file.name), bar,
      h('button', { type: 'button', class: 'button plain', 'aria-label': t('file.cancel', { name: file.name }), testid: 'file-cancel', on: { click: () => cancel.abort() } }, icon('close', 16)));
    this.element.append(item);
    try {
      await this.#files.send(file, {
        key: crypto.randomUUID(), signal: cancel.signal,
        progress: (share) => {
          bar.value = share;
        },
      });
      announce(t('file.sent', { name: file.name }));
    } catch (failure) {
      const { code } = /** @type {any} */ (failure);
      if (code === 'cancelled') {
        announce(t('file.cancelled'));
      } else {
        toast(code === 'file.type' ? t('file.types', { name: file.name, types: this.#rules?.types.join(', ') ?? '' }) : explain(failure), { kind: 'problem' });
      }
    } finally {
      item.remove();
    }
  }
}

/**
 * A file in a chat, to be saved.
 *
 * @param {import('../signaling/files.js').CallFiles|null} files null where nothing can be fetched
 * @param {{id: string, size: number}} file @param {string} name
 */
export function fileCard(files, file, name) {
  const save = async (/** @type {any} */ event) => {
    const button = event.currentTarget;
    if (button.ariaBusy === 'true') {
      return;
    }
    button.ariaBusy = 'true'; // a disabled button would lose the focus
    try {
      await files?.save(file.id, name);
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
    } finally {
      button.ariaBusy = 'false';
    }
  };
  return h('button', { type: 'button', class: 'chat-words chat-file', testid: 'chat-file', disabled: files === null, 'aria-label': t('file.save', { name }), on: { click: save } },
    icon('attach'), h('span', { class: 'file-name', dir: 'auto' }, name), h('span', { class: 'muted small numeric' }, fileSize(file.size)));
}
