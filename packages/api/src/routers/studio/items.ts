import { LEDGER_FEE } from '@vc/admission'
import { fromHex, toHex } from '@vc/crypto'
import { heldRecords, itemRows, keysHeldBy, recordOfferRows, schema } from '@vc/db'
import { CIRCULATION, commitRecord, keyHashScript, txidOf, writeRecord, writtenOutput } from '@vc/ledger'
import { ITEM_TABLE, itemWrite } from '@vc/nfr'
import { and, eq, inArray, or } from 'drizzle-orm'
import { z } from 'zod'
import { actState } from '../../acts/act-state.ts'
import { draftAct, legOf } from '../../acts/draft-act.ts'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { commandKeyInput, idInput, idOfKey, lineInput } from '../../input.ts'
import { keyHashNamed } from '../../people/key-hash-named.ts'
import { coinsOf, ownAccounts } from '../../people/own-accounts.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { refusedTaking, tradeState } from '../trades/offer-state.ts'
import { chainMoment } from '../trades/offers.ts'

const { gameItems, recordOffers, studioTitles } = schema
const keyOf = (id: string): string => id.replaceAll('-', '')

/** Items of the own titles, items that the person's accounts hold, and items that anybody offers, each with whose it is and what it costs. */
export const itemsRoute = allowed('studio.list', reads).query(async ({ ctx }) => {
  const owners = await ownAccounts(ctx.db, ctx.user)
  const viewer = { owners, personId: ctx.user.personId }
  const at = await chainMoment(ctx.db, ctx.clock.nowMs())
  const offered = await recordOfferRows(ctx.db, eq(recordOffers.table, ITEM_TABLE))
  const keys = [...(await keysHeldBy(ctx.db, ITEM_TABLE, owners)), ...offered.map(({ offer }) => offer.key)]
  const seen = [eq(studioTitles.organisationId, ctx.user.organisationId)]
  const rows = await itemRows(ctx.db, or(...seen, inArray(gameItems.id, [...new Set(keys)].map(idOfKey))))
  const held = await heldRecords(
    ctx.db,
    ITEM_TABLE,
    rows.map(({ item }) => keyOf(item.id)),
  )
  return rows
    .map(({ item, title, act, height }) => {
      const holds = held.find(({ key }) => key === keyOf(item.id))
      const offers = offered
        .filter(({ offer }) => offer.key === keyOf(item.id))
        .map((row) => ({ row, state: tradeState(row, holds, at) }))
      const open = offers.find(({ state }) => ['open', 'taken', 'on-its-way'].includes(state))
      const keyHash = holds?.holder.keyHash ?? null
      return {
        ...{ id: item.id, key: keyOf(item.id), name: item.name, title: title.name, holder: keyHash },
        ...{ isMine: keyHash !== null && owners.includes(keyHash), issuer: item.issuer },
        ...{ state: actState(act, height, at), hands: offers.filter(({ state }) => isThrough(state)).length },
        isOfOwnTitle: title.organisationId === ctx.user.organisationId,
        offer: open
          ? {
              ...{ id: open.row.offer.id, price: open.row.offer.price, state: open.state },
              isMine: owners.includes(open.row.offer.keyHash),
              refusal: refusedTaking(open.row, viewer),
            }
          : null,
      }
    })
    .filter(({ isMine, isOfOwnTitle, offer }) => isMine || isOfOwnTitle || offer !== null)
})

const isThrough = (state: string): boolean => state === 'in-block' || state === 'final'

const issuing = z.strictObject({
  ...{ commandKey: commandKeyInput, titleId: idInput, name: lineInput(120) },
  /** Whose account gets it. */
  to: lineInput(200),
})

/**
 * Issues an item of an own title as a record that the player's account holds from then on: one act of two transactions, both of the
 * studio's own account (docs/adr/0028). Refuses `not-found`, `payee-unknown`, `value-short`, `no-account`, `debtor-late`.
 */
export const issueItemRoute = allowed('studio.contract', {
  stepUp: 'none',
  idempotency: 'command-key',
  audit: 'decision',
  rate: 'act',
})
  .input(issuing)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => issue(tx, ctx, input)))

async function issue(tx: DbOrTransaction, ctx: MemberContext, asked: z.infer<typeof issuing>) {
  const { commandKey: id, titleId, name, to } = asked
  const { organisationId, personId: createdBy } = ctx.user
  const own = and(eq(studioTitles.id, titleId), eq(studioTitles.organisationId, organisationId))
  const [title] = await tx.select().from(studioTitles).where(own).for('update')
  if (!title) throw refusalToError({ code: 'not-found' })
  const same = and(eq(gameItems.id, id), eq(gameItems.createdBy, createdBy))
  const [known] = await tx.select({ actId: gameItems.actId }).from(gameItems).where(same)
  if (known) return known
  const player = await keyHashNamed(tx, to)
  if (!player) throw refusalToError({ code: 'payee-unknown' })
  const { owner: issuer, values } = await coinsOf(
    tx,
    await ownAccounts(tx, ctx.user),
    CIRCULATION,
    2n * LEDGER_FEE,
  )
  const guard = keyHashScript(fromHex(issuer))
  const write = itemWrite({ item: id, title: title.code, name, issuer })
  const paying = { amount: LEDGER_FEE, fee: LEDGER_FEE, changeTo: guard }
  const commitment = commitRecord({ ...write, values, guard, ...paying })
  const committed = writtenOutput(commitment, 0)
  const record = writeRecord({ ...write, commitment: committed, holderScript: keyHashScript(player) })
  const actId = await draftAct(tx, ctx, {
    ...{ kind: 'item.issue', subject: { kind: 'game-item', id } },
    legs: [legOf(commitment, values), legOf(record, [committed])],
  })
  const row = { id, titleId, name, issuer, actId, txid: toHex(txidOf(record)), createdBy }
  await tx.insert(gameItems).values({ ...row, createdAt: new Date(ctx.clock.nowMs()) })
  await auditIn(tx, ctx, { subject: id })
  return { actId }
}
