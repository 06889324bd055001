import { challenges } from '@vc/db/identity'
import { parseJson } from '@vc/kernel'
import { and, eq, gt, lte } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { base64url, fromBase64url } from '../crypto-words.ts'
import { hashOfSid, newSid } from '../sessions/session.ts'

/** What a challenge is for. One made for one purpose never serves another. */
export type Purpose = 'login' | 'enrol' | 'add-key' | 'recover' | 'step-up' | 'act-key'
export type Challenge = {
  readonly challenge: string
  readonly personId: string | undefined
  readonly facts: Readonly<Record<string, string>>
}

const CHALLENGE_MS = 120_000

/**
 * Makes a challenge of 32 random bytes, good once within 120 seconds, for this browser and this purpose.
 * A browser without a cookie gets one that stands for nobody yet (reliability.md 1.3, check 1).
 */
export async function makeChallenge(
  ctx: Context,
  purpose: Purpose,
  about: { readonly personId?: string; readonly facts?: Challenge['facts'] } = {},
): Promise<string> {
  const challenge = base64url(ctx.random(32))
  const now = ctx.clock.nowMs()
  await ctx.door.delete(challenges).where(lte(challenges.expiresAt, new Date(now)))
  await ctx.door.insert(challenges).values({
    challenge,
    purpose,
    sessionHash: hashOfSid(sidOf(ctx)),
    personId: about.personId ?? null,
    facts: about.facts ?? {},
    expiresAt: new Date(now + CHALLENGE_MS),
  })
  return challenge
}

function sidOf(ctx: Context): string {
  const sid = ctx.cookie.read() ?? newSid(ctx.random)
  if (ctx.cookie.read() === undefined) ctx.cookie.write(sid)
  return sid
}

/**
 * Takes the challenge that the response was signed over out of the table, before anything is verified; undefined
 * when it is not ours, was used, is too old, or belongs to another browser or purpose.
 */
export async function takeChallenge(
  ctx: Context,
  purpose: Purpose,
  response: { readonly response: { readonly clientDataJSON: string } },
): Promise<Challenge | undefined> {
  const clientData = readClientData(response.response.clientDataJSON)
  const sid = ctx.cookie.read()
  if (!clientData || sid === undefined) return undefined
  const [row] = await ctx.door
    .delete(challenges)
    .where(
      and(
        eq(challenges.challenge, clientData.challenge),
        eq(challenges.purpose, purpose),
        eq(challenges.sessionHash, hashOfSid(sid)),
        gt(challenges.expiresAt, new Date(ctx.clock.nowMs())),
      ),
    )
    .returning()
  if (!row || clientData.isFramed) return undefined
  return { challenge: row.challenge, personId: row.personId ?? undefined, facts: row.facts }
}

const clientDataShape = z.object({
  challenge: z.string(),
  crossOrigin: z.boolean().optional(),
  topOrigin: z.unknown().optional(),
})

/** The signed client data: its challenge, and whether another site's frame was in play. */
function readClientData(text: string): { challenge: string; isFramed: boolean } | undefined {
  const parsed = clientDataShape.safeParse(parseJson(new TextDecoder().decode(fromBase64url(text))))
  if (!parsed.success) return undefined
  const { challenge, crossOrigin, topOrigin } = parsed.data
  return { challenge, isFramed: crossOrigin === true || topOrigin !== undefined }
}
