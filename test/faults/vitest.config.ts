import { defineConfig } from 'vitest/config'

/** What takes long or many processes: `npm run test:faults`. */
export default defineConfig({
  test: {
    root: new URL('../../', import.meta.url).pathname,
    include: ['test/faults/**/*.faults.ts'],
    testTimeout: 60_000,
    // They load the machine on purpose, each for itself.
    fileParallelism: false,
  },
})
