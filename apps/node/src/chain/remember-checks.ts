import { hash } from 'node:crypto'
import type { SignatureChecks } from '@vc/crypto'

const MOST = 100_000

/** The same checks, each run once: mempool, own block and import ask for the same signatures. */
export function rememberChecks(checks: SignatureChecks): SignatureChecks {
  const answers = new Map<string, boolean>()
  const remembered =
    (name: 'schnorr' | 'p256') =>
    (signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean => {
      const question = nameOf(name, signature, message, key)
      const known = answers.get(question)
      if (known !== undefined) return known
      const answer = checks[name](signature, message, key)
      answers.set(question, answer)
      if (answers.size > MOST) forgetOldest(answers)
      return answer
    }
  return { ...checks, schnorr: remembered('schnorr'), p256: remembered('p256') }
}

/** Lengths stand in front, so that no two questions share a name. */
function nameOf(name: string, ...parts: readonly Uint8Array[]): string {
  const lengths = `${name}:${parts.map((part) => part.length).join(':')}:`
  return hash('sha256', Buffer.concat([Buffer.from(lengths), ...parts]), 'base64')
}

function forgetOldest(answers: Map<string, boolean>): void {
  let left = MOST / 10
  for (const question of answers.keys()) {
    if (left === 0) return
    answers.delete(question)
    left -= 1
  }
}
