import { nobleChecks } from '@vc/crypto'
import { parseBitcoinAsm } from './script/bitcoin-asm.ts'
import { MAX_SCRIPT_BYTES } from './script/limits.ts'
import { type Machine, resultOf, runSteps, type ScriptContext } from './script/machine.ts'
import { readOperations } from './script/operations.ts'
import type { ScriptError } from './script/script-error.ts'
import { sighashContext } from './sighash.ts'
import { CIRCULATION, NO_BUNDLE, TRANSFER, VALUE } from './transaction.ts'

/** How one case went; a skipped one says which rule of ours is another than Bitcoin's. */
type Outcome = 'passed' | { readonly failed: string } | { readonly skipped: string }
export type BitcoinResult = { readonly name: string; readonly outcome: Outcome }

type Row = readonly unknown[]
type Case = {
  readonly name: string
  readonly scriptSig: string
  readonly scriptPubKey: string
  readonly flags: ReadonlySet<string>
  readonly expected: string
  readonly witness: boolean
}

/**
 * Runs the rows of btc-script/script_tests.json: scriptSig, then scriptPubKey on the stack that it left. Rows whose
 * verdict hangs on a rule that the ledger changed are skipped by that rule.
 */
export function runBitcoinScripts(rows: readonly Row[]): readonly BitcoinResult[] {
  return rows.flatMap((row) => {
    const one = caseOf(row)
    return one === undefined ? [] : [{ name: one.name, outcome: outcomeOf(one) }]
  })
}

function caseOf(row: Row): Case | undefined {
  if (row.length < 4) return undefined
  const witness = Array.isArray(row[0])
  const [scriptSig, scriptPubKey, flags, expected] = (witness ? row.slice(1) : row).map(String)
  if (scriptSig === undefined || scriptPubKey === undefined || expected === undefined) return undefined
  const name = `${JSON.stringify(scriptSig)} ${JSON.stringify(scriptPubKey)} [${flags}]`
  return { name, scriptSig, scriptPubKey, flags: new Set((flags ?? '').split(',')), expected, witness }
}

function outcomeOf(one: Case): Outcome {
  if (one.witness || /^P2SH,WITNESS/.test([...one.flags].join()) || one.flags.has('TAPROOT')) {
    return { skipped: 'segwit: witnesses have another form here (ledger.md 2)' }
  }
  const scripts = [parseBitcoinAsm(one.scriptSig), parseBitcoinAsm(one.scriptPubKey)]
  const changed = scripts.map(changedOpcode).find((rule) => rule !== undefined)
  if (changed !== undefined) return { skipped: changed }
  if (isPayToScriptHash(scripts[1]))
    return { skipped: 'P2SH: a script hash is SHA256 with a witness (ledger.md 11)' }
  if (policies.some((flag) => one.expected === flag))
    return { skipped: `relay policy of Bitcoin: ${one.expected}` }
  const lock = scripts.map((script) => unaskedLock(script, one.flags)).find((rule) => rule !== undefined)
  return lock === undefined ? compare(one, runBoth(scripts)) : { skipped: lock }
}

const policies = ['DISCOURAGE_UPGRADABLE_NOPS', 'SIG_PUSHONLY']

/** Opcodes whose meaning the ledger changed, wherever they stand. */
function changedOpcode(script: Uint8Array): string | undefined {
  for (const { opcode } of readOperations(script)) {
    if (opcode >= 0xac && opcode <= 0xaf)
      return 'signature opcode: other signatures and digest here (ledger.md 5)'
    if (opcode === 0xba || opcode === 0xbb)
      return 'opcode ba, bb: CHECKSIGADD, CHECKCOLLECTIVE here (ledger.md 5)'
    if (opcode === 0x89) return 'opcode 89: NHASH256 here (ledger.md 5)'
    if (opcode === 0xab) return 'CODESEPARATOR fails when executed (ledger.md 11)'
  }
  return undefined
}

/** A time lock that the row's flags leave a NOP. */
function unaskedLock(script: Uint8Array, flags: ReadonlySet<string>): string | undefined {
  for (const { opcode } of readOperations(script)) {
    const [flag, rule] =
      (opcode === 0xb1 && stricter.locktime) || (opcode === 0xb2 && stricter.sequence) || []
    if (flag !== undefined && !flags.has(flag)) return rule
  }
  return undefined
}

function isPayToScriptHash(script: Uint8Array | undefined): boolean {
  return script?.length === 23 && script[0] === 0xa9 && script[1] === 0x14 && script[22] === 0x87
}

