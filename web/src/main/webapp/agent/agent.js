import { loadTexts, t } from '/ui/i18n.js';
import { defineAgentApp } from '/widgets/agent/agent-app.js';

await loadTexts();
document.title = t('title.agent');
defineAgentApp();
