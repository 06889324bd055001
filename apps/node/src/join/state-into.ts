import type { SnapshotGround } from '@vc/consensus'
import { stateReader, stateWrites } from '../storage/state-reader.ts'
import type { Store, Write } from '../storage/store.ts'
import type { Work } from '../turns.ts'
import type { JoinParts } from './joining.ts'

/** So many entries are taken away in one commit. */
const BATCH = 5_000

/**
 * The state of a store without a head: what another try left there goes first, then parts of a snapshot come to lie there
 * before all of it is known to add up.
 */
export function* stateInto({
  store,
  entriesAtOnce: most = 5_000,
}: Pick<JoinParts, 'store' | 'entriesAtOnce'>): Work<NonNullable<SnapshotGround['into']>> {
  yield* forgetState(store)
  return { state: stateReader(store), keep: (changes) => store.commit(stateWrites(changes)), most }
}

function* forgetState(store: Store): Work<void> {
  for (;;) {
    const writes: Write[] = []
    for (const [key] of store.range('state', new Uint8Array([0]))) {
      writes.push({ space: 'state', key, value: undefined })
      if (writes.length === BATCH) break
    }
    if (writes.length === 0) return
    store.commit(writes)
    yield
  }
}
