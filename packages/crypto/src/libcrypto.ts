/** An opened shared library, as koffi gives it. */
export type Library = {
  func: (name: string, result: string, parameters: readonly string[]) => (...args: unknown[]) => unknown
}

/** OpenSSL, and where memory lies that it may be pointed to. */
export type Libcrypto = {
  readonly library: Library
  /** Memory that is not moved, and its address: a number costs less to hand over than an array. */
  readonly memory: (length: number) => { readonly bytes: Uint8Array<ArrayBuffer>; readonly address: number }
}

/** A pointer, handed over as a number. */
export const ADDRESS = 'uintptr_t'

/** A function of the library that takes so many pointers or words. Throws where there is none of this name. */
export function pointerFunction(
  { library }: Libcrypto,
  name: string,
  result: string,
  count: number,
): (...addresses: readonly unknown[]) => unknown {
  return library.func(name, result, new Array<string>(count).fill(ADDRESS))
}

/**
 * OpenSSL as it is inside Node's own program, else the system's, told to find its own parts before Node's. Undefined
 * where koffi is absent.
 */
export async function openLibcrypto(): Promise<Libcrypto | undefined> {
  try {
    const { default: koffi } = await import('koffi')
    const library = firstOf([null, 'libcrypto.so.3', 'libcrypto.3.dylib'], (name): Library => {
      const opened: Library = koffi.load(name, { deep: name !== null })
      opened.func('OpenSSL_version_num', 'unsigned long', [])
      return opened
    })
    return library && { library, memory: (length) => pinned(length, koffi.address) }
  } catch {
    return undefined
  }
}

/** `new ArrayBuffer` is never on the engine's heap, so the bytes stay where they are. */
function pinned(length: number, address: (of: unknown) => bigint) {
  const bytes = new Uint8Array(new ArrayBuffer(length))
  return { bytes, address: Number(address(bytes)) }
}

/** The first of the names that opens. */
export function firstOf<N, T>(names: readonly N[], open: (name: N) => T): T | undefined {
  for (const name of names) {
    try {
      return open(name)
    } catch {
      // this name is not installed here; the next may be
    }
  }
  return undefined
}
