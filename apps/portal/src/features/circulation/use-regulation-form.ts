'use client'
import { parseAmount } from '@vc/ledger'
import { useUi } from '@vc/ui'
import { useState } from 'react'

export const wholeFields = ['upPercent', 'downPercent', 'lagDays', 'nearPercent', 'termDays'] as const
export type WholeField = (typeof wholeFields)[number]
export type RegulationField = WholeField | 'speed' | 'seed'
const limits: Readonly<Record<WholeField, readonly [least: number, most: number]>> = {
  upPercent: [101, 1_000],
  downPercent: [1, 99],
  lagDays: [1, 60],
  nearPercent: [1, 20],
  termDays: [1, 1_825],
}
const usual = { upPercent: '130', downPercent: '75', lagDays: '10', nearPercent: '2', termDays: '180' }

/** What somebody asks of the simulation: the fields, which can not be read, and the question that they make. */
export function useRegulationForm() {
  const { decimals } = useUi()
  const [form, setForm] = useState<Readonly<Record<RegulationField, string>>>({
    ...usual,
    speed: '',
    seed: '1',
  })
  const read = readRegulation(form, decimals)
  return {
    form,
    ...read,
    set: (field: RegulationField) => (event: { readonly target: { readonly value: string } }) =>
      setForm((now) => ({ ...now, [field]: event.target.value })),
  }
}

/** Reads the fields: what is wrong with which, or the question. */
export function readRegulation(form: Readonly<Record<RegulationField, string>>, decimals: number) {
  const whole = (field: WholeField) => {
    const [least, most] = limits[field]
    const value = /^\d{1,5}$/.test(form[field].trim()) ? Number(form[field]) : Number.NaN
    return value >= least && value <= most ? value : undefined
  }
  const speed = form.speed.trim() === '' ? null : parseAmount(form.speed.trim(), decimals)
  const seed = form.seed.trim()
  const [upPercent, downPercent, lagDays] = [whole('upPercent'), whole('downPercent'), whole('lagDays')]
  const [nearPercent, termDays] = [whole('nearPercent'), whole('termDays')]
  const wrong: RegulationField[] = wholeFields.filter((field) => whole(field) === undefined)
  if (speed === undefined || speed === 0n) wrong.push('speed')
  if (seed === '' || seed.length > 60) wrong.push('seed')
  const isRead = upPercent && downPercent && lagDays && nearPercent && termDays && wrong.length === 0
  if (!isRead) return { wrong, asked: undefined }
  const own = speed ? { speed } : {}
  return { wrong, asked: { upPercent, downPercent, lagDays, nearPercent, termDays, seed, ...own } }
}

/** Least and most of a field, for its hint. */
export const limitOf = (field: WholeField) => ({ least: limits[field][0], most: limits[field][1] })
