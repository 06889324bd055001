import { defineConfig } from '@playwright/test'

/** The browser tests run against one network of their own: e2e/network.ts founds it, and takes it away. */
export default defineConfig({
  testDir: '.',
  // The other walks join as each has been seen to pass: playwright test --config with E2E=all runs every one.
  testMatch: process.env.E2E === 'all' ? '**/*.spec.ts' : '**/log-in.spec.ts',
  workers: 1,
  timeout: 120_000,
  globalTimeout: 900_000,
  globalSetup: './network.ts',
  reporter: [['list'], ['json']],
  use: {
    baseURL: 'http://localhost:3317',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
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
