import type { Role } from '@vc/api'

/** Who takes part in the sample. Names of organisations are unique in the portal, so they are not everyday ones. */

export type SampleOrganisation = { readonly name: string; readonly nameZh: string; readonly role: Role }

export const organisations = {
  authority: { name: 'Harvest Credit Authority', nameZh: '丰收授信社', role: 'authority' },
  valley: { name: 'Green Valley Co-op', nameZh: '绿谷合作社', role: 'holder' },
  studio: { name: 'Nebula Game Studio', nameZh: '星云游戏工作室', role: 'holder' },
  mill: { name: 'Riverbend Mill', nameZh: '河湾磨坊', role: 'holder' },
  press: { name: 'Northlight Press', nameZh: '北光印社', role: 'holder' },
  dairy: { name: 'Stonebridge Dairy', nameZh: '石桥乳业', role: 'holder' },
  channel: { name: 'Eastgate Game Channel', nameZh: '东门游戏渠道', role: 'holder' },
  issuer: { name: 'Meridian Rights', nameZh: '子午权益', role: 'issuer' },
  appraiser: { name: 'Clearwater Appraisers', nameZh: '清源评估', role: 'appraiser' },
  certification: {
    name: 'Lantern Certification Centre',
    nameZh: '明灯权益认证中心',
    role: 'certification-centre',
  },
  trading: { name: 'Southern Power Exchange', nameZh: '南方电力交易中心', role: 'trading-centre' },
  settlement: { name: 'Harbour Settlement Centre', nameZh: '海港结算中心', role: 'settlement-centre' },
  regulator: { name: 'Office of Financial Supervision', nameZh: '金融监督署', role: 'regulator' },
} as const satisfies Record<string, SampleOrganisation>
export type OrganisationKey = keyof typeof organisations
export const organisationKeys = Object.keys(organisations) as readonly OrganisationKey[]

export type SamplePerson = {
  readonly name: string
  readonly of: OrganisationKey
  /** Has a key that signs acts. */
  readonly signs?: true
  /** Keeps the seed of an account. */
  readonly hasAccount?: true
}

export const people = {
  lin: { name: 'Lin Mei 林梅', of: 'authority', signs: true },
  chen: { name: 'Chen Tao 陈涛', of: 'valley', signs: true, hasAccount: true },
  reyes: { name: 'Sofia Reyes', of: 'studio', signs: true, hasAccount: true },
  zhao: { name: 'Zhao Min 赵敏', of: 'mill', signs: true, hasAccount: true },
  haddad: { name: 'Amir Haddad', of: 'press', signs: true, hasAccount: true },
  hou: { name: 'Hou Jing 侯静', of: 'dairy', signs: true, hasAccount: true },
  qin: { name: 'Qin Yue 秦月', of: 'channel', signs: true, hasAccount: true },
  petrova: { name: 'Elena Petrova', of: 'issuer' },
  xu: { name: 'Xu Wen 许文', of: 'appraiser' },
  okafor: { name: 'Ruth Okafor', of: 'certification', signs: true },
  guo: { name: 'Guo Lei 郭磊', of: 'trading', signs: true },
  duarte: { name: 'Inês Duarte', of: 'settlement', signs: true },
  bai: { name: 'Bai Yun 白云', of: 'settlement', signs: true },
  tan: { name: 'Tan Hui 谭慧', of: 'regulator' },
} as const satisfies Record<string, SamplePerson>
export type PersonKey = keyof typeof people
export const personKeys = Object.keys(people) as readonly PersonKey[]
/** The facts of a person under the general type. */
export const personOf = (key: PersonKey): SamplePerson => people[key]

export type SampleLoan = {
  readonly name: string
  readonly debtor: PersonKey
  /** Smallest units. */
  readonly amount: bigint
  readonly termBlocks: number
  readonly lots: number
  readonly purpose: string
  readonly guarantee: string
  /** Lots that are repaid at once. */
  readonly repay?: number
  /** `given` unless said otherwise. */
  readonly fate?: 'overdue' | 'waits' | 'refused'
}

const DAY = 43_200
/** Why the sample's authority gives without full cover: its applicants list nothing that can be counted. */
export const OVERRULE_REASON =
  '按文字担保发放，成员连带负责。 Given on guarantees in words: the members answer for each other.'
export const REFUSAL_REASON =
  'The guarantee covers a third of the amount. Apply again with a second guarantor or for less.'

export const loans: readonly SampleLoan[] = [
  {
    ...{ name: 'seed', debtor: 'chen', amount: 48_000_000n, termBlocks: 360 * DAY, lots: 12, repay: 3 },
    purpose: 'Seed and diesel for 400 hectares of rice, spring sowing',
    guarantee: 'Thirty-one member households answer for it, each up to 2,000.00',
  },
  {
    ...{ name: 'milling', debtor: 'zhao', amount: 6_000_000n, termBlocks: 14, lots: 2, fate: 'overdue' },
    purpose: 'Repair of the main shaft before the harvest',
    guarantee: 'Lien on flour in store',
  },
  {
    ...{ name: 'engine', debtor: 'reyes', amount: 25_000_000n, termBlocks: 120 * DAY, lots: 6 },
    purpose: 'Licence of a rendering engine and two quarters of wages until release',
    guarantee: 'Rights in the game as certified; first claim on store revenue',
  },
  {
    ...{ name: 'paper', debtor: 'haddad', amount: 12_500_000n, termBlocks: 90 * DAY, lots: 3, fate: 'waits' },
    purpose: 'Paper and binding for the complete edition in eight volumes',
    guarantee: 'Prepaid subscriptions of 640 readers',
  },
  {
    ...{
      name: 'cold-store',
      debtor: 'hou',
      amount: 90_000_000n,
      termBlocks: 364 * DAY,
      lots: 24,
      fate: 'refused',
    },
    purpose: 'A cold store of 2,000 cubic metres',
    guarantee: 'The building that is to be built',
  },
]
