import { setFlagsFromString } from 'node:v8'

/*
 * How the engine manages the memory of a node; imported first. What outlives one collection, as a block under judgement
 * does, it would make among the long-lived from then on, where each dead transaction keeps what was made after it: a
 * collection then copied garbage for 90 ms, and decoding took twice as long.
 */
setFlagsFromString('--no-allocation-site-pretenuring')

/*
 * It collects the long-lived when they have grown by half. Left to itself it lets garbage grow to several times what lives, the
 * more the busier the machine is, and a node's memory rises for hours without anything of its own being more.
 */
setFlagsFromString('--heap-growing-percent=100')
