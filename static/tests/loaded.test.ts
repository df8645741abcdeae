import { expect, test } from 'vitest';

import { Fault } from '../src/fault';
import { makePart } from '../src/state/loaded';

function deferred(): { promise: Promise<string>; resolve: (value: string) => void } {
  let resolve: (value: string) => void = () => undefined;
  const promise = new Promise<string>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

test('the latest question’s answer stands, whatever arrives late', async () => {
  const [slow, fast] = [deferred(), deferred()];
  const questions = [slow.promise, fast.promise];
  const part = makePart(() => questions.shift() ?? Promise.reject(new Fault('internal')));

  const both = [part.load(), part.load()];
  fast.resolve('new');
  slow.resolve('old');
  await Promise.all(both);

  expect(part.now.value).toEqual({ state: 'ready', value: 'new' });
});

test('an answer that arrives after sign-out is not shown to the next user', async () => {
  const late = deferred();
  const part = makePart(() => late.promise);

  const asking = part.load();
  part.clear();
  late.resolve('someone’s');
  await asking;

  expect(part.now.value).toEqual({ state: 'loading' });
});

test('a failure is told, to the page and to whoever listens', async () => {
  const heard: Fault[] = [];
  const fault = new Fault('partner_timeout');
  const part = makePart(
    () => Promise.reject(fault),
    (each) => heard.push(each),
  );

  await part.load();

  expect(part.now.value).toEqual({ state: 'failed', fault });
  expect(heard).toEqual([fault]);
});

test('a refresh that fails keeps what is shown', async () => {
  const answers = [Promise.resolve('shown'), Promise.reject(new Fault('offline'))];
  const part = makePart(() => answers.shift() ?? Promise.reject(new Error('asked too often')));

  await part.load();
  await part.refresh();

  expect(part.now.value).toEqual({ state: 'ready', value: 'shown' });
});
