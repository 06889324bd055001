export const TIME_ZONE_COOKIE = 'vc-time-zone'
