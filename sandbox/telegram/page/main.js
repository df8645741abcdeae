import { showChat } from './chat.js';
import { Client } from './client.js';
import { showControls, showJournal } from './desk.js';
import { asQuery, readOptions } from './options.js';
import { showPhone } from './phone.js';
import { Talk } from './talk.js';

const client = new Client(document.querySelector('.phone'), readOptions(location.search));
const talk = new Talk(client);
client.talk = talk;
showPhone(client);
showChat(client, talk);
showControls(client, document.querySelector('.controls'));
showJournal(client, document.querySelector('.journal'));
client.addEventListener('changed', () => {
  history.replaceState(null, '', location.pathname + asQuery(client.options));
});

/** For the tests, and for whoever looks from the browser's console. */
window.telegramClient = client;
if (client.options.app === 'open') void client.launch({ start: client.options.start });
else void client.wake();
