import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Left alone, a machine with two processors would run on one.
  test: { include: ['test/**/*.test.ts'], testTimeout: 30_000, maxWorkers: '100%' },
})
