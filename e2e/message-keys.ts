import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../apps/portal/src/messages/en')

/** Every key of a sentence, as the screen shows it when the sentence lacks a fact: `refusals.not-found.next`. */
const keys = new Set(
  readdirSync(folder).flatMap((file) =>
    keysOf(file.replace('.json', ''), JSON.parse(readFileSync(join(folder, file), 'utf8'))),
  ),
)

function keysOf(path: string, value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, inner]) => keysOf(`${path}.${name}`, inner))
}

/** The groups that keys stand in: `refusals.not-found`. A word below one of them is a key, also of a sentence that is missing. */
const groups = new Set([...keys].flatMap((key) => groupsOf(key.split('.'))))

function groupsOf(parts: readonly string[]): readonly string[] {
  return parts.slice(2).map((_, i) => parts.slice(0, i + 2).join('.'))
}

/** The keys that stand in a text where their sentences should. */
export function messageKeysIn(text: string): readonly string[] {
  const isBelow = (word: string) => groups.has(word.slice(0, Math.max(word.lastIndexOf('.'), 0)))
  return text.split(/[\s,;:()]+/).filter((word) => keys.has(word) || isBelow(word))
}
