// Run as a program: makes the sessions of one person older in the database of a running network, as if time had passed:
// `idle` minutes since the last request, or `open` minutes since sign-in.
import { openDatabase } from '@vc/db'
import { people, sessions } from '@vc/db/identity'
import { startPostgres } from '@vc/db/server'
import { eq, inArray } from 'drizzle-orm'

const MINUTE_MS = 60_000
const [folder = '', name = '', what = '', minutes = '0'] = process.argv.slice(2)
if (what !== 'idle' && what !== 'open') throw new Error(`neither idle nor open: ${what}`)
// Its server runs already: this only tells its address, so it is not stopped here.
const { url } = await startPostgres({ dataDir: `${folder}/postgres`, port: 0 })
const { db, close } = openDatabase(url)
const then = new Date(Date.now() - Number(minutes) * MINUTE_MS)
const who = db.select({ id: people.id }).from(people).where(eq(people.name, name))
const aged = await db
  .update(sessions)
  .set(what === 'idle' ? { lastSeenAt: then } : { createdAt: then })
  .where(inArray(sessions.personId, who))
  .returning({ personId: sessions.personId })
await close()
if (aged.length !== 1) throw new Error(`${name} has ${aged.length} sessions`)
process.exit(0)
