import { describe, expect, it } from 'vitest'
import { fromHex, toHex, utf8 } from './bytes.ts'
import { inclusionProof, merkleRoot, verifyInclusion } from './merkle.ts'

// the eight entries and roots with which Certificate Transparency logs are tested
const entries = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(fromHex)
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

describe('Merkle tree of RFC 9162', () => {
  it('has the known roots for 0 to 8 entries', () => {
    for (const [size, root] of roots.entries()) expect(toHex(merkleRoot(entries.slice(0, size)))).toBe(root)
  })

  it('proves every entry of every size up to 33, and nothing else', () => {
    for (let size = 1; size <= 33; size += 1) {
      const leaves = Array.from({ length: size }, (_, i) => utf8(`entry ${i}`))
      const root = merkleRoot(leaves)
      for (const [index, leaf] of leaves.entries()) {
        const proof = inclusionProof(leaves, index)
        const inclusion = { root, leaf, index, size, proof }
        expect(verifyInclusion(inclusion)).toBe(true)
        expect(verifyInclusion({ ...inclusion, leaf: utf8('another') })).toBe(false)
        expect(verifyInclusion({ ...inclusion, proof: [...proof, root] })).toBe(false)
        if (size > 1) expect(verifyInclusion({ ...inclusion, proof: proof.slice(1) })).toBe(false)
        if (size > 1) expect(verifyInclusion({ ...inclusion, index: (index + 1) % size })).toBe(false)
        expect(verifyInclusion({ ...inclusion, root: root.with(0, (root[0] ?? 0) ^ 1) })).toBe(false)
      }
    }
  })

  it('refuses an index outside the tree and hashes of another length', () => {
    const proof = inclusionProof(entries, 3)
    const inclusion = { root: merkleRoot(entries), leaf: fromHex('2021'), index: 3, size: 8, proof }
    expect(verifyInclusion(inclusion)).toBe(true)
    for (const index of [-1, 8, 3.5, Number.NaN]) expect(verifyInclusion({ ...inclusion, index })).toBe(false)
    expect(verifyInclusion({ ...inclusion, proof: proof.map((hash) => hash.subarray(1)) })).toBe(false)
    expect(verifyInclusion({ ...inclusion, size: 0 })).toBe(false)
  })
})
