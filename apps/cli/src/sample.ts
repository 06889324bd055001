import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { foundOrganisation, type Role } from '@vc/api'
import { openDatabase } from '@vc/db'
import { organisations } from '@vc/db/identity'
import { startPostgres } from '@vc/db/server'
import { eq } from 'drizzle-orm'

type Member = { readonly name: string; readonly nameZh: string; readonly role: Role }

/** The organisations of the sample consortium, one for each kind of member. */
const consortium: readonly Member[] = [
  { name: 'Harvest Credit Authority', nameZh: '丰收信用机构', role: 'authority' },
  { name: 'Green Valley Co-op', nameZh: '绿谷合作社', role: 'holder' },
  { name: 'Nebula Game Studio', nameZh: '星云游戏工作室', role: 'holder' },
  { name: 'Meridian Rights', nameZh: '子午权益发行', role: 'issuer' },
  { name: 'Clearwater Appraisers', nameZh: '清源评估', role: 'appraiser' },
  { name: 'Certification Centre', nameZh: '权益认证中心', role: 'certification-centre' },
  { name: 'Power Trading Centre', nameZh: '电力交易中心', role: 'trading-centre' },
  { name: 'Settlement Centre', nameZh: '结算中心', role: 'settlement-centre' },
  { name: 'Regulator', nameZh: '监管机构', role: 'regulator' },
]

const root = resolve(import.meta.dirname, '../../..')
const dataDir = resolve(root, process.env.VC_DATA_DIR || '.data')
const port = Number(process.env.POSTGRES_PORT || 54_710)
const url =
  process.env.DATABASE_URL || (await startPostgres({ dataDir: join(dataDir, 'postgres'), port })).url
const origin = `http://localhost:${process.env.PORTAL_PORT || 3000}`
const { db, close } = openDatabase(url)
const deps = { clock: { nowMs: () => Date.now() }, random: (n: number) => new Uint8Array(randomBytes(n)) }

for (const { name, nameZh, role } of consortium) {
  const [known] = await db
    .select({ id: organisations.id })
    .from(organisations)
    .where(eq(organisations.name, name))
  if (known) console.log(`${name} (${role}): is a member already`)
  else {
    const { token } = await db.transaction((tx) =>
      foundOrganisation(tx, deps, { name, nameZh, roles: [role] }),
    )
    console.log(`${name} (${role}): ${origin}/en/enrol/${token}`)
  }
}
await close()
