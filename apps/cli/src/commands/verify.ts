import { readFile } from 'node:fs/promises'
import { verifyPack } from '@vc/consensus'
import { openSignatureChecks } from '@vc/crypto/native'
import { packSentence } from '../pack-sentences.ts'
import type { Command } from '../run-cli.ts'

const EVERY = 500

/**
 * Verifies an audit pack offline: every block from its bytes, then totals and rows. Code 1 with the first thing that does
 * not hold.
 */
export const verify: Command = async ([path, ...more], out) => {
  if (path === undefined || more.length > 0) {
    out('Usage: vc verify PACK    (one audit pack, as the portal saves it)')
    return 2
  }
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) {
    out(`FAILED: there is no file that can be read at ${path}`)
    return 1
  }
  const { checks, backend } = await openSignatureChecks()
  const run = verifyPack(text, checks)
  for (;;) {
    const step = run.next()
    if (!step.done) {
      const { done, total } = step.value
      if (done % EVERY === 0) out(`${done} of ${total} blocks`)
      continue
    }
    if (!step.value.ok) {
      const { code, facts } = step.value.refusal
      out(packSentence(code))
      out(`FAILED: ${code} ${JSON.stringify(facts)}`)
      return 1
    }
    const { network, to, blocks, transactions, rows } = step.value.value
    out(`network ${network}`)
    out(`${blocks} blocks (0 to ${to}), ${transactions} transactions, ${rows} rows; signatures by ${backend}`)
    out('VERIFIED: every block holds, and every row is what the ledger says')
    return 0
  }
}
