import { loadTexts } from '/ui/i18n.js';
import { defineCustomerApp } from '/widgets/customer/customer-app.js';

await loadTexts('call', 'tools', 'customer');
defineCustomerApp();
