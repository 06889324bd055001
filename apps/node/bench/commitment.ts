import { Lattice } from '@vc/consensus'
import { openSignatureChecks } from '@vc/crypto/native'
import { outputEntryBytes, type PlacedOutput } from '@vc/ledger'
import { measure, timed } from './measure.ts'

const transfers = 10_000

/** What a 1-in-2-out transfer costs the state commitment: two entries added, one removed (consensus.md 16). */
export async function benchCommitment(): Promise<void> {
  await openSignatureChecks()
  const output: PlacedOutput = {
    element: 0,
    amount: 1_000n,
    script: new Uint8Array(25).fill(7),
    layer: 2,
    kind: 0,
    height: 1,
  }
  const entries = Array.from({ length: 3 * transfers }, (_, n) => {
    const txid = new Uint8Array(32)
    new DataView(txid.buffer).setUint32(0, n)
    return outputEntryBytes({ txid, index: 0 }, output)
  })
  const what = { bench: 'commitment', case: '1-in-2-out', unit: 'us', backend: 'OpenSSL' } as const
  await measure(what, () => {
    const lattice = new Lattice()
    return timed(transfers, () => {
      for (const [n, entry] of entries.entries()) {
        if (n % 3 === 0) lattice.remove(entry)
        else lattice.add(entry)
      }
      lattice.hash()
    })
  })
}
