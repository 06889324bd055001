import { hash160, sha256, utf8 } from '@vc/crypto'
import { type SoftwareAuthenticator, softwareAuthenticator } from '@vc/crypto/software-authenticator'
import { must } from '@vc/kernel'
import { type ActSheetContext, sheetHashOf } from '../act-sheet.ts'
import { valueOutput } from '../build/make-transaction.ts'
import { genesisAllotment, genesisRecord, genesisRoster, type RecordWrite } from '../build/record.ts'
import { ada } from '../build/test-kit.ts'
import { defaultConfiguration } from '../configuration.ts'
import { ADMISSION, COUNCIL } from '../kinds/group.ts'
import { keyHashScript } from '../script/standard.ts'
import type { OutputAt } from '../state-effects.ts'
import { type TestLedger, testLedger } from '../testing.ts'
import { CIRCULATION, TRANSFER, type Transaction } from '../transaction.ts'

const party = { rpId: 'sign.example', origin: 'https://sign.example' }

/** A P-256 key that signs acts; the ledger sees 33 bytes and assertions, as of any authenticator. */
export type Hand = SoftwareAuthenticator
export const hand = (name: string): Hand => softwareAuthenticator(sha256(utf8(name)), party)
export const scriptOf = (by: Hand) => keyHashScript(hash160(by.publicKey33))
export const keysOf = (hands: readonly Hand[]) => hands.map(({ publicKey33 }) => publicKey33)

export const members = ['m1', 'm2', 'm3', 'm4', 'm5'].map(hand)
export const councillors = ['c1', 'c2', 'c3', 'c4', 'c5'].map(hand)

export const sheetContext: ActSheetContext = { network: new Uint8Array(32).fill(9), decimals: 2 }

/** A network as in production: hardware keys only, act sheets asked, two groups of five, coins of 1,000 for Ada. */
export type World = {
  readonly ledger: TestLedger
  readonly rosters: Readonly<Record<string, Transaction>>
  /** A coin that nothing has used yet. */
  readonly coin: () => OutputAt
  /** Puts a record into the genesis block. */
  readonly record: (write: RecordWrite, holderScript: Uint8Array) => OutputAt
  /** Allots an output in the genesis block. */
  readonly allot: (tx: Transaction) => OutputAt
}

export function foundWorld(): World {
  const configuration = {
    ...defaultConfiguration,
    hardwareKeysOnly: true,
    rpIds: [party.rpId],
    origins: [party.origin],
  }
  const ledger = testLedger(configuration, (tx, named) => sheetHashOf(tx, named, sheetContext))
  const admission = genesisRoster(ADMISSION, keysOf(members), configuration)
  const council = genesisRoster(COUNCIL, keysOf(councillors), configuration)
  const coins = genesisAllotment(
    CIRCULATION,
    TRANSFER,
    Array.from({ length: 16 }, () => valueOutput(ada.script, 1_000n)),
  )
  for (const tx of [admission, council, coins]) ledger.found(tx)
  const first = (tx: Transaction) => {
    ledger.found(tx)
    return ledger.output(tx, 0)
  }
  let next = 0
  return {
    ledger,
    rosters: { [ADMISSION]: admission, [COUNCIL]: council },
    coin: () => ledger.output(coins, next++),
    record: (write, holderScript) => first(genesisRecord({ ...write, holderScript })),
    allot: first,
  }
}

/** The credit source of 2^i units. */
export function sourceOf({ ledger, rosters }: World, i: number): OutputAt {
  return ledger.output(must(rosters[ADMISSION], 'the admission group'), 1 + i)
}
