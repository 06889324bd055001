import { portalDeps } from '../../../server/context.ts'

export const dynamic = 'force-dynamic'

/** Whether the portal can do its work: database and network are there. Says no more than that. */
export async function GET(): Promise<Response> {
  try {
    const { db } = await portalDeps()
    await db.execute('select 1')
    return Response.json({ ok: true }, { headers: { 'cache-control': 'no-store' } })
  } catch {
    return Response.json({ ok: false }, { status: 503, headers: { 'cache-control': 'no-store' } })
  }
}
