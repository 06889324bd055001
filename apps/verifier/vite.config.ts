import tailwind from '@tailwindcss/postcss'
import { defineConfig } from 'vite'

/** One script and one style, the same bytes for the same sources; nothing is fetched from elsewhere. */
export default defineConfig({
  build: { outDir: 'dist', sourcemap: false, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  css: { postcss: { plugins: [tailwind()] } },
})
