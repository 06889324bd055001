export { ChangeScreen } from './change-screen.tsx'
export { CollectiveScreen } from './collective-screen.tsx'
export { CollectivesScreen } from './collectives-screen.tsx'
export { VoteScreen } from './vote-screen.tsx'
