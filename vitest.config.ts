import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/**/*.test.ts', 'apps/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/.next/**', '**/e2e/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // More than cores: much of what is long here waits for blocks.
    maxWorkers: 3,
  },
})
