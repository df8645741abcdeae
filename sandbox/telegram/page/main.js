import { Client } from './client.js';
import { showControls, showJournal } from './desk.js';
import { asQuery, readOptions } from './options.js';
import { showPhone } from './phone.js';

const client = new Client(document.querySelector('.phone'), readOptions(location.search));
showPhone(client);
showControls(client, document.querySelector('.controls'));
showJournal(client, document.querySelector('.journal'));
client.addEventListener('changed', () => {
  history.replaceState(null, '', location.pathname + asQuery(client.options));
});

/** For the tests, and for whoever looks from the browser's console. */
window.telegramClient = client;
void client.launch();
