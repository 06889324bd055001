import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { expect, type Locator, type Page } from '@playwright/test'
import { decodeActCase, digestOf, readLeg } from '@vc/acts'
import { actChallenge, decodeBase64url, encodeBase64url, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { askApi, callApi, refusalBy } from './call-api.ts'
import { signButton } from './loan-steps.ts'
import { openVerifier, pressLast } from './verifier.ts'

// reliability.md S-09 (b), in a browser: the portal as it was built, with one place of its script altered on the way, as
// whoever holds its server could. It shows the sheet of one act and has another one signed. Every one of these acts needs
// just one signature more, that of the person who sits here.

declare global {
  interface Window {
    /** What the poison hands to the verifier page in place of what the sheet shows. */
    instead?: number[]
    /** What the honest script would have handed over. */
    meant?: number[]
  }
}

export const SHOWN = 10
export const WAITING = SHOWN + 1

export type Case = { readonly actId: string; readonly bytes: Uint8Array; readonly words: readonly string[] }
type Asked = {
  readonly transaction: number
  readonly part: string
  readonly index: number
  readonly key: string
  readonly mine: boolean
}

const honest = /([\w$]+)\.postMessage\(([\w$]+),([\w$]+)\)/
const altered = '$1.postMessage(window.altered($2),$3)'

/** The built script says `x.postMessage(question, origin)` in one place; the poison hands over another question. */
export async function poison(page: Page): Promise<() => number> {
  let count = 0
  await page.context().route('**/_next/static/chunks/*.js', async (route) => {
    const answer = await route.fetch({ maxRetries: 3 })
    const script = await answer.text()
    const isIt = script.includes('verifier-silent') && honest.test(script)
    if (isIt) count += 1
    await route.fulfill({ response: answer, body: isIt ? script.replace(honest, altered) : script })
  })
  await page.addInitScript(() => {
    Object.assign(window, {
      altered: (question: { ask: string; act: Uint8Array }) => {
        if (question.ask !== 'sign') return question
        window.meant = [...question.act]
        return window.instead ? { ask: 'sign', act: new Uint8Array(window.instead) } : question
      },
    })
  })
  return () => count
}

/** Proposes agents with keys that nobody has: each is an act of its own that waits for this member. */
export async function proposeAgents(member: Page): Promise<void> {
  for (let at = 0; at < WAITING; at += 1) {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x, y } = publicKey.export({ format: 'jwk' })
    const point = must(decodeBase64url(x ?? ''), 'a point')
    const isOdd = (must(decodeBase64url(y ?? ''), 'a point').at(-1) ?? 0) % 2 === 1
    const key = toHex(Uint8Array.of(isOdd ? 3 : 2, ...point))
    const ask = { kind: 'agent.appoint', key, parent: '', ceiling: String(1_000_00 + at), powers: 1 }
    await callApi(member, 'foundation.propose', { commandKey: randomUUID(), ask })
  }
}

export const rowsOf = (member: Page) =>
  member.getByRole('region', { name: 'Waits for you' }).getByRole('row', { name: /Appoint an agent/ })
export const wordsIn = (place: Page | Locator) => place.locator('article ol li').allTextContents()

/** Opens the sheet of one waiting act; gives the act's id. */
export async function openSheet(member: Page, at: number): Promise<string> {
  await member.goto('/en/approvals')
  await rowsOf(member).nth(at).press('Enter')
  const begun = member.waitForRequest(/acts\.begin/)
  await member.getByRole('dialog').getByRole('button', { name: 'Read and sign' }).click()
  const actId = /"actId":"([0-9a-f-]{36})"/.exec(decodeURIComponent((await begun).url()))?.[1]
  await expect(signButton(member)).toBeVisible()
  return must(actId, 'the sheet of an act was asked for')
}

/** Goes to the verifier page, reads, and turns away: gives the words that stood there. */
export async function readAndTurnAway(member: Page): Promise<readonly string[]> {
  const verifier = await openVerifier(member, signButton(member))
  await expect(verifier.locator('article ol li')).toHaveCount(6)
  const words = await wordsIn(verifier)
  await pressLast(verifier, 'Something differs: do not sign')
  await expect(member.getByRole('dialog').getByRole('alert')).toContainText('You turned away')
  return words
}

/** Every waiting act with the bytes that the honest script hands over, and the words of its sheet on both pages. */
export async function readAll(member: Page): Promise<Case[]> {
  const cases: Case[] = []
  for (let at = 0; at < WAITING; at += 1) {
    const actId = await openSheet(member, at)
    const words = await wordsIn(member.getByRole('dialog'))
    expect(await readAndTurnAway(member)).toEqual(words)
    const meant = must(await member.evaluate(() => window.meant), 'the script handed something over')
    cases.push({ actId, words, bytes: Uint8Array.from(meant) })
  }
  return cases
}

/** What the key has to be asked for an act, as the verifier page computes it. */
function questionOf(bytes: Uint8Array) {
  const read = decodeActCase(bytes)
  if (!read.ok) throw new Error(read.refusal.code)
  const { network, legs, parts } = read.value
  const [part, leg] = [must(parts[0], 'a place to sign'), must(legs[0], 'a leg')]
  const opened = readLeg(leg, { network, decimals: 2 })
  if (!opened.ok) throw new Error(opened.refusal.code)
  const { sheetHash } = opened.value
  const challenge = actChallenge(must(digestOf(opened.value, part, network), 'a digest'), sheetHash)
  return { challenge: [...challenge], ids: part.credentials.map((id) => [...id]), sheetHash }
}

/** The poisoned page asks the key for B itself, on its own origin, and hands the answer in as B's signature; gives the refusal. */
export async function signPastVerifier(member: Page, { actId, bytes }: Case): Promise<string> {
  const { challenge, ids, sheetHash } = questionOf(bytes)
  const answer = await member.evaluate(askKeyHere, { challenge, ids })
  const { required } = await askApi<{ required: Asked[] }>(member, 'acts.begin', { actId })
  const asked = required.find(({ mine }) => mine)
  const { transaction, part, index, key } = must(asked, 'the member is asked for')
  const by = { ...answer, sheetHash: encodeBase64url(sheetHash) }
  const signatures = [{ transaction, part, index, key, by }]
  return refusalBy(member, 'acts.finish', { actId, signatures })
}

/** Runs in the page: the key's answer on this origin. */
async function askKeyHere({ challenge, ids }: { challenge: number[]; ids: number[][] }) {
  const allowCredentials = ids.map((id) => ({ type: 'public-key' as const, id: new Uint8Array(id) }))
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: new Uint8Array(challenge),
      rpId: 'localhost',
      allowCredentials,
      userVerification: 'required',
    },
  })
  if (!(credential instanceof PublicKeyCredential)) throw new Error('no key answered')
  const { response } = credential
  if (!(response instanceof AuthenticatorAssertionResponse)) throw new Error('no assertion')
  const text = (buffer: ArrayBuffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '')
  const { authenticatorData, clientDataJSON, signature } = response
  return {
    ...{ authenticatorData: text(authenticatorData), clientDataJSON: text(clientDataJSON) },
    signature: text(signature),
  }
}
