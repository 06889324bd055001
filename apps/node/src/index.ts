export { type NodeSettings, readSettings } from './env.ts'
export { failpoints } from './failpoints.ts'
export { type FoundingRecord, initNetwork, type NetworkInit, type NewNetwork } from './init.ts'
export { type Replay, replay } from './replay.ts'
