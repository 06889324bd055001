// Run as a program: writes another amount into one row of the table of outputs, as somebody with the database would.
import { openDatabase, schema } from '@vc/db'
import { startPostgres } from '@vc/db/server'
import { and, eq } from 'drizzle-orm'

const [folder = '', txid = '', index = '0', amount = '0'] = process.argv.slice(2)
// Its server runs already: this only tells its address, so it is not stopped here.
const { url } = await startPostgres({ dataDir: `${folder}/postgres`, port: 0 })
const { db } = openDatabase(url)
const { outputs } = schema
const one = and(eq(outputs.txid, txid), eq(outputs.index, Number(index)))
const [before] = await db.select({ amount: outputs.amount }).from(outputs).where(one)
const altered = await db
  .update(outputs)
  .set({ amount: BigInt(amount) })
  .where(one)
  .returning({ txid: outputs.txid })
if (before === undefined || altered.length !== 1) throw new Error(`no output ${txid}:${index}`)
console.log(String(before.amount))
process.exit(0)
