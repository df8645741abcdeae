declare module '*.po' {
  const catalogue: import('./index').Catalogue;
  export default catalogue;
}
