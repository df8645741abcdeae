import type { Digits } from '../decimal';

/** A shape of the server's, with each number as it was written. */
export type Exact<T> = T extends number
  ? Digits
  : T extends string | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? Exact<Item>[]
      : T extends object
        ? { [Key in keyof T]: Exact<T[Key]> }
        : T;

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Parses JSON, giving each number as its digits: `JSON.parse` would round them to a double. */
export function parseExact(json: string): unknown {
  return JSON.parse(
    json.replace(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`)),
  );
}
