import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

export default defineConfig({
  test: {
    include: ['packages/**/*.test.ts', 'apps/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/.next/**', '**/e2e/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // More than cores: what is long here waits for blocks half of its time.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
  },
})
