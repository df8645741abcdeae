import { expect, test } from 'vitest';

import { Fault } from '../src/fault';
import { onFault } from '../src/state/heed';
import { clearAll, makePart, makeParts, renewAll } from '../src/state/loaded';
import { deferred } from './deferred';

test('the latest question’s answer stands, whatever arrives late', async () => {
  const [slow, fast] = [deferred<string>(), deferred<string>()];
  const questions = [slow.promise, fast.promise];
  const part = makePart(() => questions.shift() ?? Promise.reject(new Fault('internal')));

  const both = [part.load(), part.load()];
  fast.resolve('new');
  slow.resolve('old');
  await Promise.all(both);

  expect(part.now.value).toMatchObject({ state: 'ready', value: 'new' });
});

test('an answer that arrives after sign-out is not shown to the next user', async () => {
  const late = deferred<string>();
  const part = makePart(() => late.promise);

  const asking = part.load();
  clearAll();
  late.resolve('someone’s');
  await asking;

  expect(part.now.value).toEqual({ state: 'loading' });
});

test('what is renewed is forgotten, and asked for again where it is shown', async () => {
  let answer = 'old';
  const [shown, unseen] = [makePart(() => Promise.resolve(answer)), makePart(() => Promise.resolve(answer))];
  await Promise.all([shown.load(), unseen.load()]);
  const end = shown.watch();
  answer = 'new';

  renewAll();
  await Promise.resolve();
  end();

  expect(shown.now.value).toMatchObject({ state: 'ready', value: 'new' });
  expect(unseen.now.value).toEqual({ state: 'loading' });
});

test('a failure is told, to the page and to whoever listens', async () => {
  const heard: Fault[] = [];
  const fault = new Fault('partner_timeout');
  onFault((each) => heard.push(each) > 0);
  const part = makePart(() => Promise.reject(fault));

  await part.load();

  expect(part.now.value).toEqual({ state: 'failed', fault });
  expect(heard).toEqual([fault]);
});

test('a refresh that fails keeps what is shown, and says so', async () => {
  const fault = new Fault('offline');
  const answers = [Promise.resolve('shown'), Promise.reject(fault)];
  const part = makePart(() => answers.shift() ?? Promise.reject(new Error('asked too often')));

  await part.load();
  await part.refresh();

  expect(part.now.value).toMatchObject({ state: 'ready', value: 'shown', fault });
});

test('only so many parts are kept, the latest used among them', () => {
  const parts = makeParts((key) => Promise.resolve(key), 2);
  const [first, second] = [parts('1'), parts('2')];

  parts('1');
  parts('3');

  expect(parts('1')).toBe(first);
  expect(parts('2')).not.toBe(second);
});
