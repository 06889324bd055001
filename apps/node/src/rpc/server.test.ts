import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { questions } from '@vc/client'
import { afterEach, describe, expect, it } from 'vitest'
import { readsOnly } from './reads-only.ts'
import { type Answer, type Guard, openRpcServer, type RpcServer } from './server.ts'
import { openGuard } from './token.ts'

describe('the RPC server of a node', () => {
  let server: RpcServer | undefined
  afterEach(() => server?.close())
  const open = async (answer: Answer, guard?: Guard): Promise<string> => {
    server = await openRpcServer({
      host: '127.0.0.1',
      port: 0,
      answer,
      guard,
      onDefect: (error) => console.error(error),
    })
    return `http://127.0.0.1:${server.port}`
  }
  const echo: Answer = async (method, params) => ({ result: { method, params } })
  const post = (url: string, body: string, headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
  const call = JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'status', params: { a: 1 } })

  it('hands one call to the node and its answer back', async () => {
    const response = await post(await open(echo), call)
    expect(await response.json()).toEqual({
      jsonrpc: '2.0',
      id: 7,
      result: { method: 'status', params: { a: 1 } },
    })
  })
  it('gives a refused call as a code with facts', async () => {
    const url = await open(async () => ({
      refusal: { rpc: -32601, code: 'method-unknown', facts: { method: 'x' } },
    }))
    const data = { code: 'method-unknown', facts: { method: 'x' } }
    expect(await (await post(url, call)).json()).toMatchObject({ error: { code: -32601, data } })
  })
  it('does what changes something only for callers with the token', async () => {
    const guard = { token: 'a'.repeat(64), methods: ['submit'] }
    const url = await open(echo, guard)
    const submit = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'submit' })
    const answer = async (headers: Record<string, string>, body = submit) =>
      (await (await post(url, body, headers)).json()).error?.data.code
    expect(await answer({})).toBe('token-wrong')
    expect(await answer({ authorization: `Bearer ${'a'.repeat(63)}b` })).toBe('token-wrong')
    expect(await answer({ authorization: `Bearer ${guard.token}` })).toBeUndefined()
    expect(await answer({}, call)).toBeUndefined()
  })
  it('answers nobody without the token where reading has a port of its own, and there nothing that changes', async () => {
    const token = 'a'.repeat(64)
    const code = async (url: string, method: string, headers: Record<string, string> = {}) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method })
      return (await (await post(url, body, headers)).json()).error?.data.code
    }
    const guarded = await open(echo, { token, methods: 'all' })
    expect(await code(guarded, 'status')).toBe('token-wrong')
    expect(await code(guarded, 'status', { authorization: `Bearer ${token}` })).toBeUndefined()
    await server?.close()
    const reading = await open(readsOnly(echo))
    expect(await code(reading, 'status')).toBeUndefined()
    const reads = new Set<string>()
    for (const method of [...Object.keys(questions), 'unheard-of'])
      if ((await code(reading, method, { authorization: `Bearer ${token}` })) === undefined) reads.add(method)
      else expect(await code(reading, method)).toBe('method-not-on-read-port')
    for (const method of ['submit', 'submitMany', 'submitClaim', 'propose', 'chooseProposal', 'giveNotice'])
      expect(reads).not.toContain(method)
    for (const method of ['signShares', 'replaceCreditPolicy', 'previewConfiguration', 'unheard-of'])
      expect(reads).not.toContain(method)
    expect(reads.size).toBe(11)
  })
  it('asks for the token where something is changed, told to others or dear, and where nothing else is said', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vc-token-'))
    const guard = openGuard(join(folder, 'token'))
    rmSync(folder, { recursive: true })
    const url = await open(echo, guard)
    const asks = async (method: string) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method })
      return (await (await post(url, body)).json()).error?.data.code === 'token-wrong'
    }
    const guarded = new Set<string>()
    for (const method of Object.keys(questions)) if (await asks(method)) guarded.add(method)
    expect([...guarded].sort()).toEqual([
      ...['chooseProposal', 'giveNotice', 'judgeDraft', 'previewConfiguration', 'propose'],
      ...['replaceCreditPolicy', 'signShares', 'submit', 'submitClaim', 'submitMany'],
    ])
  })
  it('refuses what a web page could send', async () => {
    const url = await open(echo)
    expect((await post(url, call, { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post(url, call, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await fetch(url)).status).toBe(405)
  })
  it('refuses a body that is no JSON, no call, or above four million bytes', async () => {
    const url = await open(echo)
    expect(await (await post(url, '{')).json()).toMatchObject({ error: { code: -32700 } })
    expect(await (await post(url, '[]')).json()).toMatchObject({ error: { code: -32600 } })
    const status = await post(url, `"${'a'.repeat(4_000_001)}"`).then(
      (response) => response.status,
      () => 413,
    )
    expect(status).toBe(413)
  })
  it('tells a waiting call that the node stops', async () => {
    const asked = Promise.withResolvers<void>()
    const url = await open((_, __, signal) => {
      asked.resolve()
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve({ result: 'stopping' })))
    })
    const waiting = post(url, call)
    await asked.promise
    await server?.close()
    expect(await (await waiting).json()).toMatchObject({ result: 'stopping' })
  })
})
