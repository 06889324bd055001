import { concatBytes, fromHex, sha256 } from '@vc/crypto'
import { ok, type Result, refuse } from '@vc/kernel'
import { canonicalJson, type RecordWrite } from '@vc/ledger'

/** What a creator asks others for, in words outside the ledger; what lies on it is a reward for each place. */
export type TaskTerms = {
  readonly reward: bigint
  /** How many contributions can be taken. */
  readonly places: number
  /** From this height on the creator takes back what is left. */
  readonly deadline: number
}
export type TaskRefusal =
  | { readonly code: 'task-deadline'; readonly least: number; readonly most: number }
  | { readonly code: 'task-places'; readonly most: number }

/** What somebody hands in: ids of task and work, the name to stand with the work, and the SHA256 of the file in hex. */
export type Contribution = {
  readonly task: string
  readonly work: string
  readonly name: string
  readonly fingerprint: string
}
/** What its creator says of a contribution when it is taken; `contributor` is an account (HASH160, hex). */
export type TakenContribution = Contribution & { readonly title: string; readonly contributor: string }

/** The tables in which contributions are dated by who made them, and named with the work by its creator. */
export const CONTRIBUTION_TABLE = 'contribution'
export const WORK_CREDIT_TABLE = 'work-credit'
export const MOST_PLACES = 20
const LEAST_BLOCKS = 10
const MOST_DAYS = 366

/** Checks a task at a height of the chain. */
export function checkTask(
  { places, deadline }: TaskTerms,
  height: number,
  blocksPerDay: number,
): Result<true, TaskRefusal> {
  if (places < 1 || places > MOST_PLACES) return refuse({ code: 'task-places', most: MOST_PLACES })
  const [least, most] = [height + LEAST_BLOCKS, height + MOST_DAYS * blocksPerDay]
  return deadline < least || deadline > most ? refuse({ code: 'task-deadline', least, most }) : ok(true)
}

/** The secret of one place: what a block tells of one opens no other. */
export const placeSecret = (secret: Uint8Array, place: number): Uint8Array =>
  sha256(concatBytes(secret, Uint8Array.of(place)))

const idBytes = (id: string): Uint8Array => fromHex(id.replaceAll('-', ''))

/** The record that dates a contribution, which its contributor writes. */
export const contributionWrite = (
  id: string,
  { task, work, name, fingerprint }: Contribution,
): RecordWrite => ({
  ...{ table: CONTRIBUTION_TABLE, key: idBytes(id) },
  value: canonicalJson({ task, work, name, fingerprint }),
})

/** The record that names a contributor with the work, which the creator writes with the payment. */
export const workCreditWrite = (
  id: string,
  { task, work, title, name, fingerprint, contributor }: TakenContribution,
): RecordWrite => ({
  ...{ table: WORK_CREDIT_TABLE, key: idBytes(id) },
  value: canonicalJson({ task, work, title, name, fingerprint, contributor }),
})
