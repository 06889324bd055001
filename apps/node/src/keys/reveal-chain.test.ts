import { equalBytes, hash256 } from '@vc/crypto'
import { describe, expect, it } from 'vitest'
import { keptLinks, openRevealChain } from './reveal-chain.ts'

describe('the reveal chain of a stake', () => {
  const secret = new Uint8Array(32).fill(7)
  const chain = openRevealChain(keptLinks(secret, 1_024))
  it('reveals link after link, each hashing to the one before, down to the secret', () => {
    let commitment = chain.commitment
    for (let reveals = 0; reveals < 1_024; reveals += 1) {
      const reveal = chain.revealOf(commitment)
      expect(reveal && hash256(reveal)).toEqual(commitment)
      commitment = reveal ?? commitment
    }
    expect(commitment).toEqual(secret)
    expect(chain.revealOf(commitment)).toBeUndefined()
  })
  it('reveals nothing for the commitment of another chain', () => {
    expect(chain.revealOf(new Uint8Array(32))).toBeUndefined()
  })
  it('gives one more stake the link that is shown latest by the others', () => {
    expect(chain.commitmentBeside([])).toEqual(chain.commitment)
    const beside = chain.commitmentBeside([chain.commitment])
    const third = beside && chain.commitmentBeside([chain.commitment, beside])
    const placeOf = (commitment: Uint8Array | undefined) => {
      let place = 1_024
      for (let at = commitment; at && !equalBytes(at, chain.commitment); at = hash256(at)) place -= 1
      return place
    }
    expect([beside, third].map(placeOf)).toEqual([512, 768])
    expect(chain.commitmentBeside([secret])).toBeUndefined()
  })
})
