export { PublicScore } from './public-score.tsx'
export { Score } from './score.tsx'
export { StandingLink } from './standing-link.tsx'
export { StandingScreen } from './standing-screen.tsx'
