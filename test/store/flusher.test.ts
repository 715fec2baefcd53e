import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Flusher, flushFile, flushMs } from '../../src/store/flusher.ts'

it('brings many commits to the disk at once, soon, and rests when there are none', async () => {
  let flushed = 0
  const flusher = new Flusher(async () => void flushed++)
  for (let n = 0; n < 5; n++) flusher.written()
  expect(flushed).toBe(0)
  await sleep(2 * flushMs)
  expect(flushed).toBe(1)
  await sleep(2 * flushMs)
  expect(flushed).toBe(1)
  flusher.written()
  await sleep(2 * flushMs)
  expect(flushed).toBe(2)
})

it('goes on after a disk that failed', async () => {
  let tried = 0
  const flusher = new Flusher(async () => {
    if (++tried === 1) throw new Error('I/O')
  })
  flusher.written()
  await sleep(2 * flushMs)
  flusher.written()
  await sleep(2 * flushMs)
  expect(tried).toBe(2)
})

it('flushes a file, and says when it cannot', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'backwise-flush-')), 'file')
  await expect(flushFile(path)()).rejects.toThrow(/ENOENT/)
  writeFileSync(path, 'x')
  await flushFile(path)()
})
