import { loadTexts, t } from '/ui/i18n.js';
import { defineMeetingsApp } from '/widgets/meetings/meetings-app.js';

await loadTexts('call', 'tools', 'agent', 'meetings');
document.title = t('title.meetings');
defineMeetingsApp();
