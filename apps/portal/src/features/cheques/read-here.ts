import { fromHex, toHex } from '@vc/crypto'
import { checkCheque, factsOf, readCheque } from '@vc/settlement'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { Centres } from './answers.ts'

/** What the text of a cheque says, unchecked; hashes and keys in hex. Refuses `cheque-form`. */
export function readHere(text: string) {
  const read = readCheque(text)
  if (!read.ok) throw new RefusedHere(read.refusal.code)
  const { drawer, payee, centre, amount, expiry } = factsOf(read.value)
  const facts = { drawer: toHex(drawer), payee: toHex(payee), centre: toHex(centre), amount, expiry }
  return { cheque: read.value, facts }
}

/** What a browser knows when it asks nobody: which network, whose keys, and the height when it last heard. */
export type Known = Pick<Centres, 'network' | 'centres' | 'height'>

/**
 * Checks a cheque here: the centre's word, the drawer's signature, the leaf, the time. Refuses what `checkCheque` refuses, and
 * `cheque-centre-unknown` when nobody here knows the centre.
 */
export function checkHere(text: string, { network, centres, height }: Known) {
  const { cheque, facts } = readHere(text)
  const checked = checkCheque(cheque, { network: fromHex(network), height })
  if (!checked.ok) {
    const { code, ...told } = checked.refusal
    throw new RefusedHere(code, told)
  }
  const centre = centres.find(({ key }) => key === facts.centre)
  if (!centre) throw new RefusedHere('cheque-centre-unknown')
  return { ...facts, centre }
}
export type CheckedHere = ReturnType<typeof checkHere>
