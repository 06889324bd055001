import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

/** What looks at a process as a whole, or begins many: each file has one of its own. */
const alone = ['apps/node/test/hostile/*.test.ts', 'test/**/*.test.ts']

export default defineConfig({
  test: {
    exclude: ['**/node_modules/**', '**/.next/**', '**/e2e/**'],
    // A busy machine is no fault; four files at a time wait for each other.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    // More than cores: what is long here waits for blocks half of its time.
    maxWorkers: 4,
    globalSetup: './test/one-postgres.ts',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['packages/**/*.test.ts', 'apps/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/.next/**', '**/e2e/**', ...alone],
          // Sources are read and compiled once in a process, not once for each file: that took a fourth of the time.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: alone } },
    ],
  },
})
