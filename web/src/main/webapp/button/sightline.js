// The visitor button for any web site: one script tag, one element, nothing else to load.
//
//   <script src="https://video.example/button/sightline.js" async></script>
//   <sightline-button entry="id of the entry point"></sightline-button>
//
// docs/visitor-button.md tells of attributes, events, theming, chat adapters, and what a strict CSP has to permit.
(() => {
  'use strict';
  if (customElements.get('sightline-button')) {
    return;
  }
  const base = new URL(/** @type {HTMLScriptElement} */ (document.currentScript).src).origin;
  const STORED = 'sightline.visit';
  const LOOK_MS = 30_000;
  const FOLLOW_MS = 2_500;
  const ALLOW = 'camera; microphone; display-capture; autoplay; fullscreen; picture-in-picture; speaker-selection';

  const TEXTS = {
    en: {
      call: 'Video call', nobody: 'Nobody is here just now. Please try again later.', busy: 'Please try again in a few minutes.', problem: 'That did not work. Please try again.',
      starting: 'One moment…', preparing: 'Get ready', waiting: 'Waiting, place {place}', active: 'In the call', soon: 'You are number {place} in the queue.', unstaffed: 'Nobody is there just now. We keep your place.',
      frame: 'Your video call', close: 'Close', leave: 'Leave', stay: 'Stay', sure: 'Leave the call?', larger: 'Larger', smaller: 'Smaller', escalated: 'I would like to go on by video.',
    },
    de: {
      call: 'Videoanruf', nobody: 'Gerade ist niemand da. Bitte versuchen Sie es später noch einmal.', busy: 'Bitte versuchen Sie es in ein paar Minuten noch einmal.', problem: 'Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.',
      starting: 'Einen Moment …', preparing: 'Machen Sie sich bereit', waiting: 'Sie warten, Platz {place}', active: 'Im Gespräch', soon: 'Sie sind Nummer {place} in der Warteschlange.', unstaffed: 'Gerade ist niemand da. Ihr Platz bleibt erhalten.',
      frame: 'Ihr Videoanruf', close: 'Schließen', leave: 'Verlassen', stay: 'Bleiben', sure: 'Den Anruf verlassen?', larger: 'Größer', smaller: 'Kleiner', escalated: 'Ich möchte gern per Video weitersprechen.',
    },
    es: {
      call: 'Videollamada', nobody: 'Ahora no hay nadie. Inténtelo de nuevo más tarde.', busy: 'Inténtelo de nuevo en unos minutos.', problem: 'No ha funcionado. Inténtelo de nuevo.',
      starting: 'Un momento…', preparing: 'Prepárese', waiting: 'En espera, puesto {place}', active: 'En la llamada', soon: 'Es el número {place} de la cola.', unstaffed: 'Ahora no hay nadie. Le guardamos el puesto.',
      frame: 'Su videollamada', close: 'Cerrar', leave: 'Salir', stay: 'Quedarse', sure: '¿Salir de la llamada?', larger: 'Más grande', smaller: 'Más pequeño', escalated: 'Me gustaría continuar por vídeo.',
    },
    fr: {
      call: 'Appel vidéo', nobody: 'Il n’y a personne pour le moment. Veuillez réessayer plus tard.', busy: 'Veuillez réessayer dans quelques minutes.', problem: 'Cela n’a pas marché. Veuillez réessayer.',
      starting: 'Un instant…', preparing: 'Préparez-vous', waiting: 'En attente, place {place}', active: 'En appel', soon: 'Vous êtes numéro {place} dans la file.', unstaffed: 'Il n’y a personne pour le moment. Nous gardons votre place.',
      frame: 'Votre appel vidéo', close: 'Fermer', leave: 'Quitter', stay: 'Rester', sure: 'Quitter l’appel ?', larger: 'Agrandir', smaller: 'Réduire', escalated: 'J’aimerais continuer en vidéo.',
    },
  };

  /** @param {string|null|undefined} tag @returns {'en'|'de'|'es'|'fr'|null} */
  const known = (tag) => {
    const code = tag?.toLowerCase().split(/[-_]/)[0] ?? '';
    return code in TEXTS ? /** @type {any} */ (code) : null;
  };

  /** The visitor's language: said outright, the page's, the browser's. @param {string|null} [said] @param {Element} [at] */
  const languageOf = (said, at = document.documentElement) => known(said) ?? known(at.closest('[lang]')?.getAttribute('lang')) ?? known(navigator.language) ?? 'en';

  /** @param {string} language @param {string} key @param {number} [place] */
  const text = (language, key, place = 0) => /** @type {any} */ (TEXTS)[language][key].replace('{place}', String(place));

  /** @param {string} entry @param {string} path @param {any} [body] */
  const ask = async (entry, path, body) => {
    const response = await fetch(`${base}/api/entry-points/${encodeURIComponent(entry)}${path}`, {
      method: body ? 'POST' : 'GET', mode: 'cors', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer',
      headers: body ? { 'Content-Type': 'application/json' } : {}, body: body && JSON.stringify(body),
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw Object.assign(new Error(answer.message ?? response.statusText), { status: response.status, code: answer.code });
    }
    return answer;
  };

  /** Remembers a visit for the site's next page; a page that may not store forgets it. @param {string|null} made */
  const keep = (made) => {
    try {
      if (made === null) {
        sessionStorage.removeItem(STORED);
      } else {
        sessionStorage.setItem(STORED, made);
      }
    } catch {
      // the call goes on in this page all the same
    }
  };

  /** Builds an element. @param {string} tag @param {Record<string, any>} props @param {...any} children @returns {any} */
  const h = (tag, props, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(props)) {
      if (name === 'click') {
        element.addEventListener('click', value);
      } else {
        element.setAttribute(name, value);
      }
    }
    element.append(...children);
    return element;
  };

  /** A shadow tree with a stylesheet that no policy for inline styles concerns. @param {HTMLElement} host @param {string} css */
  const shadow = (host, css) => {
    const root = host.attachShadow({ mode: 'open', delegatesFocus: true });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:host { all: initial; font: 16px/1.4 var(--sightline-font, system-ui, sans-serif); } :host([hidden]) { display: none; }
      button { font: inherit; font-weight: 600; border: 0; cursor: pointer; border-radius: var(--sightline-radius, 8px); }
      :focus-visible { outline: 3px solid var(--sightline-focus, #5476d5); outline-offset: 2px; } ${css}`);
    root.adoptedStyleSheets = [sheet];
    return root;
  };

  // --- the call in its frame ----------------------------------------------------------------

  /** The call beside the page, which stays usable: on small screens above all of it. */
  class CallFrame extends HTMLElement {
    /** @param {string} url @param {string} language @param {() => boolean} live @param {() => void} closed */
    open(url, language, live, closed) {
      const root = shadow(this, `.panel { position: fixed; z-index: var(--sightline-z-index, 2147483000); inset: auto 1rem 1rem auto; inline-size: min(26rem, 100vw - 2rem); block-size: min(40rem, 100dvh - 2rem);
        display: flex; flex-direction: column; background: #0a0f1c; color: #f2f5fc; border-radius: 12px; overflow: hidden; box-shadow: 0 18px 48px rgb(8 13 26 / 45%); }
        .panel.large { inline-size: min(72rem, 100vw - 2rem); block-size: min(54rem, 100dvh - 2rem); }
        .bar { display: flex; gap: .5rem; align-items: center; padding: .375rem .5rem .375rem 1rem; } .bar span { flex: 1; font-weight: 600; }
        .bar button { background: #263152; color: #f2f5fc; padding: .5rem .75rem; font-size: .875rem; min-block-size: 2.25rem; } iframe { flex: 1; border: 0; inline-size: 100%; background: #fff; }
        @media (max-width: 40rem) { .panel, .panel.large { inset: 0; inline-size: 100vw; block-size: 100dvh; border-radius: 0; } .size { display: none; } }`);
      const t = (/** @type {string} */ key) => text(language, key);
      const frame = h('iframe', { src: url, allow: ALLOW, title: t('frame'), referrerpolicy: 'no-referrer' });
      const title = h('span', {}, t('frame'));
      const size = h('button', { type: 'button', class: 'size', click: () => {
        size.textContent = t(panel.classList.toggle('large') ? 'smaller' : 'larger');
      } }, t('larger'));
      const close = h('button', { type: 'button', class: 'close', click: () => (live() ? sure() : closed()) }, t('close'));
      const bar = h('div', { class: 'bar' }, title, size, close);
      const sure = () => {
        const stay = h('button', { type: 'button', class: 'stay', click: () => {
          bar.replaceChildren(title, size, close);
          title.textContent = t('frame');
          close.focus();
        } }, t('stay'));
        title.textContent = t('sure');
        bar.replaceChildren(title, h('button', { type: 'button', class: 'leave', click: closed }, t('leave')), stay);
        stay.focus();
      };
      const panel = h('div', { class: 'panel', role: 'dialog', 'aria-label': t('frame'), lang: language }, bar, frame);
      root.append(panel);
      document.body.append(this);
      frame.focus();
    }
  }
  customElements.define('sightline-call', CallFrame);

  // --- a visit ------------------------------------------------------------------------------

  /** @type {Visit|null} one at a time in a page */
  let current = null;
  const visits = new EventTarget();

  /**
   * A visitor's call. Fires `state`; `state` is preparing, waiting, active or ended, `place` counts from 1 while
   * waiting, `staffed` says whether anybody is there who could answer.
   */
  class Visit extends EventTarget {
    state = 'preparing';
    place = 0;
    staffed = true;
    #timer = 0;
    /** @type {CallFrame|null} */
    #frame = null;

    /** @param {{entry: string, callId: string, code: string, url: string, language: string, elsewhere?: boolean}} made */
    constructor(made) {
      super();
      this.entry = made.entry;
      this.callId = made.callId;
      this.code = made.code;
      this.url = made.url;
      this.language = made.language;
      current = this;
      keep(JSON.stringify(made));
      this.#tell();
      this.#timer = setTimeout(() => this.#follow(), FOLLOW_MS);
    }

    /** Shows the call in this page. */
    show() {
      if (this.#frame) {
        this.#frame.shadowRoot?.querySelector('iframe')?.focus();
        return;
      }
      this.#frame = /** @type {CallFrame} */ (document.createElement('sightline-call'));
      this.#frame.open(this.url, this.language, () => this.state !== 'ended', () => this.close());
    }

    /** Takes the call out of the page: whoever waited gives up. */
    close() {
      this.#frame?.remove();
      this.#frame = null;
      this.#end();
    }

    async #follow() {
      await this.look();
      if (this.state === 'ended') {
        this.#end();
      } else if (current === this) {
        this.#timer = setTimeout(() => this.#follow(), FOLLOW_MS);
      }
    }

    /** Asks how far the call has come. */
    async look() {
      try {
        const { state, place, staffed } = await ask(this.entry, '/calls/state', { code: this.code });
        if (state !== this.state || place !== this.place || staffed !== this.staffed) {
          Object.assign(this, { state, place, staffed });
          this.#tell();
        }
      } catch (failure) {
        if (/** @type {any} */ (failure).status === 404) {
          this.state = 'ended';
        } // anything else is a matter of the network, and asked again
      }
    }

    #end() {
      clearTimeout(this.#timer);
      this.state = 'ended';
      if (current === this) {
        current = null;
        keep(null);
      }
      this.#tell();
    }

    #tell() {
      this.dispatchEvent(new Event('state'));
      visits.dispatchEvent(new Event('state'));
    }
  }

  /**
   * Begins a call, for a page that has its own way of asking for one.
   *
   * @param {{entry: string, name?: string, context?: object, language?: string, mode?: 'overlay'|'window'}} wish
   * @returns {Promise<Visit>} rejected with `code` queue.nobody, queue.full, too.many.attempts or another
   */
  const escalate = async ({ entry, name, context, language, mode = 'overlay' }) => {
    if (current) {
      current.show();
      return current;
    }
    const spoken = languageOf(language);
    const other = mode === 'window' ? window.open('about:blank', '_blank') : null; // only a click may open one
    try {
      const made = await ask(entry, '/calls', { language: spoken, ...(name ? { name } : {}), ...(context ? { context } : {}) });
      const visit = new Visit({ entry, callId: made.callId, code: made.code, url: made.url, language: spoken, elsewhere: other !== null });
      if (other) {
        other.opener = null;
        other.location.replace(made.url);
      } else {
        visit.show();
      }
      return visit;
    } catch (failure) {
      other?.close();
      throw failure;
    }
  };

  // --- the button ---------------------------------------------------------------------------

  /**
   * `<sightline-button entry="…" mode="overlay|window" lang="…" name="…">`. Its attribute `state`: loading, ready, nobody,
   * starting, preparing, waiting, active, problem. Fires `sightline-state` with `{state, place}`.
   */
  class SightlineButton extends HTMLElement {
    static observedAttributes = ['entry', 'lang'];
    #timer = 0;
    #said = '';
    #face = h('button', { type: 'button', part: 'button', click: () => this.#press() });
    #note = h('span', { role: 'status', part: 'note' });
    #follow = () => this.#show();

    constructor() {
      super();
      shadow(this, `:host { display: inline-flex; flex-direction: column; gap: .375rem; align-items: flex-start; }
        button { display: inline-flex; gap: .625rem; align-items: center; min-block-size: 3rem; padding: .625rem 1.25rem; background: var(--sightline-background, #2143a2); color: var(--sightline-color, #fff); }
        button:hover { filter: brightness(1.12); } button[aria-disabled=true] { background: var(--sightline-background-off, #5b647a); cursor: not-allowed; }
        button::before { content: ""; inline-size: .75rem; block-size: .75rem; border-radius: 50%; background: #8fb0ff; flex: none; }
        :host([state=ready]) button::before, :host([state=active]) button::before { background: #5fe3a1; } :host([state=nobody]) button::before { background: #b7bfce; } :host([state=waiting]) button::before { background: #ffd166; }
        span { font-size: .875rem; color: var(--sightline-note, inherit); max-inline-size: 20rem; } span:empty { display: none; }`).append(this.#face, this.#note);
    }

    connectedCallback() {
      visits.addEventListener('state', this.#follow);
      this.#look();
    }

    disconnectedCallback() {
      visits.removeEventListener('state', this.#follow);
      clearTimeout(this.#timer);
    }

    attributeChangedCallback() {
      if (this.isConnected) {
        this.#look();
      }
    }

    get entry() {
      return this.getAttribute('entry') ?? '';
    }

    /** Whether anybody is there; asked again as long as the page is looked at. */
    async #look() {
      clearTimeout(this.#timer);
      this.#show();
      if (!current && !document.hidden && this.entry) {
        try {
          this.#said = (await ask(this.entry, '')).staffed ? 'ready' : 'nobody';
        } catch {
          this.#said = this.#said || 'problem';
        }
        this.#show();
      }
      if (this.isConnected) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#look(), LOOK_MS);
      }
    }

    async #press() {
      if (current) {
        current.show();
        return;
      }
      if (this.#said === 'nobody' || this.#said === 'starting') {
        return;
      }
      this.#said = 'starting';
      this.#show();
      try {
        await escalate({
          entry: this.entry, name: this.getAttribute('name') ?? undefined, language: languageOf(this.getAttribute('lang'), this),
          mode: this.getAttribute('mode') === 'window' ? 'window' : 'overlay', context: { page: location.origin + location.pathname },
        });
        this.#said = 'ready';
      } catch (failure) {
        const { code, status } = /** @type {any} */ (failure);
        this.#said = code === 'queue.nobody' ? 'nobody' : status === 429 ? 'busy' : 'problem';
      }
      this.#show();
    }

    #show() {
      const language = languageOf(this.getAttribute('lang'), this);
      const state = current?.state ?? (this.#said || 'loading');
      const t = (/** @type {string} */ key) => text(language, key, current?.place);
      const label = ['starting', 'preparing', 'waiting', 'active'].includes(state) ? t(state) : t('call');
      const note = ['nobody', 'busy', 'problem'].includes(state) ? t(state)
        : state !== 'waiting' ? '' : current?.staffed ? t('soon') : t('unstaffed');
      this.#face.lang = language;
      this.#note.lang = language;
      this.#face.setAttribute('aria-disabled', String(state === 'nobody' || state === 'starting' || state === 'loading'));
      if (this.#face.textContent !== label) {
        this.#face.textContent = label;
      }
      if (this.#note.textContent !== note) {
        this.#note.textContent = note;
      }
      const signature = `${state} ${current?.place ?? 0}`;
      if (this.dataset.told !== signature) {
        this.dataset.told = signature;
        this.setAttribute('state', state === 'busy' ? 'problem' : state);
        this.dispatchEvent(new CustomEvent('sightline-state', { bubbles: true, composed: true, detail: { state, place: current?.place ?? 0 } }));
      }
    }
  }

  // --- out of a chat ------------------------------------------------------------------------

  /** A visitor who only waits gives up with the chat; a call that has begun goes on. @param {() => Visit|null} visit */
  const withChat = (visit) => async () => {
    const going = visit();
    await going?.look(); // an agent may have answered since it was last asked
    if (going && going.state !== 'active') {
      going.close();
    }
  };

  /**
   * Out of Genesys Messenger: tells the conversation and its agent of the call.
   *
   * @param {{entry: string, name?: string, language?: string, message?: string, genesys?: any}} wish
   * @returns {() => Promise<Visit>} begins the call
   */
  const genesysMessenger = ({ entry, message, genesys, ...rest }) => {
    const vendor = (/** @type {any[]} */ ...told) => (genesys ?? /** @type {any} */ (window).Genesys)(...told);
    const command = (/** @type {string} */ name, /** @type {any} */ options) => new Promise((resolve) => {
      vendor('command', name, options, () => resolve(true), () => resolve(false)); // the call does not hang on the chat
    });
    /** @type {Visit|null} */
    let visit = null;
    for (const end of ['conversationDisconnected', 'conversationCleared', 'readOnlyConversation']) {
      vendor('subscribe', `MessagingService.${end}`, withChat(() => visit));
    }
    return async () => {
      visit = await escalate({ entry, context: { source: 'genesys-messenger' }, ...rest });
      await command('Database.update', { messaging: { customAttributes: { 'context.sightlineCallId': visit.callId } } });
      await command('MessagingService.sendMessage', { message: message ?? text(visit.language, 'escalated') });
      return visit;
    };
  };

  /**
   * Out of Genesys Widgets: an extension with the command `Sightline.escalate`. To be called before the widgets load.
   *
   * @param {{entry: string, name?: string, language?: string, message?: string}} wish
   */
  const genesysWidgets = ({ entry, message, ...rest }) => {
    const page = /** @type {any} */ (window);
    page._genesys ??= {};
    page._genesys.widgets ??= {};
    page._genesys.widgets.extensions ??= {};
    page._genesys.widgets.extensions.Sightline = (/** @type {any} */ _jquery, /** @type {any} */ CXBus) => {
      const plugin = CXBus.registerPlugin('Sightline');
      /** @type {Visit|null} */
      let visit = null;
      plugin.registerCommand('escalate', async (/** @type {any} */ asked) => {
        try {
          visit = await escalate({ entry, context: { source: 'genesys-widgets' }, ...rest });
          plugin.command('WebChatService.sendMessage', { message: message ?? text(visit.language, 'escalated') });
          asked.deferred.resolve({ callId: visit.callId });
        } catch (failure) {
          asked.deferred.reject(failure);
        }
      });
      plugin.subscribe('WebChatService.ended', withChat(() => visit));
      plugin.republish('ready');
      plugin.ready();
    };
  };

  /** After another page of the same site: the call goes on there. */
  const goOn = () => {
    try {
      const made = JSON.parse(sessionStorage.getItem(STORED) ?? 'null');
      if (made?.url?.startsWith(`${base}/`)) {
        const visit = new Visit(made);
        if (!made.elsewhere) {
          visit.show();
        }
      }
    } catch {
      keep(null); // somebody else's, or half of one
    }
  };

  customElements.define('sightline-button', SightlineButton);
  /** @type {any} */ (window).Sightline = Object.freeze({ escalate, genesysMessenger, genesysWidgets });
  if (document.body) {
    goOn();
  } else {
    document.addEventListener('DOMContentLoaded', goOn);
  }
})();
