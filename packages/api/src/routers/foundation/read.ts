import { foundingSteps, type KeptKey, pyramidOf } from '@vc/admission'
import { fromHex, hash160, toHex } from '@vc/crypto'
import {
  agentRecords,
  findCursor,
  foundationGroups,
  isSoftwareKey,
  type KeyOwner,
  leftToStruck,
  listedAgents,
  ownersOf,
  writtenBy,
} from '@vc/db'
import { passkeys } from '@vc/db/identity'
import { must } from '@vc/kernel'
import {
  ADMISSION,
  type Configuration,
  configurationOf,
  parseAgent,
  parseKOfN,
  type RosterHistory,
  type RosterStep,
} from '@vc/ledger'
import { and, isNotNull, isNull } from 'drizzle-orm'
import type { DbOrTransaction } from '../../context.ts'
import { allowed, reads } from '../../procedures.ts'
import { refusalToError } from '../../refusal-to-error.ts'

/**
 * The foundation groups as their transactions tell them: who is on the roster since when, with which kind of key, every
 * change before, what is left of its founding, and of the admission group the sixteen denominations of its credit with the signatures that each asks.
 */
export const groupsRoute = allowed('foundation.read', reads).query(async ({ ctx: { db } }) => {
  const { configuration, finalHeight } = await rulesOf(db)
  const groups = await foundationGroups(db)
  const keys = groups.flatMap(({ steps }) => steps.flatMap((step) => step.keys.map(toHex)))
  const ownerOf = await ownersByKey(db, keys)
  const keptOf = await keepersOf(db)
  return {
    hardwareKeysOnly: configuration.hardwareKeysOnly,
    finalHeight,
    groups: await Promise.all(
      groups.map(async (group) => ({
        ...{ name: group.group, roster: toHex(group.roster.txid) },
        members: group.keys.map((key) => memberOf(group, key, ownerOf)),
        steps: group.steps.map((step) => shownStep(step, ownerOf)),
        founding: foundingSteps(group.keys.map((key) => keptOf(toHex(key)))),
        denominations: group.group === ADMISSION ? await denominationsOf(db, group, configuration) : [],
      })),
    ),
  }
})

/** Who keeps which key for acts; nobody's when its person has revoked it. */
async function keepersOf(db: DbOrTransaction): Promise<(key: string) => KeptKey> {
  const rows = await db
    .select({ key: passkeys.actKey, person: passkeys.personId, isSoftware: isSoftwareKey })
    .from(passkeys)
    .where(and(isNotNull(passkeys.actKey), isNull(passkeys.revokedAt)))
  const known = new Map(rows.flatMap(({ key, ...kept }) => (key ? [[toHex(key), kept]] : [])))
  return (key) => known.get(key) ?? { person: undefined, isSoftware: false }
}

async function rulesOf(db: DbOrTransaction) {
  const cursor = await findCursor(db)
  if (!cursor) throw refusalToError({ code: 'not-found' })
  return { configuration: configurationOf(cursor.parameters), finalHeight: cursor.finalHeight }
}

export type OwnerOf = (key: string) => Pick<KeyOwner, 'name' | 'nameZh' | 'isSoftware'> | null

/** Whose each of these keys is. */
export async function ownersByKey(db: DbOrTransaction, keys: readonly string[]): Promise<OwnerOf> {
  const owners = await ownersOf(db, [...new Set(keys.map(hashOf))])
  const known = new Map(owners.map((owner) => [owner.keyHash, owner]))
  return (key) => {
    const found = known.get(hashOf(key))
    return found ? { name: found.name, nameZh: found.nameZh, isSoftware: found.isSoftware } : null
  }
}
const hashOf = (key: string) => toHex(hash160(fromHex(key)))

/** A member with the block that brought its key. `curve`: what an authenticator has, or what software signs with. */
function memberOf({ steps }: RosterHistory, key: Uint8Array, ownerOf: OwnerOf) {
  const hex = toHex(key)
  const brought = steps.findLast(({ keys }, at) => {
    const before = steps[at - 1]?.keys ?? []
    return keys.some((one) => toHex(one) === hex) && !before.some((one) => toHex(one) === hex)
  })
  const curve = key.length === 33 ? ('P-256' as const) : ('secp256k1' as const)
  return { key: hex, curve, owner: ownerOf(hex), since: brought?.height ?? 0 }
}

function shownStep(step: RosterStep, ownerOf: OwnerOf) {
  const { height, what, txid, keys } = step
  const named = (key: Uint8Array | undefined) => key && { key: toHex(key), owner: ownerOf(toHex(key)) }
  return {
    ...{ height, what, txid: toHex(txid), count: keys.length },
    key: named(step.key) ?? null,
    newKey: named(step.newKey) ?? null,
  }
}

/** The outputs 1 to 16 after the roster: how much each held, how many must sign for it, and what drew on it. */
async function denominationsOf(db: DbOrTransaction, group: RosterHistory, { creditUnit }: Configuration) {
  const written = await writtenBy(db, toHex(group.roster.txid))
  return written.slice(1, 17).map(({ index, amount, script, spentBy, spentHeight }) => ({
    ...{ power: index - 1, amount, units: amount / creditUnit, spentBy, spentHeight },
    need: parseKOfN(script)?.k ?? 0,
  }))
}

/** The agents in their pyramid: ceilings are handed down, exposure is summed up; and who was struck off, when, with what left. */
export const agentsRoute = allowed('foundation.read', reads).query(async ({ ctx: { db } }) => {
  const agents = pyramidOf(await listedAgents(db))
  const records = await agentRecords(db)
  const ownerOf = await ownersByKey(
    db,
    records.map(({ key }) => key),
  )
  const struck = records.filter(({ value }) => parseAgent(value) === undefined)
  const left = await leftToStruck(
    db,
    struck.map(({ key }) => key),
  )
  const at = new Map(records.map((record) => [record.key, record]))
  return {
    agents: agents.map((agent) => ({
      ...{
        ...agent,
        owner: ownerOf(agent.key),
        parentOwner: agent.parent === '' ? null : ownerOf(agent.parent),
      },
      ...{ height: at.get(agent.key)?.height ?? 0, txid: at.get(agent.key)?.txid ?? '' },
    })),
    struck: struck.map(({ key, height, txid }) => ({
      ...{ key, height, txid, owner: ownerOf(key) },
      ...must(left.get(key), 'what is left to a struck key'),
    })),
  }
})
