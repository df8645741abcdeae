import type { Exact } from './exact';
import type { paths } from './schema';
import { ask } from './session';

type Method = 'get' | 'post' | 'delete';
type Having<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, object> ? P : never;
}[keyof paths];
type Body<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? B : never;
type Data<O> = O extends {
  responses: { 200: { content: { 'application/json': { data: infer D } } } };
}
  ? Exact<D>
  : never;
type Result<P extends Having<M>, M extends Method> = Promise<Data<paths[P][M]>>;

async function get<P extends Having<'get'>>(path: P, query = ''): Result<P, 'get'> {
  return (await ask({ method: 'GET', path: path + query })) as Data<paths[P]['get']>;
}

async function post<P extends Having<'post'>>(
  path: P,
  body?: Body<paths[P]['post']>,
): Result<P, 'post'> {
  return (await ask({ method: 'POST', path, body })) as Data<paths[P]['post']>;
}

export type Me = Data<paths['/api/me']['get']>;
export type Wallet = NonNullable<Me['wallet']>;
export type Attempt = Data<paths['/api/auth/generate-payload']['post']>;
export type TonWallet = Body<paths['/api/auth/check-proof']['post']>['tonWallet'];
export type Miner = Data<paths['/api/nft/get-my']['get']>['array'][number];
export type IncomePerTh = Data<paths['/api/income-statistic/get-income-per-th']['get']>;
export type TotalIncome = Data<paths['/api/nft-income/find-total-by-user']['get']>;
export type BtcWallet = Data<paths['/api/wallet/find-by-user']['get']>['array'][number];

/** The server's routes as the page uses them. */
export const me = (): Promise<Me> => get('/api/me');
export const forgetMe = (): Promise<unknown> => ask({ method: 'DELETE', path: '/api/me' });
export const generatePayload = (): Promise<Attempt> => post('/api/auth/generate-payload');
export const checkProof = async (tonWallet: TonWallet): Promise<Wallet> =>
  (await post('/api/auth/check-proof', { tonWallet })).wallet;
export const signOut = (): Promise<unknown> => post('/api/auth/sign-out');
export const miners = async (limit: number, offset: number): Promise<Miner[]> =>
  (await get('/api/nft/get-my', `?limit=${String(limit)}&offset=${String(offset)}`)).array;
export const incomePerTh = (): Promise<IncomePerTh> =>
  get('/api/income-statistic/get-income-per-th');
export const totalIncome = (): Promise<TotalIncome> => get('/api/nft-income/find-total-by-user');
export const btcWallets = async (): Promise<BtcWallet[]> =>
  (await get('/api/wallet/find-by-user', '?limit=50')).array;
export const bindBtc = (address: string): Promise<unknown> =>
  post('/api/wallet/create-btc', { address });
