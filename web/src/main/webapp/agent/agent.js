import { loadTexts, t } from '/ui/i18n.js';
import { defineAgentApp } from '/widgets/agent/agent-app.js';

await loadTexts('call', 'tools', 'agent', 'recordings');
document.title = t('title.agent');
defineAgentApp();
