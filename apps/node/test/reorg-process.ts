import { readFileSync } from 'node:fs'
import { fromHex, sha256, toHex } from '@vc/crypto'
import { openSignatureChecks } from '@vc/crypto/native'
import { armFailpoints, must } from '@vc/kernel'
import { pino } from 'pino'
import { found } from '../sim/found.ts'
import { failpointHandler, parseFailpoints } from '../src/failpoints.ts'
import { openNode } from '../src/node.ts'
import { openDiskStore } from '../src/storage/disk-store.ts'
import { forkNetwork } from './fork-network.ts'

// Gives a node on a real disk the blocks of a file, one branch after the other, and tells what state came of it. The
// failpoints of the environment are armed when the head has the height that the file names.
const [folder = '', file = ''] = process.argv.slice(2)
const { blocks, armAt }: { blocks: string[]; armAt: number } = JSON.parse(readFileSync(file, 'utf8'))
const network = found(forkNetwork)
const store = openDiskStore(folder)
const node = openNode({
  store,
  genesis: network.genesis,
  configuration: network.configuration,
  backend: 'test',
  checks: (await openSignatureChecks()).checks,
  policy: { minFee: 0n, transactions: 1_000, bytes: 10_000_000 },
  clock: { nowMs: () => Number.MAX_SAFE_INTEGER },
  log: pino({ level: 'silent' }),
})
for (const [at, block] of blocks.entries()) {
  if (at === armAt) armFailpoints(failpointHandler(parseFailpoints(process.env.FAILPOINTS ?? '')))
  const { code } = node.core.receiveBlock(fromHex(block), 'file')
  must(code === undefined ? 'valid' : undefined, `block ${at} holds`)
}
const state = [...store.range('state', new Uint8Array([0]))].map(
  ([key, value]) => `${toHex(key)}=${toHex(value)}`,
)
console.log(`${node.face.status().head.hash} ${toHex(sha256(Buffer.from(state.join())))}`)
await store.close()
