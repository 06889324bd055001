import type { MessageStream, MultiaddrConnection, StreamMuxerFactory } from '@libp2p/interface'
import { yamux } from '@libp2p/yamux'
import { MOST_STREAMS, READ_BUFFER, STREAM_WINDOW, WRITE_BUFFER } from './limits.ts'

/** A frame of Yamux begins with version, type, flags (u16), stream (u32) and length (u32), all in network order. */
const HEADER = 12
const DATA = 0

/**
 * Follows the frames of a muxer and says whether each is at most as long as a stream's window. The muxer gathers a whole
 * frame before it looks at the window, whatever length its header tells: without this a peer could have it gather gigabytes.
 */
export function frameGuard(most: number): (bytes: Uint8Array) => boolean {
  const header = new Uint8Array(HEADER)
  let [have, skip] = [0, 0]
  return (bytes) => {
    for (let at = 0; at < bytes.length; ) {
      const past = Math.min(skip, bytes.length - at)
      skip -= past
      at += past
      const part = bytes.subarray(at, at + HEADER - have)
      header.set(part, have)
      have += part.length
      at += part.length
      if (have < HEADER) continue
      have = 0
      const length = new DataView(header.buffer).getUint32(8)
      if (header[1] === DATA) skip = length
      if (skip > most) return false
    }
    return true
  }
}

/** Yamux with our bounds; a connection with a frame that is too long ends. */
export function guardedYamux(): () => StreamMuxerFactory {
  const open = yamux({
    maxInboundStreams: MOST_STREAMS,
    maxOutboundStreams: MOST_STREAMS,
    streamOptions: {
      maxStreamWindowSize: STREAM_WINDOW,
      maxReadBufferLength: READ_BUFFER,
      maxWriteBufferLength: WRITE_BUFFER,
    },
  })
  return () => {
    const factory = open()
    const createStreamMuxer: StreamMuxerFactory['createStreamMuxer'] = (line) => {
      endLongFrames(line)
      return factory.createStreamMuxer(line)
    }
    return { protocol: factory.protocol, createStreamMuxer }
  }
}

/** Before the muxer, which hears what comes after this. */
function endLongFrames(line: MessageStream | MultiaddrConnection): void {
  const isShort = frameGuard(STREAM_WINDOW)
  line.addEventListener('message', ({ data }) => {
    if (isShort(data instanceof Uint8Array ? data : data.subarray())) return
    line.abort(new Error('a frame that no window holds'))
  })
}
