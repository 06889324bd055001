import { compareBytes, concatBytes, parseHex, sha256, utf8, verifyEd25519 } from '@vc/crypto'

/** A checkpoint of a log as C2SP's signed note states it (tlog-checkpoint, signed-note, tlog-cosignature). */
export type NotedCheckpoint = {
  readonly origin: string
  readonly size: bigint
  readonly root: Uint8Array
  /** How many of the known keys signed it, each counted once. */
  readonly signers: number
}

const ED25519 = 1
const COSIGNATURE = 4
type NoteKey = {
  readonly name: string
  readonly id: Uint8Array
  readonly kind: number
  readonly key: Uint8Array
}

/** Is this a verifier key of the form name+id+key, of a kind that is known here? */
export const isNoteKey = (text: string): boolean => parseKey(text) !== undefined

/** Reads a note and counts the signatures of these verifier keys; undefined when its form is wrong. */
export function readCheckpointNote(bytes: Uint8Array, keys: readonly string[]): NotedCheckpoint | undefined {
  const text = new TextDecoder('utf-8', { fatal: false }).decode(bytes)
  if (compareBytes(utf8(text), bytes) !== 0) return undefined
  const split = text.lastIndexOf('\n\n')
  if (split < 0 || !text.endsWith('\n')) return undefined
  const body = text.slice(0, split + 1)
  const head = checkpointOf(body)
  const signatures = text
    .slice(split + 2, -1)
    .split('\n')
    .map(parseSignature)
  if (!head || signatures.length === 0 || signatures.includes(undefined)) return undefined
  const known = keys.flatMap((key) => parseKey(key) ?? [])
  const signed = known.filter((key) => signatures.some((one) => one && isSignedBy(body, key, one)))
  return { ...head, signers: new Set(signed.map(({ name, id }) => `${name} ${id}`)).size }
}

function checkpointOf(body: string) {
  const [origin = '', size = '', root = ''] = body.split('\n')
  const bytes = fromBase64(root)
  if (origin === '' || !/^(0|[1-9]\d{0,19})$/.test(size) || bytes?.length !== 32) return undefined
  return { origin, size: BigInt(size), root: bytes }
}

type NoteSignature = { readonly name: string; readonly bytes: Uint8Array }

function parseSignature(line: string): NoteSignature | undefined {
  const found = /^— (\S+) (\S+)$/.exec(line)
  const bytes = found?.[2] === undefined ? undefined : fromBase64(found[2])
  return found?.[1] === undefined || !bytes || bytes.length < 5 ? undefined : { name: found[1], bytes }
}

function isSignedBy(body: string, key: NoteKey, { name, bytes }: NoteSignature): boolean {
  if (name !== key.name || compareBytes(bytes.subarray(0, 4), key.id) !== 0) return false
  if (key.kind === ED25519) return verifyEd25519(bytes.subarray(4), utf8(body), key.key)
  const stamp = bytes.subarray(4, 12)
  if (stamp.length !== 8) return false
  const time = new DataView(stamp.buffer, stamp.byteOffset).getBigUint64(0)
  return verifyEd25519(bytes.subarray(12), utf8(`cosignature/v1\ntime ${time}\n${body}`), key.key)
}

function parseKey(text: string): NoteKey | undefined {
  const found = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text)
  const bytes = found?.[3] === undefined ? undefined : fromBase64(found[3])
  const id = found?.[2] === undefined ? undefined : parseHex(found[2])
  const name = found?.[1]
  const kind = bytes?.[0]
  if (!name || !id || bytes?.length !== 33 || (kind !== ED25519 && kind !== COSIGNATURE)) return undefined
  const due = sha256(concatBytes(utf8(`${name}\n`), bytes)).subarray(0, 4)
  return compareBytes(due, id) === 0 ? { name, id, kind, key: bytes.subarray(1) } : undefined
}

/** Bytes of a text in base64 as it is written in one way only; undefined for any other text. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))
  return btoa(String.fromCharCode(...bytes)) === text ? bytes : undefined
}
