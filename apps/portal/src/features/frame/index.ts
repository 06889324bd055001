export { Frame } from './frame.tsx'
export { Providers } from './providers.tsx'
