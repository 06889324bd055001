import { schema, scopedTo, TENANT_WALLS } from '@vc/db'
import { must } from '@vc/kernel'
import { sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import superjson from 'superjson'
import {
  type ApiDeps,
  appRouter,
  foundOrganisation,
  invite,
  type Role,
  roles,
} from '../packages/api/src/index.ts'
import { callSteppedUp, enrolPerson, type TestBrowser, testBrowser } from '../packages/api/src/testing.ts'

type Meta = { readonly authz: string; readonly stepUp: string }
type Field = { readonly def: { readonly format?: string; readonly innerType?: Field } }
type Procedure = {
  readonly _def: {
    readonly type: 'query' | 'mutation'
    readonly meta: Meta
    readonly inputs: readonly { readonly shape?: Readonly<Record<string, Field>> }[]
  }
}
/** One way in by an id: the procedure and the field of its input. */
type Way = { readonly path: string; readonly field: string; readonly procedure: Procedure }
type Outsider = {
  readonly role: Role
  readonly browser: TestBrowser
  readonly key: Awaited<ReturnType<typeof enrolPerson>>['key']
}

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)
const isId = ({ def }: Field): boolean =>
  def.format === 'uuid' || (def.innerType ? isId(def.innerType) : false)

/** Ids that name nothing of anybody: keys of commands, drawn by the caller, and organisations, known to every member. */
const NAMES_NOBODYS = [
  'commandKey',
  'settlement.deposit.key',
  'certificates.transfer.to',
  'cheques.putAside.centreId',
  'studio.propose.publisherId',
  'studio.propose.channelId',
  'identity.share.organisationId',
  'identity.unshare.organisationId',
  'standing.consent.authorityId',
  'standing.appeal.authorityId',
]

/** Holdings of certificates are named by 32 bytes of hex, all else by UUIDs. */
const HOLDING = 'holding'

/** Every id that any procedure takes at the top of its input. */
const ways: readonly Way[] = procedures.flatMap(([path, procedure]) =>
  Object.entries(procedure._def.inputs[0]?.shape ?? {})
    .filter(([field, schemaOf]) => isId(schemaOf) || field === HOLDING)
    .map(([field]) => ({ path, field, procedure }))
    .filter(({ field }) => !NAMES_NOBODYS.includes(field) && !NAMES_NOBODYS.includes(`${path}.${field}`)),
)

const {
  rightBatches,
  settlementBatches,
  creditApplications,
  creditImports,
  creditTransfers,
  acts,
  certificateRanges,
  chequeBooks,
  certificateTransfers,
  collectiveProposals,
  collectives,
  coopOrders,
  exchangeOffers,
  recordOffers,
  rewardCampaigns,
  roadmapIdeas,
  royaltyContracts,
  royaltyStatements,
  studioTitles,
  titleFeedback,
  licenceSales,
  works,
  trialOffers,
  trials,
} = schema
const { passkeys, people: persons, memberships, invitations, organisations, readmissions } = schema
/** The rows that an id of this field names, by the first word of the path. */
const rowsOf: Readonly<Record<string, PgColumn>> = {
  'rights.batchId': rightBatches.id,
  'settlement.batchId': settlementBatches.id,
  'credit.applicationId': creditApplications.id,
  'credit.collectiveId': collectives.id,
  'credit.actId': acts.id,
  'credit.importId': creditImports.id,
  'credit.modelId': schema.creditModels.id,
  'credit.transferId': creditTransfers.id,
  'acts.actId': acts.id,
  'certificates.holding': certificateRanges.holding,
  'certificates.transferId': certificateTransfers.id,
  'identity.fileId': schema.identityFiles.id,
  'collectives.collectiveId': collectives.id,
  'collectives.proposalId': collectiveProposals.id,
  'collectives.applicationId': creditApplications.id,
  'unions.collectiveId': schema.unions.collectiveId,
  'unions.proposalId': collectiveProposals.id,
  'cheques.bookId': chequeBooks.id,
  'coop.orderId': coopOrders.id,
  'coop.requestId': schema.supplierRequests.id,
  'organisation.requestId': schema.supplierRequests.id,
  'works.workId': works.id,
  'coop.workId': works.id,
  'works.saleId': licenceSales.id,
  'works.taskId': schema.workTasks.id,
  'works.contributionId': schema.workContributions.id,
  'staking.offerId': exchangeOffers.id,
  'studio.contractId': royaltyContracts.id,
  'studio.statementId': royaltyStatements.id,
  'studio.titleId': studioTitles.id,
  'studio.ideaId': roadmapIdeas.id,
  'studio.offerId': trialOffers.id,
  'studio.trialId': trials.id,
  'studio.feedbackId': titleFeedback.id,
  'studio.campaignId': rewardCampaigns.id,
  'trades.offerId': recordOffers.id,
  'auth.keyId': passkeys.id,
  'auth.membershipId': memberships.id,
  'organisation.keyId': passkeys.id,
  'organisation.personId': persons.id,
  'organisation.invitationId': invitations.id,
  'organisation.readmissionId': readmissions.id,
  'sample.organisationId': organisations.id,
  'standing.appealId': schema.scoreAppeals.id,
  'standing.noticeId': schema.creditNotices.id,
  'standing.consentId': schema.scoreConsents.id,
}
/** The column of the rows that a way leads to; a way that is not told here fails the test that asks. */
const columnOf = ({ path, field }: Way): PgColumn =>
  must(rowsOf[`${path.split('.')[0]}.${field}`], `test/isolation.ts says what rows ${path} ${field} names`)

