import { defineConfig } from '@playwright/test'

/** The browser tests run against one network of their own: e2e/network.ts founds it, and takes it away. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  workers: 1,
  timeout: 120_000,
  globalTimeout: 900_000,
  globalSetup: './e2e/network.ts',
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
