import { bytesToNumber, toHex } from '@vc/crypto'
import { parseJson, utf8Text } from '@vc/kernel'

type Facts = Readonly<Record<string, string>>
const amountText = /^[1-9]\d{0,15}$/
const heightText = /^[1-9]\d{0,8}$/
const accountText = /^[0-9a-f]{40}$/
const dayText = /^\d{4}-\d{2}-\d{2}$/

/**
 * What a co-op's order says (docs/adr/0017, 34): its need, its deadline, who pays the suppliers, and every contract that it
 * pays, as `pay0`, `payTo0`, `payName0` and so on, with the goods and their day. Nothing when one of them is not plain, so that no part of an order is ever shown as the whole.
 */
export function orderFacts(value: Uint8Array): Facts | undefined {
  const order = parsed(value)
  if (!isRecord(order) || !Array.isArray(order.contracts)) return undefined
  const { title, buyer, need, deadline, paidBy } = order
  const contracts = order.contracts.map(contractFacts)
  const isPlain = isLine(title) && isLine(buyer) && isText(need, amountText) && isText(deadline, heightText)
  const isKnown = paidBy === undefined || paidBy === 'credit'
  if (!isPlain || !isKnown || contracts.includes(undefined)) return undefined
  const count = contracts.length.toString()
  const head = { orderTitle: title, buyer, need, deadline, contracts: count, ...(paidBy ? { paidBy } : {}) }
  return Object.assign(head, ...contracts) as Facts
}

function contractFacts(contract: unknown, at: number): Facts | undefined {
  if (!isRecord(contract)) return undefined
  const { name, account, amount, reference, goods, due } = contract
  if (!isLine(name) || !isLine(reference)) return undefined
  if (!isText(account, accountText) || !isText(amount, amountText)) return undefined
  if (goods !== undefined && !(isLine(goods) && isText(due, dayText))) return undefined
  const agreed = goods === undefined ? [] : [goods, due]
  const named = [name, reference, ...agreed].join(', ')
  return { [`pay${at}`]: amount, [`payTo${at}`]: account, [`payName${at}`]: named }
}

/** What the record of a document of EPCIS events says: how many, and the SHA256 of the file. */
export function eventsFacts(value: Uint8Array): Facts | undefined {
  if (value.length !== 68) return undefined
  const count = bytesToNumber(value.slice(32, 36).reverse()).toString()
  return { events: count, fileHash: toHex(value.subarray(36)) }
}

function parsed(value: Uint8Array): unknown {
  const text = utf8Text(value)
  return text === undefined ? undefined : parseJson(text)
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown, form: RegExp): value is string =>
  typeof value === 'string' && form.test(value)
const isLine = (value: unknown): value is string => isText(value, /^[^\p{C}]{1,120}$/u)
