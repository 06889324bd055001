export { ProducerName, useProducerName } from './producer-name.tsx'
export { StakingScreen } from './staking-screen.tsx'
