import { defineConfig } from 'vitest/config'

/** The tests of deploy/, which need what runs there: `npm run test:deploy`. */
export default defineConfig({
  test: {
    root: new URL('../../', import.meta.url).pathname,
    include: ['test/deploy/**/*.deploy.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
