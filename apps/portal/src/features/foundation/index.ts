export { FoundationScreen } from './foundation-screen.tsx'