/** Ten people, one for each role, of a new organisation that has nothing to do with anybody. */
async function outsiders(deps: ApiDeps): Promise<readonly Outsider[]> {
  const names = { name: 'Outsiders', nameZh: '局外人', roles: [...roles] as [Role, ...Role[]] }
  const { organisationId } = await foundOrganisation(deps.db, deps, names)
  const validFrom = new Date(deps.clock.nowMs())
  const times = { validFrom, expiresAt: new Date(validFrom.getTime() + 3_600_000) }
  const made: Outsider[] = []
  for (const role of roles) {
    const token = await invite(deps.db, deps, { organisationId, role, isAdmin: true, ...times })
    const browser = testBrowser(deps)
    const { key } = await enrolPerson(browser, token, `Outsider ${role}`)
    made.push({ role, browser, key })
  }
  return made
}

/** Asks a procedure as a person, with a fresh touch of the key where it wants one. */
function askAs({ browser, key }: Outsider, path: string, { _def }: Procedure, input: unknown) {
  if (_def.meta.stepUp === 'key') return callSteppedUp(browser, key, path, input)
  return _def.type === 'query' ? browser.ask(path, input) : browser.call(path, input)
}

const NOBODY = '00000000-0000-4000-8000-000000000000'
const REST: Readonly<Record<string, object>> = {
  'rights.appraise': { report: 'Seen', value: null },
  'rights.decline': { reason: 'Not mine' },
  'rights.fingerprint': { works: [{ accession: '1', contentHash: '00'.repeat(32) }] },
  'certificates.transfer': { count: 1n, to: NOBODY },
  'collectives.propose': { commandKey: NOBODY, to: '0f'.repeat(20), amount: 1n, purpose: 'Seed', days: 1 },
  'identity.open': { reason: 'To see it' },
  'collectives.previewChange': { fileName: 'change.csv', content: '' },
  'collectives.proposeChange': {
    ...{ fileName: 'change.csv', content: '', commandKey: NOBODY },
    ...{ purpose: 'A new season', days: 1 },
  },
  'collectives.askLoan': {
    ...{ commandKey: NOBODY, amount: 1n, price: 0n, due: 99, purpose: 'Seed', days: 1 },
  },
  'collectives.askRepayment': {
    ...{ commandKey: NOBODY, lots: [`${'00'.repeat(32)}:0`], purpose: 'A lot', days: 1 },
  },
  'collectives.locks': { lots: [`${'00'.repeat(32)}:0`] },
  'collectives.askGuarantee': { commandKey: NOBODY, position: 1, days: 1 },
  'collectives.repay': { commandKey: NOBODY, amount: 1n },
  'collectives.payIn': { commandKey: NOBODY, amount: 1n },
  'collectives.vote': { key: '00'.repeat(48), signatures: ['00'.repeat(96)] },
  'collectives.formGroup': { name: 'A group', keys: ['00'.repeat(48)] },
  'collectives.commit': { key: '00'.repeat(256), commitments: ['00'.repeat(512)] },
  'collectives.answer': { key: '00'.repeat(256), answers: ['00'.repeat(32)] },
  'collectives.handIn': { transaction: '00' },
  'unions.askRoles': {
    ...{ commandKey: NOBODY, purpose: 'A new season', days: 1 },
    roles: [{ credential: '00'.repeat(48), role: 'farm' }],
  },
  'coop.pledge': { commandKey: NOBODY, amount: 1n },
  'studio.propose': {
    ...{ commandKey: NOBODY, publisherId: NOBODY, channelId: NOBODY, account: '0f'.repeat(20) },
    terms: {
      ...{ validFrom: '2026-01-01', validTo: '2026-12-31', platformFee: 0, payDays: 1 },
      ...{ tiers: [{ from: 0n, studio: 1, publisher: 1 }], guarantee: null, advance: null },
    },
  },
  'studio.addIdea': { commandKey: NOBODY, text: 'More maps', days: 1 },
  // Its key becomes the id of the outsider's own trial, which must not stand for nobody's.
  'studio.tryTitle': { commandKey: '00000000-0000-4000-8000-000000000001' },
  'studio.join': { account: '0f'.repeat(20) },
  'studio.advance': { commandKey: NOBODY, amount: 1n },
  'studio.arrearsToCredit': {
    ...{ commandKey: NOBODY, payee: '0f'.repeat(20), accountId: '0f'.repeat(20) },
    ...{ termBlocks: 10, lots: 1, purpose: 'Arrears', guarantee: 'None' },
  },
  'studio.forecast': { commandKey: NOBODY, amount: 1n, fromDay: '2026-01-01', toDay: '2026-12-31' },
  'studio.drawCredit': {
    ...{ commandKey: NOBODY, accountId: '0f'.repeat(20), amount: 1n },
    ...{ termBlocks: 10, lots: 1, purpose: 'Early funds', guarantee: 'None' },
  },
  'studio.previewCorrection': { fileName: 'right.csv', content: '' },
  'studio.correct': { fileName: 'right.csv', content: '' },
  'studio.giveFeedback': { commandKey: NOBODY, stars: 5, words: 'Good' },
  'studio.answerFeedback': { words: 'Thanks' },
  'studio.addCampaign': {
    ...{ commandKey: NOBODY, kind: 'play', points: 1n, budget: 9n, fromHeight: 1, toHeight: 999_999 },
  },
  'studio.offerRedeem': { commandKey: NOBODY, lot: 1n, amount: 1n, budget: 9n },
  'studio.redeem': { commandKey: NOBODY, lots: 1 },
  'studio.issueItem': { commandKey: NOBODY, name: 'A sword', to: '0f'.repeat(20) },
  'coop.publish': {
    ...{ commandKey: NOBODY, title: 'Mine', buyer: 'Me', deadline: 99 },
    contracts: [
      {
        ...{ name: 'Me', account: '0f'.repeat(20), amount: 1n, reference: '1' },
        ...{ goods: 'Mine', due: '2026-12-01' },
      },
    ],
  },
  'coop.askCredit': {
    ...{ commandKey: NOBODY, debtor: { accountId: '0f'.repeat(20) }, purpose: 'Seed', termBlocks: 10 },
  },
  'coop.askRelease': { commandKey: NOBODY, days: 1 },
  'coop.deliver': { txid: '00'.repeat(32) },
  'works.addDraft': { commandKey: NOBODY, fingerprint: '00'.repeat(32), note: 'Mine' },
  'works.tip': { commandKey: NOBODY, amount: 1n, note: 'Good' },
  'works.sell': {
    ...{ commandKey: NOBODY, uses: ['show'], territory: 'World', days: 0, count: 1, price: 2n, reward: 0n },
  },
  'works.buy': { commandKey: NOBODY },
  'works.addTask': {
    ...{ commandKey: NOBODY, title: 'Mine', brief: 'A cover', reward: 1n, places: 1, deadline: 99 },
  },
  'works.contribute': { commandKey: NOBODY, name: 'Me', fingerprint: '00'.repeat(32), note: 'Mine' },
  'works.review': { stars: 5, words: 'Good' },
  'acts.decline': { reason: 'Not mine' },
  'acts.finish': {
    signatures: [
      {
        ...{ transaction: 0, part: 'input', index: 0, key: '02'.repeat(33) },
        by: { schnorr: '00'.repeat(64), publicKey: '00'.repeat(32) },
      },
    ],
  },
  'credit.submit': {
    ...{ commandKey: NOBODY, amount: 1_000n, termBlocks: 10, lots: 1, purpose: 'Seed', guarantee: 'None' },
  },
  'credit.decline': { reason: 'Not mine' },
  'credit.declineTransfer': { reason: 'Not mine' },
  'credit.overrule': { reason: 'Why not' },
  'standing.answerAppeal': { outcome: 'stands', reason: 'It is right', statements: [] },
}

