import { randomBytes } from 'node:crypto'
import { foundOrganisation } from '@vc/api'
import { openDatabase } from '@vc/db'
import { organisations } from '@vc/db/identity'

/** On a network without organisations founds the operator's and gives the link by which its first admin enrols. */
export async function firstInvitation(databaseUrl: string, origin: string): Promise<string | undefined> {
  const { db, close } = openDatabase(databaseUrl)
  try {
    const [known] = await db.select({ id: organisations.id }).from(organisations).limit(1)
    if (known) return undefined
    const deps = {
      clock: { nowMs: () => Date.now() },
      random: (length: number) => new Uint8Array(randomBytes(length)),
    }
    const founding = {
      name: 'Network operator',
      nameZh: '网络运营方',
      roles: ['node-operator', 'admission'],
    } as const
    const { token } = await db.transaction((tx) => foundOrganisation(tx, deps, founding))
    return `${origin}/en/enrol/${token}`
  } finally {
    await close()
  }
}
