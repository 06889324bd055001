export { StandingLink } from './standing-link.tsx'
export { StandingScreen } from './standing-screen.tsx'
