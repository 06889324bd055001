import { bookedEvents, contractsOfChannel, pointSums, schema } from '@vc/db'
import { must } from '@vc/kernel'
import { campaignPoints, parseEvents, pointsOf } from '@vc/settlement'
import { withCells } from '@vc/tabular'
import { parseTableFile } from '@vc/tabular/sheet'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { auditIn } from '../../audit.ts'
import type { DbOrTransaction, MemberContext } from '../../context.ts'
import { ownAccounts } from '../../people/own-accounts.ts'
import { allowed, reads } from '../../procedures.ts'
import {
  badFacts,
  type FileInput,
  fileInput,
  fileRefusal,
  readFileInput,
  type ToldFile,
} from '../../read-file-input.ts'
import { refusalToError } from '../../refusal-to-error.ts'
import { runningCampaigns } from './campaigns.ts'
import { mustBeOn } from './modules.ts'

const { rewardFiles, rewardPoints, studioTitles } = schema
const habits = { stepUp: 'none', idempotency: 'same-result', rate: 'act' } as const
const CHUNK = 1_000

/** Reads a channel's play events by its contracts and by what was booked before. */
async function readEvents(db: DbOrTransaction, ctx: MemberContext, file: ToldFile) {
  const { organisationId } = ctx.user
  const table = await parseTableFile(file.bytes, file.told)
  if (!table.ok) throw refusalToError(fileRefusal(table.refusal))
  const contracts = await contractsOfChannel(db, organisationId)
  const codes = contracts.map(({ code }) => code)
  const titles = await db.select().from(studioTitles).where(inArray(studioTitles.code, codes))
  const parsed = parseEvents(table.value, {
    titles: new Map(titles.map(({ code, id }) => [code, id])),
    booked: await bookedEvents(db, organisationId),
    decimals: ctx.env.decimals,
  })
  if (!parsed.ok) throw refusalToError(fileRefusal(parsed.refusal))
  const points = parsed.value.events.flatMap((event) => pointsOf(event, ctx.env.decimals))
  const { columns, encoding, format } = table.value
  return { ...parsed.value, bad: withCells(table.value, parsed.value.bad), points, columns, encoding, format }
}

async function findFile(db: DbOrTransaction, { user }: MemberContext, digest: string) {
  const own = and(eq(rewardFiles.organisationId, user.organisationId), eq(rewardFiles.digest, digest))
  const [known] = await db.select().from(rewardFiles).where(own)
  return known
}

/** What taking a file of play events would book, and every line that stands in its way; changes nothing. */
export const previewEventsRoute = allowed('studio.state', { ...habits, audit: 'none' })
  .input(fileInput)
  .mutation(async ({ ctx, input }) => {
    const { file, digest } = readFileInput(input)
    if (await findFile(ctx.db, ctx, digest)) return { isKnown: true, seen: null }
    const { events, bad, points, columns, encoding, format } = await readEvents(ctx.db, ctx, file)
    const sum = points.reduce((all, one) => all + one.points, 0n)
    return { isKnown: false, seen: { count: events.length, bad, sum, columns, encoding, format } }
  })

/**
 * Takes a channel's play events whole and books their points, and those of the studios' running campaigns, once for each event. Refuses `module-off`, `play-events-bad`,
 * `events-columns`, and what the file is not.
 */
export const bringEventsRoute = allowed('studio.state', { ...habits, audit: 'decision' })
  .input(fileInput)
  .mutation(({ ctx, input }) => ctx.db.transaction((tx) => take(tx, ctx, input)))

async function take(tx: DbOrTransaction, ctx: MemberContext, input: FileInput) {
  const { organisationId, personId } = ctx.user
  const { file, digest } = readFileInput(input)
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`events ${organisationId}`}, 0))`)
  if (await findFile(tx, ctx, digest)) return { booked: 0, isNew: false }
  await mustBeOn(tx, organisationId, 'rewards')
  const { bad, events, points } = await readEvents(tx, ctx, file)
  if (bad.length > 0) throw refusalToError({ code: 'play-events-bad', facts: badFacts(bad, events.length) })
  const createdAt = new Date(ctx.clock.nowMs())
  const [row] = await tx
    .insert(rewardFiles)
    .values({ organisationId, fileName: input.fileName, digest, broughtBy: personId, createdAt })
    .returning({ id: rewardFiles.id })
  const fileId = must(row, 'an inserted row comes back').id
  const { campaigns, given } = await runningCampaigns(tx, [...new Set(events.map(({ titleId }) => titleId))])
  const all = [...points, ...campaignPoints(campaigns, events, given)]
  for (let at = 0; at < all.length; at += CHUNK)
    await tx
      .insert(rewardPoints)
      .values(all.slice(at, at + CHUNK).map((one) => ({ ...one, organisationId, fileId })))
  await auditIn(tx, ctx, { subject: fileId })
  return { booked: events.length, isNew: true }
}

/** Points of the person's own accounts, and what the own channel has booked, each by title. */
export const pointsRoute = allowed('studio.list', reads).query(async ({ ctx }) => ({
  own: await pointSums(ctx.db, inArray(rewardPoints.account, [...(await ownAccounts(ctx.db, ctx.user)), ''])),
  given: await pointSums(ctx.db, eq(rewardPoints.organisationId, ctx.user.organisationId)),
}))
