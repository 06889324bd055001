export { CommunitiesScreen } from './communities-screen.tsx'
export { UnionScreen } from './union-screen.tsx'
