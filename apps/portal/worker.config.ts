import { defineConfig } from 'vite'
import { besideLedger } from '../../packages/ledger/bundle.config.ts'

/** The worker in which a browser judges the ledger again: its own script, and the ledger's bundle beside it. */
export default defineConfig({
  publicDir: false,
  logLevel: 'error',
  build: {
    outDir: 'public/ledger',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: false,
    rollupOptions: {
      input: 'src/features/audit/verify-worker.ts',
      output: { entryFileNames: 'audit.js' },
    },
  },
  plugins: [besideLedger({ folder: '', at: '/ledger/', kept: false })],
})
