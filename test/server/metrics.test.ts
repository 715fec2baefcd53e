import { afterEach, describe, expect, it } from 'vitest'
import { arrive, post } from '../../src/cli/torture/patient.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import { run } from '../program.ts'
import { echoTurns, started, until, type Started } from './started.ts'
import { openSqlite } from '../../src/store/sqlite.ts'

const line = { event: 'turn', turn: 't', channel: 'directline', ms: 3, said: ['answer'] } as const

describe('the counts', () => {
  it('are in the format of Prometheus', () => {
    const metrics = createMetrics()
    metrics.turn(line)
    metrics.turn({ ...line, ms: 70, said: ['advice', 'question'], level: 'urgent', rule: 'limb-neuro' })
    metrics.turn({ ...line, channel: 'made up\n"by somebody', error: new Error('canary') })
    metrics.failure(503)
    metrics.watch('backwise_sockets', 'Open streams', () => 7)
    const text = metrics.render()
    for (const found of [
      'backwise_turns_total{channel="directline",outcome="answered"} 2',
      'backwise_turns_total{channel="other",outcome="failed"} 1',
      'backwise_turn_seconds_bucket{channel="directline",le="0.0025"} 0',
      'backwise_turn_seconds_bucket{channel="directline",le="0.005"} 1',
      'backwise_turn_seconds_bucket{channel="directline",le="+Inf"} 2',
      'backwise_turn_seconds_count{channel="directline"} 2',
      'backwise_said_total{kind="answer"} 2',
      'backwise_advice_total{level="urgent",rule="limb-neuro"} 1',
      'backwise_failures_total{status="503"} 1',
      'backwise_sockets 7',
    ])
      expect(text.split('\n')).toContain(found)
    // every line is a comment or "name{labels} number"
    for (const each of text.trimEnd().split('\n'))
      expect(each).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? [\d.e+-]+)$/)
    expect(text).not.toMatch(/canary|made up/)
  })
})

describe('GET /metrics', () => {
  let server: Started | undefined
  afterEach(() => server?.stop())

  it('tells escalations of the real bot by level and rule, and not one word of the patient', async () => {
    const url = await run({}).url
    const patient = await arrive(url)
    await post(patient, url, "canary, I can't feel anything when I wipe", 'one')
    const counted = await until(async () => {
      const metrics = await (await fetch(`${url}/metrics`)).text()
      return metrics.includes('backwise_advice_total{') ? metrics : undefined
    })
    expect(counted).toContain('backwise_advice_total{level="emergency",rule="saddle-numbness"} 1\n')
    expect(counted).not.toMatch(/canary|wipe/)
    expect(counted).not.toContain(patient.id)
  })

  it('counts requests answered 5xx', async () => {
    const store = openSqlite(':memory:')
    server = await started({ store, turns: echoTurns(store) })
    const talk = await server.begin()
    await store.close()
    const said = await server.api('POST', `/conversations/${talk.id}/activities`, {
      bearer: talk.bearer,
      body: { type: 'message', text: 'hello' },
    })
    expect(said.status).toBeGreaterThanOrEqual(500)
    const text = await (await fetch(`${server.url}/metrics`)).text()
    expect(text).toContain(`backwise_failures_total{status="${said.status}"} 1\n`)
  })
})