/** What an outsider is told of an id: the code, `ok` when the door opens. */
async function toldOf(outsider: Outsider, way: Way, id: string) {
  const input = { ...REST[way.path], [way.field]: id }
  return (await askAs(outsider, way.path, way.procedure, input)).code
}

/**
 * Every id of everybody else, named by every outsider to every procedure that takes such an id and opens to the role:
 * where the answer is not the one that an id of nobody gets. Reads come first, so that nothing a write changed hides.
 */
export async function reachOfOutsiders(deps: ApiDeps) {
  const reached = new Set<string>()
  let asked = 0
  const rows = new Map<Way, readonly string[]>()
  for (const way of ways) rows.set(way, await idsOf(deps, columnOf(way)))
  const others = await Promise.all(Object.values(rowsOf).map((column) => idsOf(deps, column, MOST_CANARIES)))
  const people = await outsiders(deps)
  for (const name of await seenByOutsiders(people, new Set(others.flat()))) reached.add(name)
  const reads = ways.filter(({ procedure }) => procedure._def.type === 'query')
  for (const way of [...reads, ...ways.filter((one) => !reads.includes(one))])
    for (const outsider of people) {
      const nobody = await toldOf(outsider, way, way.field === HOLDING ? '00'.repeat(32) : NOBODY)
      if (nobody === 'not-allowed') continue
      if (nobody === 'input-malformed') throw new Error(`${way.path} needs a word in REST`)
      for (const id of rows.get(way) ?? []) {
        asked += 1
        const told = await toldOf(outsider, way, id)
        if (told !== nobody) reached.add(`${way.path} ${outsider.role}: ${told}`)
      }
    }
  return { asked, reached: [...reached].sort() }
}

