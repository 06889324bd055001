import { randomUUID } from 'node:crypto'
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test'
import type { Role } from '@vc/api'
import { newMnemonic } from '@vc/crypto'
import { expectAccessible } from './axe.ts'
import { enrolAs, enrolBy } from './enrol-as.ts'
import { makeAtVerifier } from './verifier.ts'

// Every dialog and drawer that opens without a history of its own: it can be read in both themes, is walked by keyboard,
// closes with Escape and gives the focus back. Every button in one that changes something changes it once.

test.describe.configure({ timeout: 300_000 })

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first()
const dialogOf = (page: Page) => page.getByRole('dialog')
const TABS = 12

/** Opened by Enter, read in both themes, walked in a circle, left by Escape. */
async function expectGoodDialog(page: Page, opener: Locator): Promise<void> {
  const dialog = dialogOf(page)
  await opener.focus()
  await opener.press('Enter')
  await expect(dialog).toBeVisible()
  await expectAccessible(page)
  for (let tab = 0; tab < TABS; tab += 1) {
    await page.keyboard.press('Tab')
    expect(await dialog.evaluate((one) => one.contains(document.activeElement))).toBe(true)
  }
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()
}

type Opener = readonly [name: string, place: string, opener: (page: Page) => Locator]
const rows = (page: Page) => page.locator('tbody tr').first()

const ofHolder: readonly Opener[] = [
  ['the job tray', '/en/explorer', (page) => button(page, /^Long work/)],
  ['the palette', '/en/explorer', (page) => button(page, /^Search ⌘K/)],
  ['adding a key', '/en/account', (page) => button(page, 'Add a key')],
  ['making an act key', '/en/account', (page) => button(page, 'Make an act key')],
  ['making a wallet', '/en/account', (page) => button(page, 'Make a wallet')],
  ['restoring a wallet', '/en/account', (page) => button(page, 'Restore from 24 words')],
  ['applying for credit', '/en/credit', (page) => button(page, 'Apply for credit')],
  ['inviting', '/en/organisation', (page) => button(page, 'Invite somebody')],
  ['a member', '/en/organisation', rows],
]
const ofOthers: readonly (readonly [Role, ...Opener])[] = [
  ['admission', 'adding an organisation', '/en/organisation', (page) => button(page, 'Add an organisation')],
  [
    'settlement-centre',
    'bringing obligations',
    '/en/settlement',
    (page) => button(page, 'Bring obligations'),
  ],
]

for (const [place, openers] of Map.groupBy(ofHolder, ([, place]) => place))
  test(`dialogs and drawers of a holder on ${place} are read, walked and left by keyboard`, async ({
    page,
  }) => {
    await enrolAs(page, 'holder', 'Li Na')
    for (const [name, , opener] of openers)
      await test.step(name, async () => {
        await page.goto(place)
        await expectGoodDialog(page, opener(page))
      })
  })

for (const [role, name, place, opener] of ofOthers)
  test(`${name} is read, walked and left by keyboard`, async ({ page }) => {
    await enrolAs(page, role)
    await page.goto(place)
    await expectGoodDialog(page, opener(page))
  })

test('the second press of a double press does not close what the first one opened', async ({ page }) => {
  await enrolAs(page, 'holder', 'Li Na')
  await page.goto('/en/organisation')
  const pressBeside = (opener: Element) =>
    new Promise<void>((done) => {
      const look = () => {
        const beside = document.querySelector('.scrim')
        if (!beside) return requestAnimationFrame(look)
        // The layer listens from the turn after it came.
        return setTimeout(() => {
          beside.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerType: 'mouse' }))
          done()
        }, 50)
      }
      if (opener instanceof HTMLElement) opener.click()
      look()
    })
  await button(page, 'Invite somebody').evaluate(pressBeside)
  await expect(dialogOf(page)).toBeVisible()
  await page.waitForTimeout(600)
  await page.mouse.click(5, 5)
  await expect(dialogOf(page)).toBeHidden()
})

test('on a phone the rest of the screens opens from the bar', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await enrolAs(page, 'holder', 'Li Na')
  await expectGoodDialog(page, button(page, 'More'))
})

/** The procedures that a request calls, one or a batch. */
const named = (url: string) => decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '').split(',')

/** How often the page calls a procedure from now on. */
function countCalls(page: Page, procedure: string): () => number {
  let calls = 0
  page.on('request', (request) => {
    if (request.method() === 'POST') calls += named(request.url()).filter((name) => name === procedure).length
  })
  return () => calls
}

type Press = {
  readonly name: string
  readonly procedure: string
  /** Leads to the button that changes something. */
  readonly to: (page: Page, browser: Browser) => Promise<Locator>
  /** How it is pressed when that opens a page; twice when left out. */
  readonly press?: (page: Page, button: Locator) => Promise<void>
  /** What is there once, after it was pressed twice. */
  readonly effect: (page: Page) => Promise<void>
}
const newName = () => `Silver Birch ${randomUUID().slice(0, 8)}`

async function openOn(page: Page, place: string, opener: string): Promise<Locator> {
  await page.goto(place)
  await button(page, opener).click()
  return dialogOf(page)
}

