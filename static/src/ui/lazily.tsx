import { useEffect, useState } from 'preact/hooks';
import type { ComponentType, JSX } from 'preact';

import { sentence } from '../words/faults';
import { Fault } from '../fault';
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
    const ask = (): void => {
      setFailed(false);
      fetched().then(
        () => {
          show(true);
        },
        () => {
          setFailed(true);
        },
      );
    };
    useEffect(() => {
      if (loaded === null) ask();
    }, []);
    if (failed) return <main class="screen"><Notice text={sentence(new Fault('offline'))} retry={ask} /></main>;
    const Loaded = loaded;
    return Loaded === null ? <Outline /> : <Loaded {...props} />;
  }

  return Object.assign(Screen, {
    ahead: () => {
      fetched().catch(() => undefined); // It is asked for again when it is shown.
    },
  });
}
