import { useEffect, useState } from 'preact/hooks';
import type { ComponentType, JSX } from 'preact';

import { Fault } from '../fault';
import { startOver } from '../state/code';
import { sentence } from '../words/faults';
import { Notice } from './Notice';
import { Outline } from './Outline';

/** A screen whose code is fetched when it is first shown, or before by `ahead`. */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> & { ahead: () => void } {
  let loaded: ComponentType<Props> | null = null;

  async function fetched(): Promise<void> {
    loaded ??= await load();
  }

  function Screen(props: Props): JSX.Element {
    const [failed, setFailed] = useState(false);
    const [, show] = useState(loaded !== null);
    const ask = async (missed: () => Promise<void>): Promise<void> => {
      setFailed(false);
      try {
        await fetched();
        show(true);
      } catch {
        await missed();
        setFailed(true);
      }
    };
    useEffect(() => {
      if (loaded === null) void ask(() => Promise.resolve());
    }, []);
    const again = (): void => void ask(startOver);
    if (failed) return <main class="screen"><Notice text={sentence(new Fault('offline'))} retry={again} /></main>;
    const Loaded = loaded;
    return Loaded === null ? <Outline /> : <Loaded {...props} />;
  }

  return Object.assign(Screen, {
    ahead: () => {
      fetched().catch(() => undefined); // It is asked for again when it is shown.
    },
  });
}
