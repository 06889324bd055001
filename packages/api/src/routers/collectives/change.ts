import { equalBytes, fromHex, type ListedMember, listAfter, toHex } from '@vc/crypto'
import { findCursor, schema, writeOutbox } from '@vc/db'
import { and, eq, gt, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, idInput, lineInput } from '../../input.ts'
import { allowed } from '../../procedures.ts'
import { badFacts, type FileInput, fileInput, fileRefusal, readFileInput } from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { type CollectiveRow, findCollective, namesByKey, type Seat, seatsOf, versionInForce } from './find.ts'
import { type Asked, isKnown, keepProposal } from './keep-proposal.ts'
import { kindOf, type MemberKind, memberKinds } from './member-kind.ts'
import { type ChangesFile, readChangesFile } from './read-changes-file.ts'
import { majorityOf, weightOf } from './register.ts'

const { collectiveChanges, collectiveProposals } = schema
const SHOWN = 20
const CHUNK = 500
const changeInput = fileInput.extend({ collectiveId: idInput })

/** A collective with its list in force and the kind that it is of; refuses `collective-not-ready` when there is none yet. */
async function findInForce(db: DbOrTransaction, ctx: MemberContext, collectiveId: string) {
  const collective = await findCollective(db, ctx.user, collectiveId)
  const version = await versionInForce(db, collective.ledgerId)
  const seats = version ? await seatsOf(db, collective.ledgerId, version.descriptor) : []
  if (!version || seats.length === 0) throw refusalToError({ code: 'collective-not-ready' })
  return { collective, version, seats, kind: memberKinds(ctx)[kindOf(version.descriptor)] }
}

async function readFile(
  input: Pick<FileInput, 'content' | 'encoding'>,
  { seats, kind }: { readonly seats: readonly Seat[]; readonly kind: MemberKind },
) {
  const present = new Set(seats.map(({ key }) => key))
  const read = await readChangesFile(readFileInput(input).file, kind, present)
  if (!read.ok) throw refusalToError(fileRefusal(read.refusal))
  return read.value
}

const membersAfter = (seats: readonly Seat[], change: Pick<ChangesFile, 'comes' | 'goes'>) =>
  listAfter<ListedMember>(seats.map(listedSeat), change)

const listedSeat = ({ key, weight, owner }: Seat): ListedMember => ({
  ...{ key: fromHex(key), weight: Number(weight), owner: fromHex(owner) },
})

/** What a vote on this file would change and which lines can not be taken; changes nothing. */
export const previewChangeRoute = allowed('collective.propose', {
  stepUp: 'none',
  idempotency: 'same-result',
  audit: 'none',
  rate: 'act',
})
  .input(changeInput)
  .mutation(async ({ ctx, input }) => {
    const { collective, seats, version, kind } = await findInForce(ctx.db, ctx, input.collectiveId)
    const file = await readFile(input, { seats, kind })
    const known = await namesByKey(ctx.db, collective.id)
    const after = membersAfter(seats, file)
    const weight = weightOf(after)
    const { encoding, columns, bad } = file
    return {
      ...{ encoding, columns, bad, weight, count: after.length, majority: majorityOf(weight) },
      threshold: Number(version.threshold),
      comes: file.comes.length,
      goes: file.goes.length,
      sample: [
        ...file.comes.map(({ name, weight: own }) => ({ comes: true, name, weight: own })),
        ...seats
          .filter(({ key }) => file.goes.includes(key))
          .map(({ key, weight: own }) => ({
            comes: false,
            name: known.get(key) ?? null,
            weight: Number(own),
          })),
      ].slice(0, SHOWN),
    }
  })

/**
 * Proposes that members of a collective change, and how many votes decide from then on (a majority unless told). The worker
 * writes the new list to the ledger; then the members in force vote on the record. One change at a time. Refuses
 * `rows-bad`, `members-same`, `members-none`, `members-too-many`, `threshold-too-high`, `change-under-way`,
 * `collective-not-ready`.
 */
