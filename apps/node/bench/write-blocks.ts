import { closeSync, openSync, writeSync } from 'node:fs'
import { openSignatureChecks } from '@vc/crypto/native'
import { type TransferChain, transferChain } from './transfer-chain.ts'

/** What a reader of the file needs beside it. */
export type WrittenChain = Pick<TransferChain, 'genesis' | 'configuration'>

const [path = '', blocks, perBlock] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])]
await openSignatureChecks()
const { genesis, configuration, next } = await transferChain({ perBlock })
const file = openSync(path, 'w')
for (let block = 0; block < blocks; block += 1) {
  const bytes = next()
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, bytes.length)
  writeSync(file, length)
  writeSync(file, bytes)
}
closeSync(file)
process.send?.({ genesis, configuration } satisfies WrittenChain)
