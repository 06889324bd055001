import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

export default defineConfig({
  test: {
    include: ['packages/**/*.test.ts', 'apps/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/.next/**', '**/e2e/**'],
    // A busy machine is no fault; four files at a time wait for each other.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    // More than cores: what is long here waits for blocks half of its time.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
  },
})
