import { expect, test } from 'vitest'
import { standingOfBatch, standingOfMeters, standingOfUnion, standingOfWorks } from './sources.ts'

test('a collection of works waits for people and runs between them, up to finality', () => {
  const at = (step: 'imported' | 'appraised' | 'prepared' | 'certified' | 'declined') => ({
    ...{ step, actId: null, finality: null },
  })
  expect(standingOfWorks(at('imported'), false)).toMatchObject({ state: 'waiting', done: 1 })
  expect(standingOfWorks(at('prepared'), false)).toMatchObject({ state: 'running', step: 'preparing' })
  const drafted = { ...at('prepared'), actId: 'x' }
  expect(standingOfWorks(drafted, false)).toMatchObject({ state: 'waiting', step: 'to-sign' })
  expect(standingOfWorks(drafted, true)).toMatchObject({ state: 'running', step: 'on-its-way' })
  expect(standingOfWorks({ ...at('certified'), finality: 'in-block' }, true)).toMatchObject({
    state: 'running',
  })
  expect(standingOfWorks({ ...at('certified'), finality: 'final' }, true)).toMatchObject({
    state: 'done',
    done: 5,
  })
  expect(standingOfWorks(at('declined'), false)).toMatchObject({ state: 'refused' })
})

test('an import of meters that gives no whole MWh is at its end', () => {
  expect(standingOfMeters({ state: 'queued', issued: null, finality: null })).toMatchObject({
    state: 'running',
  })
  expect(standingOfMeters({ state: 'issued', issued: 0n, finality: null })).toMatchObject({ state: 'done' })
  expect(standingOfMeters({ state: 'issued', issued: 3n, finality: null })).toMatchObject({
    state: 'running',
  })
  expect(standingOfMeters({ state: 'issued', issued: 3n, finality: 'final' })).toMatchObject({
    state: 'done',
  })
})

test('a batch that something stands in the way of waits for a person', () => {
  const netted = { step: 'netted', approverKey: null, reason: null } as const
  expect(standingOfBatch(netted, false)).toMatchObject({ state: 'waiting', step: 'netted' })
  expect(standingOfBatch({ ...netted, approverKey: '02' }, false)).toMatchObject({ state: 'running' })
  const short = { ...netted, approverKey: '02', reason: 'operating-key-short' }
  expect(standingOfBatch(short, false)).toMatchObject({ state: 'waiting' })
  expect(standingOfBatch({ ...netted, step: 'prepared' }, true)).toMatchObject({ step: 'on-its-way' })
  expect(standingOfBatch({ ...netted, step: 'final' }, true)).toMatchObject({ state: 'done', done: 6 })
})

test('a union waits for the council only, and is over when the network or nobody has signed it', () => {
  expect(standingOfUnion('preparing')).toMatchObject({ state: 'running', done: 1, total: 5 })
  expect(standingOfUnion('council')).toMatchObject({ state: 'waiting', done: 2 })
  expect(standingOfUnion('in-block')).toMatchObject({ state: 'running', done: 4 })
  expect(standingOfUnion('final')).toMatchObject({ state: 'done', done: 5 })
  expect(standingOfUnion('refused')).toMatchObject({ state: 'refused' })
  expect(standingOfUnion('expired')).toMatchObject({ state: 'refused' })
})
