import { spawnSync } from 'node:child_process'

/** Runs `ip` with these words; throws with what it said when it fails. */
function ip(...words: readonly string[]): void {
  const done = spawnSync('ip', words, { encoding: 'utf8' })
  if (done.status !== 0)
    throw new Error(`ip ${words.join(' ')}: ${done.stderr || done.error?.message || done.status}`)
}

/** Network namespaces of this machine, one for each node, on two bridges that a line joins. */
export type Namespaces = {
  /** What runs a program in the namespace of a node. */
  readonly exec: (at: number) => readonly string[]
  /** Of a node, as the others see it. */
  readonly addressOf: (at: number) => string
  /** Of a node, as this process sees it, whatever is cut. */
  readonly watchAddressOf: (at: number) => string
  /** Nodes of these numbers are on the other side from now on, the rest on this one. */
  readonly cut: (others: readonly number[]) => void
  /** Nothing that the rest sends reaches nodes of these numbers any more; what they send arrives. */
  readonly cutOneWay: (others: readonly number[]) => void
  readonly heal: () => void
  readonly remove: () => void
}

const PREFIX = 'vcp'
const SIDES = [`${PREFIX}-a`, `${PREFIX}-b`] as const

/** Undefined where namespaces can not be made, with the reason. */
export function openNamespaces(count: number): Namespaces | { readonly refused: string } {
  try {
    removeAll(count)
    for (const side of SIDES) bridge(side)
    ip('link', 'add', `${PREFIX}-ja`, 'type', 'veth', 'peer', 'name', `${PREFIX}-jb`)
    ip('link', 'set', `${PREFIX}-ja`, 'master', SIDES[0])
    ip('link', 'set', `${PREFIX}-jb`, 'master', SIDES[1])
    for (const end of ['ja', 'jb']) ip('link', 'set', `${PREFIX}-${end}`, 'up')
    for (let at = 0; at < count; at += 1) addNamespace(at)
  } catch (error) {
    removeAll(count)
    return { refused: error instanceof Error ? error.message : String(error) }
  }
  const place = (at: number, side: string) => ip('link', 'set', `${PREFIX}-n${at}`, 'master', side)
  const join = (state: 'up' | 'down') => ip('link', 'set', `${PREFIX}-ja`, state)
  const numbers = Array.from({ length: count }, (_, at) => at)
  const holes = new Set<string>()
  const hole = (from: number, to: number) => {
    ip('-n', nameOf(from), 'route', 'add', 'blackhole', addressOf(to))
    holes.add(`${from} ${to}`)
  }
  const fill = (name: string) => {
    const [from = 0, to = 0] = name.split(' ').map(Number)
    ip('-n', nameOf(from), 'route', 'del', 'blackhole', addressOf(to))
    holes.delete(name)
  }
  return {
    exec: (at) => ['ip', 'netns', 'exec', nameOf(at)],
    addressOf,
    watchAddressOf: (at) => `10.78.${at}.2`,
    cut: (others) => {
      for (const at of numbers) place(at, SIDES[others.includes(at) ? 1 : 0])
      join('down')
    },
    cutOneWay: (others) => {
      for (const from of numbers.filter((at) => !others.includes(at))) for (const to of others) hole(from, to)
    },
    heal: () => {
      join('up')
      for (const name of [...holes]) fill(name)
    },
    remove: () => removeAll(count),
  }
}

const nameOf = (at: number) => `${PREFIX}-${at}`
const addressOf = (at: number) => `10.77.0.${at + 1}`

function bridge(name: string): void {
  ip('link', 'add', name, 'type', 'bridge', 'forward_delay', '0')
  ip('link', 'set', name, 'up')
}

/** One line to a bridge, for peers, and one to this process, for looking on. */
function addNamespace(at: number): void {
  const name = nameOf(at)
  ip('netns', 'add', name)
  ip('link', 'add', `${PREFIX}-n${at}`, 'type', 'veth', 'peer', 'name', 'peers', 'netns', name)
  ip('link', 'set', `${PREFIX}-n${at}`, 'master', SIDES[0], 'up')
  ip('link', 'add', `${PREFIX}-w${at}`, 'type', 'veth', 'peer', 'name', 'watch', 'netns', name)
  ip('addr', 'add', `10.78.${at}.1/24`, 'dev', `${PREFIX}-w${at}`)
  ip('link', 'set', `${PREFIX}-w${at}`, 'up')
  ip('-n', name, 'addr', 'add', `${addressOf(at)}/24`, 'dev', 'peers')
  ip('-n', name, 'addr', 'add', `10.78.${at}.2/24`, 'dev', 'watch')
  for (const link of ['lo', 'peers', 'watch']) ip('-n', name, 'link', 'set', link, 'up')
}

function removeAll(count: number): void {
  const quietly = (...words: readonly string[]) => spawnSync('ip', words, { stdio: 'ignore' })
  for (let at = 0; at < count; at += 1) {
    quietly('netns', 'del', nameOf(at))
    quietly('link', 'del', `${PREFIX}-w${at}`)
    quietly('link', 'del', `${PREFIX}-n${at}`)
  }
  quietly('link', 'del', `${PREFIX}-ja`)
  for (const side of SIDES) quietly('link', 'del', side)
}
