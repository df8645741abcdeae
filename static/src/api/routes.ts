import type { Exact } from './exact';
import type { components, paths } from './schema';
import { ask, replaceSession } from './session';

type Method = 'get' | 'post' | 'patch';
type Having<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, object> ? P : never;
}[keyof paths];
type Body<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? B : never;
type Data<O> = O extends {
  responses: { 200: { content: { 'application/json': { data: infer D } } } };
}
  ? Exact<D>
  : never;
type Schema<Name extends keyof components['schemas']> = Exact<components['schemas'][Name]>;
type Query = Record<string, string | number | undefined>;

async function get<P extends Having<'get'>>(path: P, query: Query = {}): Promise<Data<paths[P]['get']>> {
  return (await ask({ method: 'GET', path: path + search(query) })) as Data<paths[P]['get']>;
}

async function post<P extends Having<'post'>>(
  path: P,
  body?: Body<paths[P]['post']>,
): Promise<Data<paths[P]['post']>> {
  return (await ask({ method: 'POST', path, body })) as Data<paths[P]['post']>;
}

function search(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

export type Attempt = Data<paths['/api/auth/generate-payload']['post']>;
export type TonWallet = Body<paths['/api/auth/check-proof']['post']>['tonWallet'];
export type Wallet = Schema<'Wallet'>;
export type Preferences = Data<paths['/api/me/preferences']['patch']>;
export type Money = Schema<'MoneyShape'>;
export type Home = Data<paths['/api/home']['get']>;
export type Miners = Data<paths['/api/miners']['get']>;
export type Miner = Miners['array'][number];
export type KnownMiner = Data<paths['/api/miners/{id}']['get']>;
export type Earnings = Data<paths['/api/earnings']['get']>;
export type Day = Earnings['days'][number];
export type Change = Data<paths['/api/earnings/change']['get']>;
export type ForecastAsked = Body<paths['/api/forecast']['post']>;
export type Forecast = Data<paths['/api/forecast']['post']>;
export type Offers = Data<paths['/api/offers']['get']>;
export type BtcWallet = Data<paths['/api/wallet']['get']>['array'][number];
export type CheckedAddress = Data<paths['/api/wallet/check-btc']['post']>;
export type SignIn = Data<paths['/api/me/sign-ins']['get']>['array'][number];
export type Offered = Data<paths['/api/me/export']['post']>;
export type Export = Data<paths['/api/earnings/export']['post']>;

/** How far back: a number of days, or everything there is. */
export type Range = '7' | '30' | '90' | 'all';
export type MinerSort = 'net' | 'power' | 'efficiency' | 'income' | 'age' | 'name';

/** The server's routes as the page uses them. */
export const forgetMe = (): Promise<unknown> => ask({ method: 'DELETE', path: '/api/me' });
export const signIns = async (): Promise<SignIn[]> => (await get('/api/me/sign-ins')).array;
export const signOutEverywhere = (): Promise<void> =>
  replaceSession({ method: 'POST', path: '/api/me/sign-out-everywhere' });
export const exportMyData = (): Promise<Offered> => post('/api/me/export');
export const changePreferences = async (
  changed: Body<paths['/api/me/preferences']['patch']>,
): Promise<Preferences> =>
  (await ask({ method: 'PATCH', path: '/api/me/preferences', body: changed })) as Preferences;
export const generatePayload = (): Promise<Attempt> => post('/api/auth/generate-payload');
export const checkProof = async (tonWallet: TonWallet): Promise<Wallet> =>
  (await post('/api/auth/check-proof', { tonWallet })).wallet;
export const signOut = (): Promise<unknown> => post('/api/auth/sign-out');
export const home = (days: Range): Promise<Home> => get('/api/home', { days });
export const miners = (sort: MinerSort, offset: number, limit: number): Promise<Miners> =>
  get('/api/miners', { sort, offset, limit });
export const miner = async (id: string): Promise<KnownMiner> =>
  (await ask({ method: 'GET', path: `/api/miners/${id}` })) as KnownMiner;
export const earnings = (days: Range, miner?: string): Promise<Earnings> =>
  get('/api/earnings', { days, miner });
export const change = (before: string, after: string, miner?: string): Promise<Change> =>
  get('/api/earnings/change', { before, after, miner });
export const exportEarnings = (days: Range, miner?: string): Promise<Export> =>
  post('/api/earnings/export', { days, miner: miner === undefined ? null : Number(miner) });
export const forecast = (asked: ForecastAsked): Promise<Forecast> => post('/api/forecast', asked);
export const offers = (): Promise<Offers> => get('/api/offers');
export const btcWallets = async (): Promise<BtcWallet[]> => (await get('/api/wallet')).array;
export const checkBtc = (address: string): Promise<CheckedAddress> =>
  post('/api/wallet/check-btc', { address });
export const bindBtc = (address: string): Promise<unknown> =>
  post('/api/wallet/create-btc', { address });
