import { hash160, plainCollectiveChecks } from '@vc/crypto'
import { isSighashType } from '../sighash.ts'
import { checkSignature } from './check-signature.ts'
import { VCC1_WITNESS_BYTES } from './limits.ts'
import { digestOf, type Instruction, type Machine } from './machine.ts'
import { decodeNumber, encodeNumber } from './number.ts'
import { has, peek, pushFlag } from './operands.ts'
import type { ScriptError } from './script-error.ts'

/** True, false for an empty item, or why the item is wrong. */
type Verdict = boolean | ScriptError

function isSigned(machine: Machine, key: Uint8Array, item: Uint8Array): Verdict {
  if (key.length !== 32 && key.length !== 33) return 'key'
  if (item.length === 0) return false
  const { checks, configuration, sheetHash } = machine.context
  const answer = checkSignature({
    key,
    item,
    digestOf: (type) => digestOf(machine, type),
    party: configuration,
    checks,
    sheetHash,
  })
  if (!answer.ok) return answer.error
  machine.signers.push({ key, type: answer.type })
  return true
}

/** Asks about the two items on top (`of` a key, or of a collective's id) and takes them off. */
const asking =
  (of: typeof isSigned, then: (machine: Machine, holds: boolean) => ScriptError | undefined): Instruction =>
  (machine) => {
    if (!has(machine, 2)) return 'stack'
    const verdict = of(machine, peek(machine, 0), peek(machine, 1))
    if (typeof verdict === 'string') return verdict
    machine.stack.length -= 2
    return then(machine, verdict)
  }

/** CHECKSIGADD: `sig n key` → n + 1 when signed (BIP342). */
const add: Instruction = (machine) => {
  if (!has(machine, 3)) return 'stack'
  const n = decodeNumber(peek(machine, 1))
  if (n === undefined) return 'number'
  const verdict = isSigned(machine, peek(machine, 0), peek(machine, 2))
  if (typeof verdict === 'string') return verdict
  machine.stack.length -= 3
  machine.stack.push(encodeNumber(n + Number(verdict)))
  return undefined
}

function isVoted(machine: Machine, id: Uint8Array, item: Uint8Array): Verdict {
  if (id.length !== 32) return 'collective'
  if (item.length === 0) return false
  const descriptor = machine.context.collectiveOf?.(id)
  const length = descriptor === undefined ? undefined : witnessLength(descriptor)
  if (descriptor === undefined || length === undefined) return 'collective'
  if (item.length !== length && item.length !== length + 1) return 'collective'
  const type = item.length === length ? 0 : item[length] || -1
  const digest = isSighashType(type) ? digestOf(machine, type) : undefined
  if (digest === undefined) return 'sighash'
  const { checks, ballotPartOf } = machine.context
  const { votes: countVotes } = checks.collectives ?? plainCollectiveChecks
  const votes = countVotes(descriptor, digest, item.subarray(0, length), ballotPartOf ?? noPart)
  if (votes !== undefined) machine.signers.push({ key: noKey, keyHash: hash160(id), type })
  return votes === undefined ? 'collective' : true
}

/** A collective has no key: what it votes for counts nowhere as the signature of one. */
const noKey = new Uint8Array(0)
const noPart = () => undefined

/** Bytes of a vote for this descriptor: VCC1 constant, VCB1 by the number of members (collective.md). */
function witnessLength(descriptor: Uint8Array): number | undefined {
  if (descriptor[0] === 1) return VCC1_WITNESS_BYTES
  if (descriptor[0] !== 2 || descriptor.length !== 45) return undefined
  const members = new DataView(descriptor.buffer, descriptor.byteOffset, 5).getUint32(1)
  return 97 + Math.ceil(members / 8)
}

export const signatureInstructions: Readonly<Record<number, Instruction>> = {
  172: asking(isSigned, (machine, holds) => {
    pushFlag(machine, holds)
    return undefined
  }),
  173: asking(isSigned, (_, holds) => (holds ? undefined : 'verify')),
  186: add,
  187: asking(isVoted, (machine, holds) => {
    pushFlag(machine, holds)
    return undefined
  }),
}