export const proposeChangeRoute = allowed('collective.propose', {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
})
  .input(
    changeInput.extend({
      commandKey: commandKeyInput,
      threshold: z.int().min(1).optional(),
      purpose: lineInput(300),
      days: z.int().min(1).max(60),
    }),
  )
  .mutation(async ({ ctx, input }) => {
    const isNew = await ctx.db.transaction((tx) => proposeChange(tx, ctx, input))
    if (isNew) await ctx.wake('prepare-collective-change', `prepare-change-${input.commandKey}`)
    return { proposalId: input.commandKey }
  })

type AskedChange = Asked &
  FileInput & { readonly collectiveId: string; readonly threshold?: number | undefined }

async function proposeChange(tx: DbOrTransaction, ctx: MemberContext, asked: AskedChange): Promise<boolean> {
  const { collective, version, seats, kind } = await findInForce(tx, ctx, asked.collectiveId)
  if (await isKnown(tx, ctx, collective, asked.commandKey)) return false
  const file = await readFile(asked, { seats, kind })
  if (file.bad.length > 0)
    throw refusalToError({ code: 'rows-bad', facts: badFacts(file.bad, file.comes.length) })
  const nextDescriptor = descriptorAfter(kind, membersAfter(seats, file), asked.threshold)
  if (equalBytes(nextDescriptor, version.descriptor)) throw refusalToError({ code: 'members-same' })
  await mustBeAlone(tx, collective, version.descriptor)
  const { descriptor } = version
  const unprepared = { transaction: '', txid: '', named: [], outpoints: [] }
  const kept = { collectiveId: collective.id, descriptor, nextDescriptor, ...unprepared }
  await keepProposal(tx, ctx, asked, { ...kept, kind: 'members', step: 'preparing' })
  await keepChanges(tx, asked.commandKey, file, { seats, names: await namesByKey(tx, collective.id) })
  const payload = { proposalId: asked.commandKey }
  const key = `prepare-change-${asked.commandKey}`
  await writeOutbox(tx, { topic: 'prepare-collective-change', payload, key })
  return true
}

function descriptorAfter(
  { most, descriptorOf }: MemberKind,
  members: readonly ListedMember[],
  threshold: number | undefined,
) {
  const weight = weightOf(members)
  if (members.length === 0) throw refusalToError({ code: 'members-none' })
  if (members.length > most) throw refusalToError({ code: 'members-too-many', facts: { most } })
  const descriptor = descriptorOf(members, threshold ?? majorityOf(weight))
  if (!descriptor) throw refusalToError({ code: 'threshold-too-high', facts: { weight } })
  return descriptor
}

/**
 * Two changes of the same members, or of their roles, would be one too many: whichever came second would be decided on what is
 * not so any more. Refuses `change-under-way`.
 */
export async function mustBeAlone(
  tx: DbOrTransaction,
  collective: CollectiveRow,
  descriptor: Uint8Array,
  of: 'members' | 'roles' = 'members',
): Promise<void> {
  const { id, kind, collectiveId, step, closesAt } = collectiveProposals
  const [other] = await tx
    .select({ id })
    .from(collectiveProposals)
    .where(
      and(
        eq(collectiveId, collective.id),
        eq(kind, of),
        eq(collectiveProposals.descriptor, descriptor),
        inArray(step, ['preparing', 'open', 'joined']),
        gt(closesAt, (await findCursor(tx))?.height ?? 0),
      ),
    )
    .limit(1)
  if (other) throw refusalToError({ code: 'change-under-way' })
}

type Known = { readonly seats: readonly Seat[]; readonly names: ReadonlyMap<string, string> }

async function keepChanges(
  tx: DbOrTransaction,
  proposalId: string,
  { comes, goes }: ChangesFile,
  { seats, names }: Known,
): Promise<void> {
  const gone = new Set(goes)
  const going = seats
    .filter(({ key }) => gone.has(key))
    .map(({ key, weight, owner }) => ({
      ...{ comes: false, name: names.get(key) ?? '', key, weight, owner, possession: null },
    }))
  const coming = comes.map(({ name, key, weight, owner, possession }) => ({
    ...{ comes: true, name, key: toHex(key), weight: BigInt(weight), owner: toHex(owner), possession },
  }))
  const rows = [...going, ...coming].map((row, position) => ({ ...row, proposalId, position }))
  for (let from = 0; from < rows.length; from += CHUNK)
    await tx.insert(collectiveChanges).values(rows.slice(from, from + CHUNK))
}
