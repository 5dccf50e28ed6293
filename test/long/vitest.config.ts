import { defineConfig } from 'vitest/config'

/** What takes its time: `npm run test:long`. The files stand beside their shorter kin. */
export default defineConfig({
  test: {
    root: new URL('../../', import.meta.url).pathname,
    include: ['test/**/*.long.ts'],
    testTimeout: 120_000,
    maxWorkers: '100%',
  },
})
