import { expect, test } from 'vitest';

import { browse, openIn } from './fakes';

async function scan(accept: (text: string) => boolean): Promise<{ answer: Promise<string | null> | null }> {
  const { scanQr } = await import('../../src/telegram/qr');
  return { answer: scanQr('Point at a BTC address', accept) };
}

test('a client without a scanner says so at once', async () => {
  await openIn({ version: '6.3' });

  expect((await scan(() => true)).answer).toBeNull();
});

test('the scanner stays open until it reads what is accepted', async () => {
  const telegram = await openIn({ version: '6.4' });
  const scanned = await scan((text) => text.startsWith('bitcoin:'));
  expect(telegram.last('web_app_open_scan_qr_popup')).toEqual({ text: 'Point at a BTC address' });

  for (const data of ['https://example.com', null, { data: 7 }]) {
    telegram.say('qr_text_received', typeof data === 'string' ? { data } : data);
  }
  expect(telegram.all('web_app_close_scan_qr_popup')).toHaveLength(0);
  telegram.say('qr_text_received', { data: 'bitcoin:bc1q' });

  expect(await scanned.answer).toBe('bitcoin:bc1q');
  expect(telegram.all('web_app_close_scan_qr_popup')).toHaveLength(1);
});

test('a scanner that the user closes has read nothing', async () => {
  const telegram = await openIn();
  const scanned = await scan(() => true);

  telegram.say('scan_qr_popup_closed');

  expect(await scanned.answer).toBeNull();
});

test('what is read after the answer changes nothing', async () => {
  const telegram = await openIn();
  let read = 0;
  const scanned = await scan(() => ++read > 0);
  telegram.say('scan_qr_popup_closed');
  await scanned.answer;

  telegram.say('qr_text_received', { data: 'bc1q' });

  expect(read).toBe(0);
});

test.each([
  ['allowed', true],
  ['cancelled', false],
  [undefined, false],
])('write access %s is %s', async (status, allowed) => {
  await openIn({
    version: '6.9',
    answer: ({ method }, say) => {
      if (method === 'web_app_request_write_access') say('write_access_requested', { status });
    },
  });
  const { requestWriteAccess } = await import('../../src/telegram/access');

  expect(await requestWriteAccess()).toBe(allowed);
});

test('a client that cannot ask for write access says neither yes nor no', async () => {
  await openIn({ version: '6.8' });
  const { requestWriteAccess } = await import('../../src/telegram/access');

  expect(await requestWriteAccess()).toBeNull();
});

test('write access that is never answered is not given', async () => {
  const telegram = await openIn();
  const { requestWriteAccess } = await import('../../src/telegram/access');
  const asked = requestWriteAccess();

  telegram.window.dispatchEvent(new Event('pagehide'));

  expect(await asked).toBe(false);
});

test.each([
  ['downloading', true],
  ['cancelled', false],
])('a file asked of Telegram is %s: %s', async (status, began) => {
  const telegram = await openIn({
    answer: ({ method }, say) => {
      if (method === 'web_app_request_file_download') say('file_download_requested', { status });
    },
  });
  const { downloadFile } = await import('../../src/telegram/download');

  expect(await downloadFile('/api/export/days.csv', 'days.csv')).toBe(began);
  expect(telegram.last('web_app_request_file_download')).toEqual({
    url: 'https://mini.example/api/export/days.csv',
    file_name: 'days.csv',
  });
  expect(telegram.links).toEqual([]);
});

test.each(['6.1', '7.12'])('without Telegram’s download (%s) the user’s browser saves the file', async (version) => {
  const telegram = await openIn({ version });
  const { downloadFile } = await import('../../src/telegram/download');

  expect(await downloadFile('/days.csv', 'days.csv')).toBe(true);
  expect(telegram.last('web_app_open_link')).toEqual({ url: 'https://mini.example/days.csv' });
  expect(telegram.links).toEqual([]);
});

test.each(['6.0', null])('where nothing can be opened (%s) the page saves the file itself', async (version) => {
  const telegram = version === null ? browse() : await openIn({ version });
  const { downloadFile } = await import('../../src/telegram/download');

  expect(await downloadFile('/days.csv', 'days.csv')).toBe(true);
  expect(telegram.links).toMatchObject([
    { href: 'https://mini.example/days.csv', download: 'days.csv' },
  ]);
});
