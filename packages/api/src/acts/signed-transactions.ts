import { fromHex } from '@vc/crypto'
import type { CollectedSignature, RequiredSignature } from '@vc/db'
import { must } from '@vc/kernel'
import type { Acceptance, Transaction } from '@vc/ledger'
import { isSamePart } from './begin-act.ts'
import { openingOf, type Slot } from './slots.ts'
import type { Leg, StoredAct } from './stored-act.ts'

/** Whether every place is signed: each alone, and of each set as many as it needs. */
export function areEnough(
  required: readonly RequiredSignature[],
  signatures: readonly CollectedSignature[],
): boolean {
  const isGiven = (part: RequiredSignature) => signatures.some((given) => isSamePart(given, part))
  return required.every(({ set, ...part }) => {
    if (!set) return isGiven(part)
    return required.filter((other) => other.set?.name === set.name && isGiven(other)).length >= set.need
  })
}

/** The whole transactions: the draft's, with signatures in the places that scripts and acceptances ask for. */
export function signedTransactions(
  act: Pick<StoredAct, 'required'>,
  legs: readonly Leg[],
  signatures: readonly CollectedSignature[],
): Transaction[] {
  return legs.map((leg, number) => {
    const mine = signatures.filter(({ transaction }) => transaction === number)
    const witnesses = leg.transaction.inputs.map((_, index) => {
      const draft = leg.transaction.witnesses[index] ?? []
      const isAsked = act.required.some(
        (r) => r.transaction === number && r.part === 'input' && r.index === index,
      )
      return isAsked ? witnessOf(leg, index, mine) : draft
    })
    const given = mine.filter(({ part }) => part === 'acceptance').map(acceptanceOf)
    const acceptances = [...leg.transaction.acceptances, ...given].sort((a, b) => a.output - b.output)
    return { ...leg.transaction, witnesses, acceptances }
  })
}

function witnessOf(leg: Leg, index: number, signatures: readonly CollectedSignature[]): Uint8Array[] {
  const opening = must(openingOf(leg.transaction, leg.named, index), 'an asked input is opened by keys')
  const here = signatures.filter((given) => given.part === 'input' && given.index === index)
  const used = here.slice(0, opening.need)
  const find = (key: string) => used.find((given) => given.key === key)
  return opening.slots.map((slot: Slot) => {
    if (slot.what === 'item') return slot.item
    if (slot.what === 'key') return unpack(must(find(slot.of), 'a hash is opened by its key')).key
    const given = find(slot.key)
    return given ? unpack(given).item : new Uint8Array(0)
  })
}

function acceptanceOf(given: CollectedSignature): Acceptance {
  const { item, key } = unpack(given)
  return { output: given.index, key, signature: item }
}

/** A collected signature's witness item and the whole key behind it. */
export function unpack({ signature }: CollectedSignature): { item: Uint8Array; key: Uint8Array } {
  const [item, key] = signature.split(':')
  return { item: fromHex(item ?? ''), key: fromHex(key ?? '') }
}
