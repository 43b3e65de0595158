import { loadTexts } from '/ui/i18n.js';
import { defineReportsApp } from '/widgets/reports/reports-app.js';

await loadTexts('recordings', 'reports');
defineReportsApp();
