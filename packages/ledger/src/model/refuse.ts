/** Thrown inside the model; `judgeByModel` turns it into a verdict. */
export class No extends Error {}
export class Unknown extends Error {}
export const no = (code: string): never => {
  throw new No(code)
}
export const ask = (holds: boolean, code: string) => (holds ? undefined : no(code))