/** What the ledger always asks, and Bitcoin only under a flag. */
const stricter: Partial<Record<ScriptError, readonly [flag: string, rule: string]>> = {
  'minimal-push': ['MINIMALDATA', 'minimal pushes are always asked (ledger.md 5)'],
  number: ['MINIMALDATA', 'minimal numbers are always asked (ledger.md 5)'],
  'clean-stack': ['CLEANSTACK', 'a clean stack is always asked (ledger.md 5)'],
  'minimal-if': ['MINIMALIF', 'IF and NOTIF take only empty or 01 (ledger.md 11)'],
  locktime: ['CHECKLOCKTIMEVERIFY', 'CHECKLOCKTIMEVERIFY always counts (ledger.md 5)'],
  sequence: ['CHECKSEQUENCEVERIFY', 'CHECKSEQUENCEVERIFY always counts (ledger.md 5)'],
}

function compare({ expected, flags }: Case, got: ScriptError | undefined): Outcome {
  if (got === undefined) return expected === 'OK' ? 'passed' : { failed: `expected ${expected}, got ok` }
  if (expected !== 'OK' && (words[expected] ?? []).includes(got)) return 'passed'
  const rule = stricter[got]
  if (rule !== undefined && !flags.has(rule[0])) return { skipped: rule[1] }
  const lengthOfNumber = got === 'number' && expected === 'SCRIPTNUM'
  return lengthOfNumber ? 'passed' : { failed: `expected ${expected}, got ${got}` }
}

/** Bitcoin's words and ours for the same fault. */
const words: Readonly<Record<string, readonly ScriptError[]>> = {
  INVALID_STACK_OPERATION: ['stack'],
  INVALID_ALTSTACK_OPERATION: ['stack'],
  BAD_OPCODE: ['opcode', 'syntax', 'disabled'],
  DISABLED_OPCODE: ['disabled'],
  EVAL_FALSE: ['false', 'clean-stack'],
  SCRIPTNUM: ['number'],
  UNKNOWN_ERROR: ['number'],
  MINIMALDATA: ['minimal-push', 'number'],
  UNBALANCED_CONDITIONAL: ['conditional'],
  CLEANSTACK: ['clean-stack'],
  MINIMALIF: ['minimal-if'],
  EQUALVERIFY: ['verify'],
  NUMEQUALVERIFY: ['verify'],
  VERIFY: ['verify'],
  OP_RETURN: ['return'],
  OP_COUNT: ['op-count'],
  STACK_SIZE: ['stack-size'],
  PUSH_SIZE: ['push-size'],
  SCRIPT_SIZE: ['item-size'],
  NEGATIVE_LOCKTIME: ['locktime', 'sequence'],
  UNSATISFIED_LOCKTIME: ['locktime', 'sequence'],
}

/** Core's spending transaction: one input, lockTime 0, sequence final. */
const tx = {
  version: 1,
  layer: CIRCULATION,
  kind: TRANSFER,
  bundle: NO_BUNDLE,
  inputs: [{ txid: new Uint8Array(32), index: 0, sequence: 0xffff_ffff }],
  outputs: [],
  premium: 0n,
  lockTime: 0,
  witnesses: [[]],
  acceptances: [],
} as const

/** Runs the first, copies the stack, runs the second; the result is asked at the end. */
function runBoth(scripts: readonly Uint8Array[]): ScriptError | undefined {
  let stack: Uint8Array[] = []
  let last: ScriptError | undefined
  for (const [number, script] of scripts.entries()) {
    if (script.length > MAX_SCRIPT_BYTES) return 'item-size'
    const machine = machineOf(script, stack)
    const error = runSteps(machine) ?? (machine.branches.length > 0 ? 'conditional' : undefined)
    if (error !== undefined) return error
    stack = machine.stack
    if (number === scripts.length - 1) last = resultOf(machine)
  }
  return last
}

function machineOf(script: Uint8Array, stack: readonly Uint8Array[]): Machine {
  const named = [{ element: VALUE, amount: 1n, script }] as const
  const network = new Uint8Array(32)
  const context: ScriptContext = {
    tx,
    index: 0,
    named,
    network,
    configuration: { rpIds: [], origins: [] },
    checks: nobleChecks,
  }
  const run = { alternative: [], branches: [], skipping: 0, at: 0, operations: 0, signers: [] }
  return { script, stack: [...stack], context, sighash: sighashContext(tx, named, network), ...run }
}
