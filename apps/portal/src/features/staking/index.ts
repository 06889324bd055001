export { StakingScreen } from './staking-screen.tsx'
