export { ChainScreen } from './chain-screen.tsx'
export { Chains } from './chains.tsx'
export { CommunitiesScreen } from './communities-screen.tsx'
export { UnionScreen } from './union-screen.tsx'
