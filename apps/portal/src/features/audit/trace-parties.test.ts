import { toHex } from '@vc/crypto'
import { keyHashScript, kOfNScript, standardDebtScript } from '@vc/ledger'
import { expect, test } from 'vitest'
import type { TraceNode } from './trace-layout.ts'
import { partiesOf } from './trace-parties.ts'

const fill = (n: number, length = 20) => new Uint8Array(length).fill(n)
const [agent, user] = [toHex(fill(8)), toHex(fill(9))]
const output = (
  txid: string,
  element: number,
  layer: number,
  script: Uint8Array,
  keyHash: string | null,
) => ({
  ...{ txid, index: 0, layer, kind: 0, element, amount: 5n, script: toHex(script), standard: null, keyHash },
  ...{ expiryHeight: null, createdHeight: 1, spentBy: null, spentHeight: null },
})
const node = (
  txid: string,
  layer: number,
  named: TraceNode['named'],
  written: TraceNode['written'],
): TraceNode => ({
  ...{ txid, height: 1, index: 0, kind: 0, layer, fee: 0n, record: null, named, written },
})
const group = kOfNScript(2, [fill(1, 32), fill(2, 32), fill(3, 32)])
const source = { ...output('genesis', 1, 0, group, null), inputIndex: 0, reads: false }
const granted = output('grant', 1, 0, keyHashScript(fill(8)), agent)
const grant = node('grant', 0, [source], [granted])
const debt = output('loan', 2, 1, standardDebtScript(fill(9), 90), user)
const loan = node('loan', 1, [{ ...granted, inputIndex: 0, reads: true }], [debt, { ...debt, index: 1 }])

test('a loan names the group whose k of n keys stand behind it, the agent and the user, each once', () => {
  expect(partiesOf(loan, [grant, loan])).toEqual({ group: { k: 2, n: 3 }, agents: [agent], users: [user] })
})

test('a grant names the group and the agent; without the grant a loan does not guess the group', () => {
  expect(partiesOf(grant, [grant])).toEqual({ group: { k: 2, n: 3 }, agents: [agent], users: [] })
  expect(partiesOf(loan, [loan])).toEqual({ group: undefined, agents: [agent], users: [user] })
})
