// The words of the demonstration's pages in the visitor's language. The button needs none of this.
import { language, loadTexts, t } from '/ui/i18n.js';

await loadTexts('demonstration');
for (const element of document.querySelectorAll('[data-text]')) {
  element.textContent = t(element.getAttribute('data-text') ?? '');
}
document.querySelector('sightline-button')?.setAttribute('lang', language());
