/**
 * The ledger as one ES module: kernel, the portable part of crypto, and all of this package. Node, a worker of the portal and
 * the verifier page load the very same bytes of it (docs/adr/0042; `bundle.config.ts` makes them). Whoever doubts that
 * they judge alike asks each of them: `judgeStory`, and the cases of the shared vectors.
 */
export * from '@vc/crypto'
export * from '@vc/kernel'
export * from './index.ts'
export { judgeStory, type Story, type StoryEnd } from './story.ts'
export { runLedgerVector } from './vectors.ts'
export { runJudgeVector } from './vectors-judge.ts'
