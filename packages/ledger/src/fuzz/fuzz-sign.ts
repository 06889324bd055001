import { actChallenge, hash160, utf8 } from '@vc/crypto'
import { softwareAuthenticator } from '@vc/crypto/software-authenticator'
import { outputsOf } from '../build/make-transaction.ts'
import { inputDigest, putAcceptance, putSignature } from '../build/sign.ts'
import { parseStandard } from '../script/parse-standard.ts'
import { keyHashScript } from '../script/standard.ts'
import { acceptanceDigest, isSighashType } from '../sighash.ts'
import type { OutputAt } from '../state-effects.ts'
import { DEBT, type Output, type Transaction, VALUE } from '../transaction.ts'
import type { Choices } from './random.ts'
import type { Person, World } from './world.ts'

/** Signs what somebody of the world can sign, mostly with the whole covered; debtors accept. */
export function signed(
  tx: Transaction,
  inputs: readonly OutputAt[],
  world: World,
  choices: Choices,
): Transaction {
  const named = outputsOf(inputs)
  const signing = { named, network: world.place.network }
  let made = tx
  for (const [output, written] of tx.outputs.entries()) {
    const script = written.element === DEBT ? parseStandard(written.script) : undefined
    const debtor = script?.name === 'standard-debt' && personWith(world, script.hash)
    if (debtor && !debtor.hardware && !choices.once(12)) {
      const digest = acceptanceDigest(made, named, signing.network, output)
      made = putAcceptance(made, { output, key: debtor.key, signature: world.sign(digest, debtor.secret) })
    }
  }
  for (const [index, { output }] of inputs.entries()) {
    if (output.layer < tx.layer && output.element === VALUE) continue
    made = signedInput(made, index, output, world, choices, signing)
  }
  return made
}

type Signing = { readonly named: readonly Output[]; readonly network: Uint8Array }

export function signedInput(
  tx: Transaction,
  index: number,
  { script, height }: OutputAt['output'],
  world: World,
  choices: Choices,
  signing: Signing,
): Transaction {
  if (choices.once(25)) return tx
  const wanted = choices.weighted([
    [12, 0],
    [2, 1],
    [1, 2],
    [1, 3],
    [1, 0x81],
    [1, 0x83],
  ])
  const type = isSighashType(wanted) && ((wanted & 3) !== 3 || index < tx.outputs.length) ? wanted : 0
  const put = (person: Person, at: Transaction) =>
    putSignature({
      ...signing,
      tx: at,
      index,
      key: person.key,
      item: itemOf(person, { ...signing, tx: at }, index, type, world),
    })
  const standard = parseStandard(script)
  const items = (...list: readonly Uint8Array[]) => ({
    ...tx,
    witnesses: tx.witnesses.map((before, i) => (i === index ? list : before)),
  })
  if (standard?.name === 'k-of-n') {
    return standard.keys.reduce((at, key) => {
      const person = personWith(world, hash160(key))
      return person === undefined ? at : put(person, at)
    }, tx)
  }
  if (standard?.name === 'stake' || standard?.name === 'record') return put(world.people[0], tx)
  if (standard?.name === 'key-hash') return put(personWith(world, standard.hash) ?? world.people[0], tx)
  if (standard?.name === 'standard-debt') {
    const debtor = personWith(world, standard.hash)
    return debtor && choices.once(2) ? put(debtor, tx) : items(new Uint8Array(0))
  }
  if (standard?.name === 'collective-debt')
    return choices.once(4) ? items(choices.bytes(99), Uint8Array.of(1)) : items(new Uint8Array(0))
  const [, , eve] = world.people
  const ada = world.people[0]
  if (standard?.name === 'script-hash' && eve) {
    return items(itemOf(eve, { ...signing, tx }, index, type, world), eve.key, keyHashScript(eve.hash))
  }
  if (standard?.name === 'hash-time-lock') {
    return items(
      itemOf(ada, { ...signing, tx }, index, type, world),
      ada.key,
      utf8('secret'),
      Uint8Array.of(1),
    )
  }
  return standard?.name === 'collective' ? items(choices.bytes(1 + (height % 2) * 1152)) : tx
}

/** The signature item of a person of the world. */
export function itemOf(
  person: Person,
  signing: Signing & { readonly tx: Transaction },
  index: number,
  type: number,
  { sign }: World,
): Uint8Array {
  const digest = inputDigest(signing, index, type)
  if (!person.hardware) {
    const signature = sign(digest, person.secret)
    return type === 0 ? signature : Uint8Array.of(...signature, type)
  }
  const authenticator = softwareAuthenticator(person.secret, {
    rpId: 'sign.example',
    origin: 'https://sign.example',
  })
  const sheet = new Uint8Array(32)
  const item = authenticator.assert(actChallenge(digest, sheet), sheet)
  return type === 0 ? item : Uint8Array.of(...item, type)
}

function personWith(world: World, hash: Uint8Array): Person | undefined {
  const all = [...world.people, ...world.members]
  return all.find((person) => person.hash.every((byte, i) => byte === hash[i]))
}
