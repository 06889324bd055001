import { expect, test } from 'vitest'
import { readSettings } from './env.ts'
import { whatRuns } from './what-runs.ts'

test('the address, the first invitation, what runs where, where data lies and how to stop are told', () => {
  const settings = readSettings({ VC_DATA_DIR: '/data', PORTAL_PORT: '3100', DATABASE_URL: '' })
  const told = whatRuns(settings, 'http://localhost:3100/en/enrol/abc')
  expect(told).toContain('ValueCyber is running at http://localhost:3100\n')
  expect(told).toContain('Enrol the first person: http://localhost:3100/en/enrol/abc\n')
  for (const fact of ['http://127.0.0.1:4710', '127.0.0.1:54710', '/data', 'Ctrl+C'])
    expect(told).toContain(fact)
  expect(whatRuns(settings, undefined)).not.toContain('Enrol')
})

test('the address of a server of your own, which may hold a password, is not printed', () => {
  const settings = readSettings({ DATABASE_URL: 'postgres://me:secret@db.example/vc' })
  expect(whatRuns(settings, undefined)).toContain('your own, by DATABASE_URL')
  expect(whatRuns(settings, undefined)).not.toContain('secret')
})

test('a variable that can not be read is named', () => {
  expect(() => readSettings({ PORTAL_PORT: 'http' })).toThrow('PORTAL_PORT')
  expect(() => readSettings({ DATABASE_URL: 'mysql://x/y' })).toThrow('DATABASE_URL')
})
