/**
 * Keeps the typed arrays of a tree in bytes of their own: written as text they would take longer to read than all the rest of
 * what the program starts with. In the tree an array is then its type, where it begins and how long it is; read back it is a
 * view of the bytes, and nothing is copied. The order of bytes is that of the machine that built it.
 */

const types = { Int8Array, Uint8Array, Uint16Array, Int32Array, Uint32Array } as const
type TypedArray = InstanceType<(typeof types)[keyof typeof types]>

/** An array as the tree names it: `[type, first byte, length]`. */
const mark = 'typed array'
/** Every array begins at a multiple of it. */
const alignment = 8

/** A tree of which JSON can be made, and the bytes of its arrays. */
export function detach(tree: unknown): { tree: unknown; bytes: Uint8Array<ArrayBuffer> } {
  const arrays: { array: TypedArray; at: number }[] = []
  let size = 0
  const without = (value: unknown): unknown => {
    if (isTypedArray(value)) {
      const at = size
      arrays.push({ array: value, at })
      size = Math.ceil((at + value.byteLength) / alignment) * alignment
      return { [mark]: [value.constructor.name, at, value.length] }
    }
    return mapped(value, without)
  }
  const detached = without(tree)
  const bytes = new Uint8Array(size)
  for (const { array, at } of arrays)
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at)
  return { tree: detached, bytes }
}

/** The tree with its arrays again. */
export function attach(tree: unknown, bytes: Uint8Array<ArrayBuffer>): unknown {
  const { buffer, byteOffset } = bytes.byteOffset % alignment === 0 ? bytes : new Uint8Array(bytes)
  const withArrays = (value: unknown): unknown => {
    const array = (value as { readonly [mark]?: readonly [keyof typeof types, number, number] } | null)?.[
      mark
    ]
    return array ? new types[array[0]](buffer, byteOffset + array[1], array[2]) : mapped(value, withArrays)
  }
  return withArrays(tree)
}

const isTypedArray = (value: unknown): value is TypedArray =>
  Object.values(types).some((type) => value instanceof type)

/** Of an object each value mapped; anything else as it is. */
const mapped = (value: unknown, map: (value: unknown) => unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([key, own]) => [key, map(own)]))
    : value
