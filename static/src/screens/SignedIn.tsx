import { useEffect, useLayoutEffect } from 'preact/hooks';
import type { JSX } from 'preact';

import { readConfig } from '../config';
import { go, route, scrolled, type Route } from '../state/route';
import { useSettingsButton } from '../telegram/buttons';
import { lazily } from '../ui/lazily';
import { TabBar } from '../ui/TabBar';
import { Home } from './home/Home';

const Earnings = lazily(async () => (await import('./earnings/Earnings')).Earnings);
const Miners = lazily(async () => (await import('./miners/Miners')).Miners);
const Miner = lazily(async () => (await import('./miners/Miner')).Miner);
const Forecast = lazily(async () => (await import('./forecast/Forecast')).Forecast);
const Offers = lazily(async () => (await import('./offers/Offers')).Offers);
const Wallet = lazily(async () => (await import('./wallet/Wallet')).Wallet);
const Settings = lazily(async () => (await import('./settings/Settings')).Settings);
const More = lazily(async () => (await import('./more/More')).More);

/**
 * Milliseconds after which the screens not yet seen are fetched, when nothing else is; but not
 * Payouts, which may be switched off.
 */
const QUIET = 3_000;

/** The screens of someone who is signed in, one at a time, above the tabs. */
export function SignedIn(): JSX.Element {
  useSettingsButton(toSettings);
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const each of [Earnings, Miners, Miner, Forecast, More, Offers, Settings]) each.ahead();
    }, QUIET);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  const here = route.value;
  useLayoutEffect(() => {
    window.scrollTo(0, scrolled.value);
  }, [here]);
  return (
    <>
      <Shown here={here} />
      <TabBar />
    </>
  );
}

function toSettings(): void {
  if (route.value.name !== 'settings') go({ name: 'settings' });
}

function Shown({ here }: { here: Route }): JSX.Element {
  switch (here.name) {
    case 'home':
      return <Home />;
    case 'earnings':
      return <Earnings day={here.day} miner={here.miner} />;
    case 'miners':
      return <Miners />;
    case 'miner':
      return <Miner id={here.id} />;
    case 'forecast':
      return <Forecast />;
    case 'more':
      return <More />;
    case 'offers':
      return <Offers />;
    case 'wallet':
      return readConfig(document).btcScreens ? <Wallet /> : <Home />;
    case 'settings':
      return <Settings />;
  }
}
