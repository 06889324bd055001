import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseHex } from '@vc/crypto'

/** Gives the secret of the operating key (32 bytes) and makes the file, for its owner only, when it is missing. */
export async function loadOperatingKey(path: string): Promise<Uint8Array> {
  const text = (await readIfThere(path)) ?? (await makeKey(path))
  const secret = parseHex(text.trim())
  if (secret?.length !== 32) throw new Error(`${path} does not hold 64 hex digits`)
  await chmod(path, 0o600)
  return secret
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function makeKey(path: string): Promise<string> {
  const text = randomBytes(32).toString('hex')
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'wx', 0o600)
  await file.writeFile(`${text}\n`)
  await file.sync()
  await file.close()
  return text
}
