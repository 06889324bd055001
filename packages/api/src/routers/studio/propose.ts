import { toHex } from '@vc/crypto'
import { contractRows, partyRows, schema } from '@vc/db'
import { organisations } from '@vc/db/identity'
import {
  checkTerms,
  contractValue,
  MOST_TIERS,
  type Part,
  type RoyaltyTerms,
  tellTerms,
  WHOLE,
} from '@vc/settlement'
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { actKeyOf } from '../../acts/act-key-of.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { amountInput, commandKeyInput, idInput, lineInput } from '../../input.ts'
import { keyHashNamed } from '../../people/key-hash-named.ts'
import { allowed } from '../../procedures.ts'
import { fileRefusal } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { mayContract } from './titles.ts'

const { royaltyContracts, royaltyParties, studioTitles } = schema

const dayInput = z.iso.date()
const rateInput = z.int().min(0).max(WHOLE)
const termsInput = z.strictObject({
  ...{ validFrom: dayInput, validTo: dayInput, platformFee: rateInput },
  tiers: z
    .array(
      z.strictObject({
        from: z
          .bigint()
          .min(0n)
          .max(2n ** 53n),
        studio: rateInput,
        publisher: rateInput,
      }),
    )
    .min(1)
    .max(MOST_TIERS)
    .readonly(),
  guarantee: z.strictObject({ amount: amountInput, day: dayInput }).nullable(),
  advance: z.strictObject({ amount: amountInput, rate: rateInput.min(1) }).nullable(),
  payDays: z.int().min(0).max(90),
})
const proposal = z.strictObject({
  commandKey: commandKeyInput,
  titleId: idInput,
  publisherId: idInput,
  channelId: idInput,
  /** Where the studio is paid: an address of a key, or 40 hex digits of its hash. */
  account: lineInput(200),
  terms: termsInput,
})
type Proposal = z.infer<typeof proposal>

/**
 * Proposes a contract for an own title, or its next version when there is one with this channel: the studio has taken part with
 * it. Versions before stay as they are. Refuses `contract-key-missing`, `payee-unknown`, `parties-same`, `organisation-unknown`,
 * `version-open`, and what `checkTerms` refuses.
 */
export const proposeRoute = allowed('studio.contract', {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
})
  .input(proposal)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => propose(tx, ctx, input)))

async function propose(tx: DbOrTransaction, ctx: MemberContext, asked: Proposal) {
  const { commandKey: contractId, titleId, terms } = asked
  const { organisationId, personId } = ctx.user
  const same = and(eq(royaltyParties.contractId, contractId), eq(royaltyParties.signerId, personId))
  const [known] = await tx.select({ id: royaltyParties.contractId }).from(royaltyParties).where(same)
  if (known) return { contractId }
  const own = and(eq(studioTitles.id, titleId), eq(studioTitles.organisationId, organisationId))
  // Two versions of one contract are numbered one after the other.
  const [title] = await tx.select().from(studioTitles).where(own).for('update')
  if (!title) throw refusalToError({ code: 'not-found' })
  const checked = checkTerms(terms)
  if (!checked.ok) throw refusalToError(fileRefusal(checked.refusal))
  const signing = await signingAs(tx, ctx, asked.account)
  const parties = await partiesOf(tx, asked, organisationId)
  const line = await nextVersion(tx, asked)
  const at = new Date(ctx.clock.nowMs())
  const row = { ...line, id: contractId, lineId: line.lineId ?? contractId, titleId }
  mustFit({ ...row, terms }, title, parties)
  await tx
    .insert(royaltyContracts)
    .values({ ...row, terms: tellTerms(terms), step: 'proposed', createdAt: at, updatedAt: at })
  const joined = { ...signing, joinedAt: at }
  await tx
    .insert(royaltyParties)
    .values(parties.map((party) => ({ ...party, contractId, ...(party.part === 'studio' ? joined : {}) })))
  await auditIn(tx, ctx, { subject: contractId })
  return { contractId }
}

type Named = { readonly part: Part; readonly organisationId: string; readonly name: string }

/** Refuses `terms-too-long`, before anybody takes part in what no record can hold. */
function mustFit(
  row: { readonly lineId: string; readonly version: number; readonly terms: RoyaltyTerms },
  { name: title, code }: typeof studioTitles.$inferSelect,
  parties: readonly Named[],
): void {
  const account = '00'.repeat(20)
  const named = (part: Part) => ({ name: parties.find((one) => one.part === part)?.name ?? '', account })
  const value = contractValue({
    ...{ title, code, contract: row.lineId, version: row.version, terms: row.terms },
    parties: { studio: named('studio'), publisher: named('publisher'), channel: named('channel') },
  })
  if (!value.ok) throw refusalToError(fileRefusal(value.refusal))
}

/** The account and the key with which a person takes part. Refuses `contract-key-missing`, `payee-unknown`. */
export async function signingAs(tx: DbOrTransaction, { user }: MemberContext, account: string) {
  const signerKey = await actKeyOf(tx, user.personId)
  if (!signerKey) throw refusalToError({ code: 'contract-key-missing' })
  const keyHash = await keyHashNamed(tx, account)
  if (!keyHash) throw refusalToError({ code: 'payee-unknown', facts: { name: account, field: 'account' } })
  return { account: toHex(keyHash), signerId: user.personId, signerKey }
}

async function partiesOf(tx: DbOrTransaction, { publisherId, channelId }: Proposal, studioId: string) {
  const parties: readonly { part: Part; organisationId: string }[] = [
    { part: 'studio', organisationId: studioId },
    { part: 'publisher', organisationId: publisherId },
    { part: 'channel', organisationId: channelId },
  ]
  const ids = [...new Set(parties.map((party) => party.organisationId))]
  if (ids.length !== parties.length)
    throw refusalToError({ code: 'parties-same', facts: { field: 'channelId' } })
  const known = await tx
    .select({ id: organisations.id, name: organisations.name })
    .from(organisations)
    .where(and(inArray(organisations.id, ids), mayContract))
  return parties.map((party): Named => {
    const found = known.find(({ id }) => id === party.organisationId)
    if (!found) throw refusalToError({ code: 'organisation-unknown', facts: { field: `${party.part}Id` } })
    return { ...party, name: found.name }
  })
}

/** The version after the newest one of this title with this channel; one that is still open must be settled first. */
async function nextVersion(tx: DbOrTransaction, { titleId, channelId }: Proposal) {
  const rows = await contractRows(tx, eq(royaltyContracts.titleId, titleId))
  const parties = await partyRows(
    tx,
    rows.map(({ contract }) => contract.id),
  )
  const withChannel = rows.filter(({ contract }) =>
    parties.some(
      ({ party }) =>
        party.contractId === contract.id && party.part === 'channel' && party.organisationId === channelId,
    ),
  )
  if (withChannel.some(({ contract: { step } }) => step === 'proposed' || step === 'prepared'))
    throw refusalToError({ code: 'version-open' })
  const [newest] = withChannel.toSorted((a, b) => b.contract.version - a.contract.version)
  if (!newest) return { lineId: undefined, version: 1 }
  return { lineId: newest.contract.lineId, version: newest.contract.version + 1 }
}