/** Runs with the walls of the database open to requests, so that what is not reached is not reached by the API's own queries. */
export async function withoutWalls<T>(db: ApiDeps['db'], work: () => Promise<T>): Promise<T> {
  await db.execute(sql`alter role vc_api bypassrls`)
  try {
    return await work()
  } finally {
    await db.execute(sql`alter role vc_api nobypassrls`)
  }
}

/** The other way round: every walled table asked without any condition by a member of an organisation that has nothing. */
export async function foundWithoutFilter(db: ApiDeps['db']) {
  const outsider = { organisationId: NOBODY, personId: NOBODY, role: 'holder' }
  const scoped = scopedTo(db, { as: 'vc_api', ...outsider })
  const kept = Object.entries(TENANT_WALLS).filter(([, { seen }]) => seen !== 'true')
  const countOf = async (by: ApiDeps['db'], table: string) =>
    Number((await by.execute(sql.raw(`select count(*) as rows from ${table}`)))[0]?.rows)
  return Promise.all(
    kept.map(async ([table]) => ({
      ...{ table, there: await countOf(db, table), seen: await countOf(scoped, table) },
    })),
  )
}

const MOST_IDS = 3
async function idsOf({ db }: ApiDeps, column: PgColumn, most = MOST_IDS): Promise<readonly string[]> {
  const rows = await db.select({ id: column }).from(column.table).limit(most)
  return rows.map(({ id }) => String(id))
}

const MOST_CANARIES = 1000
/** Every question that wants no answer first, asked by every outsider: which of them name a row of somebody else's. */
async function seenByOutsiders(people: readonly Outsider[], canaries: ReadonlySet<string>) {
  const seen = new Set<string>()
  for (const [path, procedure] of procedures.filter(([, { _def }]) => _def.type === 'query'))
    for (const outsider of people) {
      const answers = [
        await askAs(outsider, path, procedure, undefined),
        await askAs(outsider, path, procedure, {}),
      ]
      const text = answers.map(({ value }) => superjson.stringify(value)).join()
      const ids = text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []
      if (ids.some((id) => canaries.has(id))) seen.add(`${path} ${outsider.role}: named`)
    }
  return [...seen]
}

