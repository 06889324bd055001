import '@fontsource-variable/inter'
import '@fontsource/jetbrains-mono/400.css'
import './style.css'
import { must } from '@vc/kernel'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { readSettings } from './settings.ts'

const dark = matchMedia('(prefers-color-scheme: dark)')
function wearTheme(): void {
  document.documentElement.classList.toggle('dark', dark.matches)
  document.documentElement.classList.toggle('light', !dark.matches)
}
dark.addEventListener('change', wearTheme)
wearTheme()
const place = must(document.getElementById('page') ?? undefined, 'the page has its place')
createRoot(place).render(<App settings={readSettings(document)} />)
