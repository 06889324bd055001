import { StreamStateError } from '@libp2p/interface'
import { describe, expect, it } from 'vitest'
import { isClosedLine } from './closed-line.ts'

/** As it came up when a line was cut while a stream was being opened. */
function thrownByTransport(): Error {
  const error = new StreamStateError('Cannot write to a stream that is closed')
  const at = 'file:///app/node_modules/@libp2p/yamux/dist/src/muxer.js:401:21'
  error.stack = `StreamStateError: Cannot write to a stream that is closed\n    at YamuxMuxer.sendFrame (${at})`
  return error
}

describe('what nobody caught', () => {
  it('is the end of a line when the transport wrote to what was just closed', () => {
    expect(isClosedLine(thrownByTransport())).toBe(true)
  })
  it('is a defect when it is anything else, or thrown by our own code', () => {
    const own = new StreamStateError('ours')
    own.stack =
      'StreamStateError: ours\n    at ask (file:///app/apps/node/src/network/libp2p-transport.ts:1:1)'
    expect(isClosedLine(own)).toBe(false)
    const other = thrownByTransport()
    other.name = 'TypeError'
    expect(isClosedLine(other)).toBe(false)
    expect(isClosedLine('StreamStateError')).toBe(false)
  })
})
