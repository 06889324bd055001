import { createPeerScoreParams, PeerScore, type PeerScoreParams } from '@libp2p/gossipsub/score'
import type { Logger } from '@libp2p/interface'
import { describe, expect, it } from 'vitest'
import { GRAYLIST, scoreParams, topicNames } from './gossip.ts'
import { MOST_CONNECTIONS } from './limits.ts'

const names = topicNames(new Uint8Array(32).fill(7))
const MEMBER = 2
const say: Logger = Object.assign(() => undefined, {
  ...{ enabled: false, trace: () => undefined, error: () => undefined },
  newScope: () => say,
})
const ours = scoreParams(names, () => MEMBER)
const peersOf = (count: number) => Array.from({ length: count }, (_, at) => `peer ${at}`)

/** Peers that all come from one address. */
function neighbours(params: PeerScoreParams, count: number): PeerScore {
  const score = new PeerScore(params, null, { forComponent: () => say }, { scoreCacheValidityMs: 0 })
  for (const peer of peersOf(count)) {
    score.addPeer(peer)
    score.addIP(peer, '127.0.0.1')
  }
  return score
}

describe('the score of a peer (reliability.md 1.4)', () => {
  it('is that of a member for each of as many as may connect, all of one address', () => {
    const score = neighbours(ours, MOST_CONNECTIONS)
    for (const peer of peersOf(MOST_CONNECTIONS)) expect(score.score(peer)).toBe(MEMBER)
    // With the limit of the library fifteen nodes of one machine would not listen to each other.
    const theirs = createPeerScoreParams({
      topics: ours.topics,
      appSpecificScore: () => MEMBER,
      appSpecificWeight: 1,
    })
    expect(neighbours(theirs, 15).score('peer 0')).toBeLessThan(GRAYLIST)
  })

  it('falls for peers that nobody counted on', () => {
    expect(neighbours(ours, MOST_CONNECTIONS + 5).score('peer 0')).toBeLessThan(GRAYLIST)
  })

  it('falls with wrong messages alone, by their square, and never for silence', () => {
    const [topic = ''] = names.keys()
    const score = neighbours(ours, 1)
    score.graft('peer 0', topic)
    score.refreshScores()
    score.prune('peer 0', topic)
    expect(score.score('peer 0')).toBeGreaterThanOrEqual(MEMBER)
    for (let message = 0; message < 12; message += 1) score.rejectInvalidMessage('peer 0', topic)
    expect(score.score('peer 0')).toBeGreaterThan(GRAYLIST)
    score.rejectInvalidMessage('peer 0', topic)
    expect(score.score('peer 0')).toBeLessThan(GRAYLIST)
  })

  it('bears the manners of a member that starts again, not those of one that never ends', () => {
    const score = neighbours(ours, 1)
    score.addPenalty('peer 0', 6, 'test' as never)
    expect(score.score('peer 0')).toBe(MEMBER)
    score.addPenalty('peer 0', 10, 'test' as never)
    expect(score.score('peer 0')).toBeLessThan(GRAYLIST)
  })
})
