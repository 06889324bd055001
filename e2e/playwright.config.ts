import { defineConfig } from '@playwright/test'
import { browserPath } from '../scripts/browser.mjs'
import { portalOrigin } from './place.ts'

/** The browser tests run against one network of their own: e2e/network.ts founds it, and takes it away. */
export default defineConfig({
  testDir: '.',
  // Two walks beside each other: more are not faster, a browser is drawn by the processor. Each has organisations of its own.
  workers: 2,
  // Stories of some minutes have a run of their own: npm run long -- walks.
  ...(process.env.E2E_LONG === '1' ? { grep: /@long/ } : { grepInvert: /@long/ }),
  // A second try is told as flaky by the run, and counted as passed.
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  globalTimeout: 1_500_000,
  globalSetup: './network.ts',
  // The counts go to a file for `npm test`; without one they would be printed.
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : [['list']],
  use: {
    baseURL: portalOrigin,
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    launchOptions: {
      executablePath: browserPath() ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
