/** Numbered strings in typed arrays: found by hash with open addressing (linear probing), without making a `Map` of them. */
export class StringTable {
  /** String number + 1 at the place of its hash or the next free one; 0 where none is. A power of two of them. */
  readonly slots: Uint32Array
  /** String n is `units`, `starts[n]` to `starts[n + 1]`: UTF-16 code units. */
  readonly starts: Uint32Array
  readonly units: Uint16Array

  constructor(slots: Uint32Array, starts: Uint32Array, units: Uint16Array) {
    this.slots = slots
    this.starts = starts
    this.units = units
  }

  /** `strings`: each once; their order is their number. */
  static of(strings: readonly string[]): StringTable {
    const starts = new Uint32Array(strings.length + 1)
    strings.forEach((text, n) => (starts[n + 1] = starts[n]! + text.length))
    const units = new Uint16Array(starts[strings.length]!)
    const slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * strings.length + 1)))
    strings.forEach((text, n) => {
      for (let i = 0; i < text.length; i++) units[starts[n]! + i] = text.charCodeAt(i)
      let slot = hash(text) & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = n + 1
    })
    return new StringTable(slots, starts, units)
  }

  get size(): number {
    return this.starts.length - 1
  }

  number(text: string): number | undefined {
    for (let slot = hash(text); ; slot++) {
      const found = this.slots[slot & (this.slots.length - 1)]!
      if (found === 0) return undefined
      if (this.#is(found - 1, text)) return found - 1
    }
  }

  text(number: number): string {
    return String.fromCharCode(...this.unitsOf(number))
  }

  unitsOf(number: number): Uint16Array {
    return this.units.subarray(this.starts[number]!, this.starts[number + 1]!)
  }

  #is(number: number, text: string): boolean {
    const start = this.starts[number]!
    if (this.starts[number + 1]! - start !== text.length) return false
    for (let i = 0; i < text.length; i++) if (this.units[start + i] !== text.charCodeAt(i)) return false
    return true
  }
}

/** FNV-1a over UTF-16 code units, 32 bits. */
export function hash(text: string): number {
  let value = emptyHash
  for (let i = 0; i < text.length; i++) value = hashWith(value, text.charCodeAt(i))
  return value >>> 0
}
export const emptyHash = 0x811c9dc5
/** Of a text and one unit more, before it is made a number of 32 bits without a sign. */
export const hashWith = (before: number, unit: number): number => Math.imul(before ^ unit, 0x01000193)
