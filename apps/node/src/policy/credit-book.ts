import { existsSync, readFileSync } from 'node:fs'
import { creditPolicySchema } from '@vc/client'
import { type CreditPolicy, OPEN_POLICY } from '@vc/consensus'
import { parseJson } from '@vc/kernel'
import { NodeHalt } from '../halt.ts'
import { replaceFile } from '../storage/replace-file.ts'

/** The credit policy in force on this node, kept in a file of its data folder. */
export type CreditBook = {
  readonly current: () => CreditPolicy
  /** Nothing bounds credit but the room. */
  readonly isOpen: () => boolean
  /** On disk when it returns; the next own block follows it. */
  readonly replace: (policy: CreditPolicy) => void
}

/** Opens the policy file; no file yet: the whole room is open. Without a path it is kept in memory only. Halts with `credit-policy-malformed` on a file that says something else. */
export function openCreditBook(path?: string): CreditBook {
  let current = path !== undefined && existsSync(path) ? read(path) : OPEN_POLICY
  return {
    current: () => current,
    isOpen: () =>
      !current.isStopped && Object.values(current).every((bound) => bound === null || bound === false),
    replace: (policy) => {
      if (path !== undefined) {
        replaceFile(path, `${JSON.stringify(creditPolicySchema.encode(policy), null, 2)}\n`)
      }
      current = policy
    },
  }
}

function read(path: string): CreditPolicy {
  const parsed = creditPolicySchema.safeParse(parseJson(readFileSync(path, 'utf8')))
  if (parsed.success) return parsed.data
  throw new NodeHalt('credit-policy-malformed', { path, at: parsed.error.issues[0]?.path.join('.') ?? '' })
}
