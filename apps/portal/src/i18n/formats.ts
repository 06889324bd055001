import type { Formats } from 'next-intl'

/** The forms of dates and numbers on every screen: `format.dateTime(date, 'short')`. */
export const formats = {
  dateTime: {
    day: { year: 'numeric', month: 'short', day: 'numeric' },
    short: {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      hourCycle: 'h23',
      minute: '2-digit',
    },
    exact: {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      hourCycle: 'h23',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    },
    time: { hour: '2-digit', hourCycle: 'h23', minute: '2-digit', second: '2-digit' },
  },
  number: { percent: { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 } },
} as const satisfies Formats
