import type { NodeBlock } from '@vc/client'
import { decodeBlock } from '@vc/consensus'
import { fromHex, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { type PlacedOutput, REWARD, sumsOf, txidOf } from '@vc/ledger'

/** What the ledger says that each block of a chain released, with its producer and time; from genesis on. */
export function releasesOf(chain: readonly NodeBlock[]) {
  const outputs = new Map<string, PlacedOutput>()
  return chain.map(({ bytes, height, time }) => {
    const decoded = decodeBlock(fromHex(bytes), bytes.length)
    if (!decoded.ok) throw new Error(decoded.refusal.code)
    const { header, transactions } = decoded.value
    const released = transactions.map((tx) => {
      const isFounding = height === 0
      // The inputs of genesis name nothing.
      const named = (isFounding ? [] : tx.inputs).map(({ txid, index }) =>
        must(outputs.get(`${toHex(txid)}:${index}`), 'an output of before'),
      )
      for (const [index, output] of tx.outputs.entries())
        outputs.set(`${toHex(txidOf(tx))}:${index}`, { ...output, layer: tx.layer, kind: tx.kind, height })
      return tx.kind === REWARD || isFounding ? 0n : sumsOf({ tx, named }).released
    })
    const sum = released.reduce((all, one) => all + one, 0n)
    return { height, time, producerKey: toHex(header.producerKey), released: sum }
  })
}