/** Who is meant to see what is not the own organisation's, and to act on it (product.md, Roles). */
export const meantToReach: readonly string[] = [
  // Any authority may review what no other one took; without being an agent it goes no further.
  ...['credit.approve authority: agent-missing', 'credit.approve authority: application-step'],
  'credit.overrule authority: agent-missing',
  ...['credit.decline authority: ok', 'credit.review authority: ok'],
  // Any appraiser and any centre but the issuer's own may take works on.
  ...['rights.appraise appraiser: certification-step', 'rights.appraise appraiser: ok'],
  ...['rights.batch appraiser: ok', 'rights.batch certification-centre: ok'],
  // What is certified stands on the ledger for everybody.
  ...['rights.batch holder: ok', 'rights.batch issuer: ok', 'rights.batch regulator: ok'],
  'rights.batch trading-centre: ok',
  ...['appraiser', 'certification-centre', 'holder', 'issuer', 'regulator', 'trading-centre'].flatMap(
    (role) => [`rights.batches ${role}: named`, `rights.list ${role}: named`],
  ),
  'rights.certify certification-centre: certification-step',
  'rights.certify certification-centre: certifier-key-missing',
  'rights.certify certification-centre: own-certification',
  'rights.decline certification-centre: ok',
  // The operator who made the sample lets people in.
  'sample.invite node-operator: ok',
  'sample.read node-operator: named',
  // Credit is a matter of the whole network's admission, and of the authority that it is asked of.
  ...['credit.list admission: named', 'credit.list authority: named', 'credit.list regulator: named'],
  ...['credit.show admission: ok', 'credit.show authority: ok', 'credit.show regulator: ok'],
  ...['certificates.receivers holder: named', 'certificates.receivers trading-centre: named'],
  ...['certificates.list regulator: named', 'certificates.transfers regulator: named'],
  ...['settlement.list regulator: named'],
  // A regulator sees every collective, what it decided and what it owes.
  ...['debts', 'groups', 'history', 'loans', 'members', 'proposals', 'show'].map(
    (procedure) => `collectives.${procedure} regulator: ok`,
  ),
  'collectives.list regulator: named',
  // Who lets an authority see a score chooses it by its name.
  'standing.consents holder: named',
  // A studio chooses the other parties of a contract by their names.
  'studio.start holder: named',
  // What a channel lets players try is offered to every holder.
  ...['studio.offers holder: named', 'studio.tryTitle holder: ok'],
  ...['studio.tryTitle holder: module-off', 'studio.tryTitle holder: trials-most'],
  // The board of debt exchanges is everybody's who may list it; without coins of one's own it goes no further.
  ...['authority', 'holder', 'node-operator', 'regulator', 'settlement-centre', 'trading-centre'].map(
    (role) => `staking.offers ${role}: named`,
  ),
  ...['authority', 'holder', 'node-operator', 'settlement-centre', 'trading-centre'].flatMap((role) =>
    ['debt-not-found', 'no-account', 'offer-closed'].map((code) => `staking.take ${role}: ${code}`),
  ),
  // Orders are published to the whole network; without an account nobody pledges.
  ...['authority', 'holder', 'regulator', 'settlement-centre', 'trading-centre'].flatMap((role) => [
    ...[`coop.orders ${role}: named`, `coop.show ${role}: ok`, `coop.pledge ${role}: no-account`],
    ...[`coop.pledge ${role}: order-closed`, `coop.pledge ${role}: pledge-too-small`],
  ]),
  // Who takes cheques is told to everybody.
  ...roles.map((role) => `cheques.centres ${role}: named`),
  // Works are published to everybody; without an account nobody pays for them.
  ...roles.map((role) => `works.read ${role}: ok`),
  ...['authority', 'holder', 'issuer', 'regulator', 'settlement-centre', 'trading-centre'].map(
    (role) => `works.list ${role}: named`,
  ),
  ...['authority', 'holder', 'settlement-centre', 'trading-centre'].flatMap((role) => [
    ...[`works.tip ${role}: no-account`, `works.buy ${role}: no-account`],
    `works.buy ${role}: licences-gone`,
  ]),
  ...['authority', 'holder', 'issuer', 'settlement-centre', 'trading-centre'].flatMap((role) =>
    ['ok', 'reviewed-already'].map((code) => `works.review ${role}: ${code}`),
  ),
  ...['settlement.flows regulator: ok', 'settlement.read regulator: ok', 'settlement.report regulator: ok'],
]
