// Loads a page again that came in part only, as when the network changed meanwhile: modules are whole or do nothing. A script
// of its own, before all modules and with none of them.
(() => {
  const MOST = 3;
  const PAUSE_MS = 400;
  let torn = false;
  const again = () => Number(history.state?.loadedAgain ?? 0);

  const say = () => {
    const note = document.createElement('p');
    note.setAttribute('role', 'alert');
    note.className = 'note problem';
    note.textContent = 'This page did not load completely. Please load it again. · Diese Seite wurde nicht vollständig geladen. Bitte laden Sie sie neu. · '
      + 'Esta página no se cargó por completo. Vuelva a cargarla. · Cette page n’a pas été chargée entièrement. Veuillez la recharger.';
    const heading = document.createElement('h1');
    heading.textContent = document.title;
    const place = document.createElement(document.querySelector('main') ? 'div' : 'main');
    place.append(heading, note);
    document.body.prepend(place);
  };

  addEventListener('error', ({ target }) => {
    const part = target instanceof HTMLScriptElement || (target instanceof HTMLLinkElement && target.rel === 'stylesheet');
    if (!part || torn) {
      return;
    }
    torn = true;
    const times = again();
    if (times < MOST) {
      history.replaceState({ ...history.state, loadedAgain: times + 1 }, '');
      setTimeout(() => location.reload(), PAUSE_MS * (times + 1));
    } else {
      addEventListener('load', say);
    }
  }, true);

  addEventListener('load', () => {
    if (!torn && again() > 0) {
      history.replaceState({ ...history.state, loadedAgain: 0 }, '');
    }
  });
})();
