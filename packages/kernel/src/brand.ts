declare const brand: unique symbol

/** Makes a type of its own out of a plain one, so that two ids can not be exchanged by mistake. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }
