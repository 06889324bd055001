export { Frame } from './frame.tsx'
export { Providers } from './providers.tsx'
export { useNetworkPulse } from './pulse.tsx'
export { LanguageMenu, ThemeMenu } from './settings-menus.tsx'
