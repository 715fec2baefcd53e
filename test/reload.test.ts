/** Knowledge built anew while the program runs. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { writeArtefact, type Knowledge } from '../src/knowledge/artefact.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { arraysBeside } from '../src/knowledge/places.ts'
import { run } from './program.ts'
import { until } from './server/started.ts'

const root = resolve(import.meta.dirname, '..')

/** The program in a folder of its own, whose knowledge can be changed. */
function copyOfProgram(): { main: string; artefact: string } {
  const folder = mkdtempSync(join(tmpdir(), 'backwise-reload-'))
  mkdirSync(join(folder, 'dist'))
  for (const part of ['src', 'dialogs', 'widget', 'knowledge.json', 'knowledge.arrays'])
    cpSync(join(root, 'dist', part), join(folder, 'dist', part), { recursive: true })
  for (const part of ['node_modules', 'package.json', 'src'])
    symlinkSync(join(root, part), join(folder, part))
  return { main: join(folder, 'dist/src/main.js'), artefact: join(folder, 'dist/knowledge.json') }
}

it('fault knowledge: what was built anew is taken over while it runs; of what is malformed nothing', async () => {
  const { main, artefact } = copyOfProgram()
  const program = run({ STORE: 'sqlite::memory:', LOG_LEVEL: 'info' }, undefined, main)
  const url = await program.url
  let said = 0
  const help = async () => {
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        type: 'message',
        id: `${++said}`,
        text: 'help',
        channelId: 'emulator',
        serviceUrl: 'http://localhost:9',
        conversation: { id: 'c' },
        from: { id: 'person' },
        recipient: { id: 'bot' },
        deliveryMode: 'expectReplies',
      }),
    })
    return JSON.stringify(await response.json())
  }
  const logged = (event: string) => program.output().split(`"event":"${event}"`).length - 1
  const heard = (event: string, times: number) => until(() => logged(event) === times || undefined, 15_000)

  const { hash: _, ...whole } = loadKnowledge(artefact)
  const changed = (text: string, more: Partial<Knowledge> = {}) => {
    const notices = { ...whole.wording.notices, help: text }
    return writeArtefact({ ...whole, wording: { ...whole.wording, notices }, ...more })
  }
  const put = ({ text, arrays }: { text: string; arrays?: Uint8Array }) => {
    if (arrays) writeFileSync(arraysBeside(artefact), arrays)
    writeFileSync(`${artefact}.new`, text)
    renameSync(`${artefact}.new`, artefact)
  }

  expect(await help()).toContain('You can type')
  put(changed('First of the new.'))
  await heard('knowledge-taken', 1)
  expect(await help()).toContain('First of the new.')

  const next = changed('Second of the new.')
  const faulty = [
    { text: next.text.slice(0, next.text.length / 2) },
    { text: next.text.replace('Second', 'Changed') },
    { text: '' },
    changed('No region.', { regions: {} }),
    changed('Of another release.', { lexicon: {} as Knowledge['lexicon'] }),
    { ...changed('Other arrays.'), arrays: new Uint8Array(64) },
  ]
  for (const [n, artefactOf] of faulty.entries()) {
    put(artefactOf)
    await heard('knowledge-refused', n + 1)
    expect(await help()).toContain('First of the new.')
  }
  put(next)
  await heard('knowledge-taken', 2)
  expect(await help()).toContain('Second of the new.')
  expect(readFileSync(artefact, 'utf8')).toBe(next.text)
  program.child.kill('SIGKILL')
}, 60_000)
