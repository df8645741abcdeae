/** What the Mini App has the client ask the user, and how the answers go back. */
import { ask, dismiss, scan } from './dialogs.js';
import { Refused, text } from './protocol.js';

const POPUP_TYPES = ['default', 'destructive', 'ok', 'close', 'cancel'];
const MOST_BUTTONS = 3;

/** Asks whether to do something; the verb is the button that does it. */
async function confirmed(client, about, verb) {
  const buttons = [
    { id: 'no', label: client.say('cancel') },
    { id: 'yes', label: client.say(verb), kind: 'strong' },
  ];
  return (await ask(client.phone, { ...about, buttons })) === 'yes';
}

/** Closes the Mini App, after asking if it wants so. */
export async function leave(client) {
  const { asksBeforeClosing } = client.state;
  const about = { title: client.launched.name, text: client.say('leaving') };
  if (!asksBeforeClosing || (await confirmed(client, about, 'leave'))) client.close();
}

function popupButtons(client, { buttons }) {
  if (!Array.isArray(buttons) || buttons.length < 1 || buttons.length > MOST_BUTTONS) {
    throw new Refused(`a popup has 1 to ${MOST_BUTTONS} buttons`);
  }
  return buttons.map((given) => {
    const { type = 'default' } = given;
    if (!POPUP_TYPES.includes(type)) throw new Refused(`${type} is no type of button`);
    const named = type === 'default' || type === 'destructive';
    return {
      id: text(given, 'id', { most: 64 }),
      label: named ? text(given, 'text', { least: 1, most: 64 }) : client.say(type),
      kind: type,
    };
  });
}

async function popup(client, about) {
  const button_id = await ask(client.phone, about);
  client.tell('popup_closed', button_id === undefined ? {} : { button_id });
}

async function scanner(client, hint) {
  const words = ['scan', 'close', 'code'].map((word) => [word, client.say(word)]);
  const about = { text: hint || client.say('scanning'), ...Object.fromEntries(words) };
  await scan(client.phone, about, (data) => client.tell('qr_text_received', { data }));
  client.tell('scan_qr_popup_closed');
}

async function writeAccess(client) {
  const about = { text: client.say('writing', client.launched.name) };
  client.mayWrite ||= await confirmed(client, about, 'allow');
  if (client.mayWrite) await client.talk.allow();
  client.tell('write_access_requested', { status: client.mayWrite ? 'allowed' : 'cancelled' });
}

async function homeScreen(client) {
  if (client.options.home === 'unsupported') {
    client.tell('home_screen_failed', { error: 'UNSUPPORTED' });
    return;
  }
  const about = { text: client.say('adding', client.launched.name) };
  if (await confirmed(client, about, 'add')) {
    await client.set({ home: 'added' });
    client.tell('home_screen_added');
  } else {
    client.tell('home_screen_failed', { error: 'USER_DECLINED' });
  }
}

async function download(client, url, name) {
  const about = { title: client.say('downloading', name), text: new URL(url).host };
  const allowed = await confirmed(client, about, 'download');
  if (allowed) {
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
  }
  client.tell('file_download_requested', { status: allowed ? 'downloading' : 'cancelled' });
}

/** Opens a link beside Telegram, after asking. */
export async function follow(client, url) {
  const about = { title: client.say('link'), text: url };
  if (await confirmed(client, about, 'open')) open(url, '_blank', 'noreferrer');
}

/** Returns an address that a client may open: https, or this machine's own. */
function address(given) {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url?.protocol !== 'https:' && url?.origin !== location.origin) {
    throw new Refused('url should be a full https address');
  }
  return url.href;
}

export const QUESTIONS = {
  web_app_open_popup(client, data) {
    client.onlyOne();
    void popup(client, {
      title: text(data, 'title', { most: 64 }),
      text: text(data, 'message', { least: 1, most: 256 }),
      buttons: popupButtons(client, data),
    });
  },
  web_app_open_scan_qr_popup(client, data) {
    client.onlyOne();
    void scanner(client, text(data, 'text', { most: 64 }));
  },
  web_app_close_scan_qr_popup(client) {
    if (client.phone.querySelector('.scanner') !== null) dismiss(client.phone);
  },
  web_app_read_text_from_clipboard(client, data) {
    const req_id = text(data, 'req_id', { least: 1, most: 256 });
    // A client that will not tell says null, and so does one with nothing to tell.
    client.tell('clipboard_text_received', { req_id, data: client.options.clipboard || null });
  },
  web_app_request_write_access(client) {
    client.onlyOne();
    void writeAccess(client);
  },
  web_app_add_to_home_screen(client) {
    client.onlyOne();
    void homeScreen(client);
  },
  web_app_check_home_screen(client) {
    client.tell('home_screen_checked', { status: client.options.home });
  },
  web_app_request_file_download(client, data) {
    client.onlyOne();
    const name = text(data, 'file_name', { least: 1, most: 255 });
    void download(client, address(data.url), name);
  },
  web_app_open_link(client, data) {
    client.onlyOne();
    void follow(client, address(data.url));
  },
  web_app_open_tg_link(client, data) {
    client.onlyOne();
    void follow(client, `https://t.me${text(data, 'path_full', { least: 2, most: 1024 })}`);
  },
};
