/** The best few of some scored passages, best first; of equal scores the earlier passage. The same arrays serve every query. */
export class Best {
  passages = new Uint32Array(16)
  scores = new Float64Array(16)
  size = 0
  /** What a score must reach to be among them: 0 until the list is full. */
  least = 0
  #limit = 0

  start(limit: number): void {
    this.#limit = limit
    this.size = this.least = 0
    if (this.passages.length >= limit) return
    this.passages = new Uint32Array(limit)
    this.scores = new Float64Array(limit)
  }

  /** Answers what the next one must reach. */
  offer(passage: number, score: number): number {
    const { passages, scores } = this
    const full = this.size === this.#limit
    let at = full ? this.size - 1 : this.size
    if (full && !(score > scores[at]! || (score === scores[at]! && passage < passages[at]!)))
      return this.least
    for (; at > 0; at--) {
      const before = scores[at - 1]!
      if (before > score || (before === score && passages[at - 1]! < passage)) break
      scores[at] = before
      passages[at] = passages[at - 1]!
    }
    scores[at] = score
    passages[at] = passage
    if (!full) this.size++
    if (this.size === this.#limit) this.least = scores[this.size - 1]!
    return this.least
  }
}
