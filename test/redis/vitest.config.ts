import { defineConfig } from 'vitest/config'

/** The tests that need a Redis or Valkey of their own: `npm run test:redis`. */
export default defineConfig({
  test: {
    root: new URL('../../', import.meta.url).pathname,
    include: ['test/redis/**/*.redis.ts'],
    testTimeout: 60_000,
  },
})
