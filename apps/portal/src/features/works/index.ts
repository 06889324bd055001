export { PublicWork } from './public-work.tsx'
export { WorkScreen } from './work-screen.tsx'
export { WorksScreen } from './works-screen.tsx'
