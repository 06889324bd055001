import { describe, expect, it } from 'vitest'
import { openClient } from './open-client.ts'

const answering =
  (answer: unknown): typeof fetch =>
  async () =>
    new Response(typeof answer === 'string' ? answer : JSON.stringify(answer))

const open = (answer: unknown) => openClient('http://127.0.0.1:4710', { fetch: answering(answer) })

describe('the client of a node', () => {
  it('gives a refusal of a transaction as a value', async () => {
    const refusal = { code: 'outputMissing', facts: { input: 0 } }
    const client = open({ jsonrpc: '2.0', id: 1, result: { accepted: false, refusal, transaction: 1 } })
    expect(await client.submit(['00'])).toEqual({ accepted: false, refusal, transaction: 1 })
  })
  it('gives null for an output that is spent or unknown', async () => {
    const client = open({ jsonrpc: '2.0', id: 1, result: null })
    expect(await client.output({ txid: '00'.repeat(32), index: 0 })).toBeNull()
  })
  it('does not believe an answer of another shape', async () => {
    const client = open({ jsonrpc: '2.0', id: 1, result: { head: 7 } })
    await expect(client.status()).rejects.toMatchObject({ code: 'answer-malformed' })
  })
  it('takes a block of sixteen megabytes, and none with half a byte or a wrong digit', async () => {
    const block = (bytes: string) => {
      const [height, hash] = [1, '00'.repeat(32)]
      return open({ jsonrpc: '2.0', id: 1, result: { height, hash, time: 1, bytes, final: false } }).block(1)
    }
    const bytes = 'a0'.repeat(16_000_000)
    expect((await block(bytes))?.bytes.length).toBe(bytes.length)
    for (const wrong of ['a', 'a0g0', 'A0'])
      await expect(block(wrong)).rejects.toMatchObject({ code: 'answer-malformed' })
  })
  it('does not believe an answer that is no JSON', async () => {
    await expect(open('<html>').status()).rejects.toMatchObject({ code: 'answer-malformed' })
  })
  it('asks once more on a connection that the node had let go, and no more', async () => {
    const letGo = new TypeError('fetch failed', {
      cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }),
    })
    let asked = 0
    const fallen = (times: number): typeof fetch => {
      asked = 0
      return async (...question) => {
        asked += 1
        if (asked <= times) throw letGo
        return answering({ jsonrpc: '2.0', id: 1, result: null })(...question)
      }
    }
    const first = openClient('http://127.0.0.1:4710', { fetch: fallen(1) })
    expect(await first.output({ txid: '00'.repeat(32), index: 0 })).toBeNull()
    const never = openClient('http://127.0.0.1:4710', { fetch: fallen(9) })
    await expect(never.status()).rejects.toMatchObject({ code: 'node-unreachable' })
    expect(asked).toBe(2)
  })
  it('says so when the node does not answer', async () => {
    const client = openClient('http://127.0.0.1:4710', { fetch: () => Promise.reject(new Error('refused')) })
    await expect(client.status()).rejects.toMatchObject({ code: 'node-unreachable' })
  })
  it('hands on the code of a call that the node will not answer', async () => {
    const error = { code: -32602, message: 'x', data: { code: 'question-malformed', facts: {} } }
    await expect(open({ jsonrpc: '2.0', id: 1, error }).block(3)).rejects.toMatchObject({
      code: 'question-malformed',
    })
  })
})
