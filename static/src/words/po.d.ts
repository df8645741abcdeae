declare module '*.po' {
  const catalogue: { messages: Record<string, string | string[] | undefined>; plural: (count: number) => number };
  export default catalogue;
}