/** A second person of the organisation, whom its administrator looks at. */
async function colleague(page: Page, browser: Browser): Promise<Locator> {
  const inviting = await openOn(page, '/en/organisation', 'Invite somebody')
  await inviting.getByRole('button', { name: /^Invite as/ }).click()
  const link = await inviting.getByText(/\/en\/enrol\/\S/).textContent()
  const other = await (await browser.newContext()).newPage()
  const name = `Zhang San ${randomUUID().slice(0, 8)}`
  await enrolBy(other, link?.split('/').at(-1) ?? '', name)
  await other.context().close()
  await page.goto('/en/organisation')
  await page.getByRole('row', { name: new RegExp(name) }).press('Enter')
  return dialogOf(page)
}

const presses: readonly Press[] = [
  {
    name: 'an invitation',
    procedure: 'organisation.invite',
    to: async (page) =>
      (await openOn(page, '/en/organisation', 'Invite somebody')).getByRole('button', { name: /^Invite as/ }),
    effect: async (page) => {
      await expect(dialogOf(page).getByText(/\/en\/enrol\/\S/)).toBeVisible()
      await page.goto('/en/organisation')
      const open = page.getByRole('region', { name: 'Open invitations' })
      await expect(open.getByRole('listitem')).toHaveCount(1)
    },
  },
  {
    name: 'an invitation taken back',
    procedure: 'organisation.revokeInvitation',
    to: async (page) => {
      await page.goto('/en/organisation')
      return button(page, 'Take back')
    },
    effect: async (page) => {
      await expect(page.getByRole('region', { name: 'Open invitations' })).toHaveCount(0)
      await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0)
    },
  },
  {
    name: 'an organisation',
    procedure: 'organisation.add',
    to: async (page) => {
      const dialog = await openOn(page, '/en/organisation', 'Add an organisation')
      const add = dialog.getByRole('button', { name: 'Add and invite the first administrator' })
      await add.dblclick()
      await expect(dialog.getByText('3 things need your attention')).toBeVisible()
      await expectAccessible(page)
      await dialog.getByLabel('Name in English').fill(newName())
      await dialog.getByLabel('Name in Chinese').fill('银桦')
      await dialog.getByRole('checkbox', { name: 'Issuer' }).check()
      return add
    },
    effect: (page) => expect(dialogOf(page).getByText(/\/en\/enrol\/\S/)).toBeVisible(),
  },
  {
    name: 'an act key',
    procedure: 'actKeys.finish',
    to: async (page) => {
      const dialog = await openOn(page, '/en/account', 'Make an act key')
      await dialog.getByRole('button', { name: 'Make an act key' }).dblclick()
      return dialog.getByRole('button', { name: 'Go on at the verifier page' })
    },
    press: makeAtVerifier,
    effect: async (page) => {
      await expect(dialogOf(page)).toBeHidden()
      const keys = page.getByRole('region', { name: 'Keys to sign acts' })
      await expect(keys.getByRole('listitem')).toHaveCount(1)
    },
  },
  {
    name: 'a wallet from its words',
    procedure: 'seeds.store',
    to: async (page) => {
      const dialog = await openOn(page, '/en/account', 'Restore from 24 words')
      const words = newMnemonic(crypto.getRandomValues(new Uint8Array(32)))
      await dialog.getByLabel('Your 24 words').fill(words)
      return dialog.getByRole('button', { name: 'Seal with my key' })
    },
    effect: async (page) => {
      await expect(dialogOf(page)).toBeHidden()
      await expect(page.getByText('Sealed to', { exact: true })).toHaveCount(1)
    },
  },
  {
    name: 'a proposal to let in again',
    procedure: 'organisation.readmit.propose',
    to: async (page, browser) =>
      (await colleague(page, browser)).getByRole('button', { name: /^Lost the last key/ }),
    effect: async (page) => {
      await page.goto('/en/organisation')
      const proposed = page.getByRole('region', { name: 'Let in again' })
      await expect(proposed.getByRole('listitem')).toHaveCount(1)
      await expectAccessible(page)
    },
  },
  {
    name: 'the end of a membership',
    procedure: 'organisation.revokePerson',
    to: async (page, browser) =>
      (await colleague(page, browser)).getByRole('button', { name: /^End .* membership$/ }),
    effect: async (page) => {
      await page.goto('/en/organisation')
      await expect(page.getByRole('row', { name: /Zhang San .*revoked/ })).toHaveCount(1)
    },
  },
]

test('whatever is pressed twice in a dialog is done once', async ({ page, browser }) => {
  test.setTimeout(600_000)
  await enrolAs(page, 'admission', 'Ada Admission')
  for (const { name, procedure, to, press, effect } of presses)
    await test.step(name, async () => {
      const pressed = await to(page, browser)
      const calls = countCalls(page, procedure)
      const answer = page.waitForResponse((response) => named(response.url()).includes(procedure))
      await (press ? press(page, pressed) : pressed.dblclick())
      await answer
      await effect(page)
      expect(calls(), procedure).toBe(1)
    })
})
