import { sha256, toHex } from '@vc/crypto'
import { parseStandard, type StandardScript } from '../script/parse-standard.ts'
import type { Layer, Output } from '../transaction.ts'
import type { ActLine } from './lines.ts'
import { elementNames, layerNames } from './names.ts'

/** Under which kind of script something lies, and whose it is in hex; SHA256 of a script that is not standard. */
export type Owner = { readonly name: string; readonly account: string }

/** What an output writes: amount and element, and to whom. */
export function outputLine(output: Output, index: number, layer: Layer): ActLine {
  const parsed = parseStandard(output.script)
  const { name, account } = ownerOf(output.script)
  return {
    what: whatOf(parsed),
    output: index.toString(),
    element: elementNames[output.element],
    amount: output.amount.toString(),
    layer: layerNames[layer],
    script: name,
    account,
    ...(parsed === undefined ? {} : detailsOf(parsed)),
  }
}

function whatOf(parsed: StandardScript | undefined): string {
  if (parsed?.name === 'collective-debt') return 'collective-debt'
  return parsed?.name === 'standard-debt' ? 'debt' : 'output'
}

/** Whose script this is. */
export function ownerOf(script: Uint8Array): Owner {
  const parsed = parseStandard(script)
  if (parsed === undefined) return { name: 'other', account: toHex(sha256(script)) }
  return { name: parsed.name, account: accountOf(parsed) }
}

function accountOf(parsed: StandardScript): string {
  switch (parsed.name) {
    case 'key-hash':
    case 'script-hash':
    case 'standard-debt':
      return toHex(parsed.hash)
    case 'k-of-n':
      return parsed.keys.map(toHex).join(' ')
    case 'collective':
    case 'collective-debt':
      return toHex(parsed.id)
    case 'record':
      return accountOf(parsed.guard)
    case 'hash-time-lock':
      return toHex(parsed.receiverHash)
    case 'stake':
      return ownerOf(parsed.owner).account
  }
}

function detailsOf(parsed: StandardScript): Readonly<Record<string, string>> {
  switch (parsed.name) {
    case 'standard-debt':
    case 'collective-debt':
      return { expiryHeight: parsed.expiryHeight.toString() }
    case 'k-of-n':
      return { k: parsed.k.toString(), n: parsed.keys.length.toString() }
    case 'record':
      return { commitment: toHex(parsed.hash) }
    case 'hash-time-lock':
      return {
        secretHash: toHex(parsed.secretHash),
        refund: toHex(parsed.refundHash),
        ...lockOf(parsed.lock),
      }
    case 'stake':
      return { producer: toHex(parsed.producerKey) }
    default:
      return {}
  }
}

const lockOf = (lock: { readonly height: number } | { readonly blocks: number }) =>
  'height' in lock ? { refundHeight: lock.height.toString() } : { refundBlocks: lock.blocks.toString() }
