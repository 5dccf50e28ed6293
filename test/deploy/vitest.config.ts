import { defineConfig } from 'vitest/config'
export default defineConfig({
  test: {
    root: '/work/main',
    include: ['test/deploy/**/*.deploy.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
