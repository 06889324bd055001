import type { Logger } from 'pino'
import type { NodeSettings } from '../env.ts'
import type { Node } from '../node.ts'
import type { Store } from '../storage/store.ts'
import { buildInThread, keepSnapshots } from './keep-snapshots.ts'

/** Makes snapshots for those who join as the settings say, after each new head. */
export function giveSnapshots(
  { storePath, snapshotsPath: shelfPath, snapshotEvery: every }: NodeSettings,
  { node: { chain, face }, shelf, log }: { readonly node: Node; readonly shelf: Store; readonly log: Logger },
): void {
  const build = () => {
    const { checkpointPeriod } = chain.configuration.parameters
    return buildInThread({ storePath, shelfPath, checkpointPeriod })
  }
  face.onHead(keepSnapshots({ chain, shelf, every, build, log }))
}
