import type { Command } from '../run-cli.ts'

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  payload: async () => (await import('./claim/payload.ts')).payload,
  burn: async () => (await import('./claim/burn.ts')).burn,
  notary: async () => (await import('./claim/notary.ts')).notary,
}

const usage = `Usage: vc claim COMMAND

  payload [--key KEY] [--at HEIGHT] [--satoshi N]
                   what to burn, or to give to the log, for the next proof-of-burn block (or the one at HEIGHT): the
                   payload, the output that burns, and a transaction without inputs for bitcoin-cli fundrawtransaction.
                   KEY makes the block; the node's own unless said
  burn TXID [--block HASH]
                   claim with a transaction that burns, read of the bitcoind at BITCOIN_RPC_URL
  burn --transaction FILE --proof FILE --height N
                   the same from files: its hex, what bitcoin-cli gettxoutproof printed, the height of its block
  notary FILE [--key KEY] [--at HEIGHT]
                   claim with a proof of the log that the configuration names (C2SP tlog-proof)

Environment:
  NODE_URL                 where the node answers that takes the claim and tells it to all others
  NODE_TOKEN_FILE          the token of the node, when it wants one; burn and notary hand something in
  BITCOIN_RPC_URL          where a bitcoind answers; user and password may stand in it
  BITCOIN_RPC_COOKIE_FILE  its cookie file, where they do not

A claim is not signed: it proves itself, and only the key in its payload can make the block that it gives a right to.`

/** Claims to proof-of-burn blocks (consensus.md 8). */
export const claim: Command = async ([name = '', ...args], out, environment) => {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (load === undefined || args.includes('--help') || args.includes('-h')) {
    out(usage)
    return load === undefined && !['--help', '-h', 'help'].includes(name) ? 2 : 0
  }
  try {
    return await (await load())(args, out, environment)
  } catch (error) {
    if (!isMisspelt(error)) throw error
    out(`${error.message}\n`)
    out(usage)
    return 2
  }
}

const isMisspelt = (error: unknown): error is Error =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
