import * as api from '../api/routes';
import { asFault, type Fault } from '../fault';
import { wallets } from './data';
import { heed } from './heed';

/** Returns what an address or a `bitcoin:` URI stands for, or what is wrong with it. */
export async function checked(text: string): Promise<api.CheckedAddress | Fault | null> {
  try {
    return await api.checkBtc(text);
  } catch (thrown) {
    const fault = asFault(thrown);
    return heed(fault) ? null : fault;
  }
}

/** Binds a BTC address and shows the list anew, where it stands as the server writes it. */
export async function bind(address: string): Promise<Fault | null> {
  try {
    await api.bindBtc(address);
  } catch (thrown) {
    const fault = asFault(thrown);
    return heed(fault) ? null : fault;
  }
  await wallets.refresh();
  return null;
}
