import { defineConfig } from 'vitest/config';

import { catalogues } from './po.ts';
import { precompress } from './precompress.ts';

export default defineConfig({
  plugins: [catalogues(), precompress()],
  build: {
    target: 'es2020', // BigInt, which amounts are counted in; older webviews lack Web Crypto anyway
    modulePreload: { polyfill: false },
    rolldownOptions: { checks: { bundlerTimings: false } }, // compressing takes what it takes
    chunkSizeWarningLimit: 600, // TonConnect, loaded only when someone signs in
  },
  test: { include: ['tests/**/*.test.ts'] },
});
