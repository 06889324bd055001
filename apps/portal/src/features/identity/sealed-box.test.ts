import { x25519PublicKey } from '@vc/crypto'
import { expect, test } from 'vitest'
import {
  documentOf,
  newFileKey,
  openDocument,
  openKey,
  readingSecret,
  sealDocument,
  sealKeyFor,
} from './sealed-box.ts'

const pdf = new Uint8Array([...Buffer.from('%PDF-1.7 a licence')])
const id = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff'

test('a document is opened by whom its key was sealed for, and by nobody else', async () => {
  const [reader, other] = [
    await readingSecret(new Uint8Array(32).fill(1)),
    await readingSecret(new Uint8Array(32).fill(2)),
  ]
  const fileKey = newFileKey()
  const sealed = await sealDocument(documentOf('licence.pdf', pdf), fileKey, id)
  const forReader = await sealKeyFor(x25519PublicKey(reader), fileKey)
  expect(forReader).toHaveLength(92)
  expect(await openDocument(sealed, await openKey(forReader, reader), id)).toEqual({
    ...{ name: 'licence.pdf', type: 'application/pdf', bytes: pdf },
  })
  await expect(openKey(forReader, other)).rejects.toThrow('document-sealed-otherwise')
  await expect(openDocument(sealed, newFileKey(), id)).rejects.toThrow('document-sealed-otherwise')
  await expect(openDocument(sealed, fileKey, crypto.randomUUID())).rejects.toThrow(
    'document-sealed-otherwise',
  )
})

test('no byte of the sealed text can be changed', async () => {
  const fileKey = newFileKey()
  const sealed = await sealDocument(documentOf('licence.pdf', pdf), fileKey, id)
  for (const at of [0, 12, sealed.length - 1]) {
    const changed = sealed.map((byte, i) => (i === at ? byte ^ 1 : byte))
    await expect(openDocument(changed, fileKey, id)).rejects.toThrow('document-sealed-otherwise')
  }
})

test('what is no document by its first bytes, or too large, is refused', () => {
  expect(() => documentOf('run.pdf', new Uint8Array([0x4d, 0x5a]))).toThrow('document-kind')
  const large = new Uint8Array(5_000_001)
  large.set(pdf)
  expect(() => documentOf('large.pdf', large)).toThrow('document-too-large')
})
