import tailwind from '@tailwindcss/postcss'
import { defineConfig } from 'vite'
import { besideLedger } from '../../packages/ledger/bundle.config.ts'

/** The page's script, the ledger's and one style, the same bytes for the same sources; nothing is fetched from elsewhere. */
export default defineConfig({
  build: { outDir: 'dist', sourcemap: false, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  css: { postcss: { plugins: [tailwind()] } },
  plugins: [besideLedger({ folder: 'assets/', at: '/assets/', kept: true })],
})
