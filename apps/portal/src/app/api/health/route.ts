import { portalDeps } from '../../../server/context.ts'

export const dynamic = 'force-dynamic'

/**
 * Whether the portal can do its work: database and network are there. Says no more than that; who started it knows
 * it by PORTAL_INSTANCE, a number drawn for this start.
 */
export async function GET(): Promise<Response> {
  const headers = { 'cache-control': 'no-store', 'x-instance': process.env.PORTAL_INSTANCE ?? '' }
  try {
    const { db } = await portalDeps()
    await db.execute('select 1')
    return Response.json({ ok: true }, { headers })
  } catch {
    return Response.json({ ok: false }, { status: 503, headers })
  }
}
