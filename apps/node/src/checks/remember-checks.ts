import type { SignatureChecks } from '@vc/crypto'
import { schnorrAnswers } from './schnorr-answers.ts'

const MOST = 100_000

type Kind = 'schnorr' | 'p256'
type Question = readonly [signature: Uint8Array, message: Uint8Array, key: Uint8Array]

/** The same checks, each run once; `known` says what has been answered, without running anything. */
export type RememberedChecks = SignatureChecks & {
  readonly known: (kind: Kind, ...question: Question) => boolean | undefined
}

/** The same checks, each run once as long as it is remembered: mempool, own block and import ask for the same signatures. */
export function rememberChecks(checks: SignatureChecks | RememberedChecks): RememberedChecks {
  if ('known' in checks) return checks // remembers already
  const plain = schnorrAnswers()
  const answers = new Map<string, boolean>()
  const remembered =
    (kind: Kind) =>
    (...question: Question): boolean => {
      const name = nameOf(kind, question)
      const known = answers.get(name)
      if (known !== undefined) return known
      const answer = checks[kind](...question)
      answers.set(name, answer)
      if (answers.size > MOST) forgetOldest(answers)
      return answer
    }
  const other = remembered('schnorr')
  return {
    ...checks,
    schnorr: (signature, message, key) => {
      if (!plain.fits(signature, message, key)) return other(signature, message, key)
      const known = plain.find(signature, message, key)
      if (known !== undefined) return known
      const answer = checks.schnorr(signature, message, key)
      plain.note(answer, signature, message, key)
      return answer
    },
    p256: remembered('p256'),
    known: (kind, ...question) => {
      if (kind === 'schnorr' && plain.fits(...question)) return plain.find(...question)
      return answers.size === 0 ? undefined : answers.get(nameOf(kind, question))
    },
  }
}

/** Lengths stand in front, so that no two questions share a name. */
function nameOf(kind: Kind, [signature, message, key]: Question): string {
  return `${kind}:${signature.length}:${message.length}:${latin(signature)}${latin(message)}${latin(key)}`
}

const latin = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('latin1')

function forgetOldest(answers: Map<string, boolean>): void {
  let left = MOST / 10
  for (const question of answers.keys()) {
    if (left === 0) return
    answers.delete(question)
    left -= 1
  }
}
