/** Brings alerts to where no connector leads: a signed webhook, and e-mail. */
import { createHmac } from 'node:crypto'
import type { StoredActivity } from '../store/store.ts'

export const webhookChannel = 'alert-webhook'
export const emailChannel = 'alert-email'

/** How long another server may take, in milliseconds. */
const patienceMs = 8_000

export interface Letter {
  /** The same whenever the same telling is sent again. */
  readonly id: string
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
}

export interface Addresses {
  readonly webhook?: { readonly url: string; readonly secret: string } | undefined
  readonly email?: { readonly smtp: string; readonly from: string; readonly to: string } | undefined
}

/** `t=<seconds since 1970>,v1=<HMAC-SHA256 of "t.body" in hexadecimal>`. */
export function signatureOf(secret: string, body: string, seconds: number): string {
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${mac}`
}

const failed = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more })

async function call(
  { url, secret }: NonNullable<Addresses['webhook']>,
  letter: Letter,
  now: number,
): Promise<void> {
  const body = JSON.stringify(letter.body)
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
    headers: {
      'Content-Type': 'application/json',
      'Idempotency-Key': letter.id,
      'Backwise-Signature': signatureOf(secret, body, Math.floor(now / 1_000)),
    },
    body,
  })
  await response.body?.cancel()
  const { status, headers } = response
  // a wrong address may be put right: nothing is final but a success
  if (!response.ok)
    throw failed(`HTTP ${status}`, status === 429 ? { statusCode: status, response: { headers } } : {})
}

async function mail(
  { smtp, from, to }: NonNullable<Addresses['email']>,
  { id, text }: Letter,
): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(smtp, {
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  })
  const [subject] = text.split('\n')
  const messageId = `<${id}@backwise.invalid>`
  try {
    await transport.sendMail({ from, to, subject: `${subject} (${id})`, text, messageId })
  } catch (error) {
    const { responseCode, code = 'SMTP' } = error as { responseCode?: number; code?: string }
    throw failed(responseCode === undefined ? code : `SMTP ${responseCode}`)
  } finally {
    transport.close()
  }
}

/** Answers whether the activity was for it; others go by a connector. @throws {Error} with a `code`, when it did not arrive */
export function courier({ webhook, email }: Addresses, now: () => number) {
  return async (activity: StoredActivity): Promise<boolean> => {
    const letter = activity['value'] as Letter
    switch (activity['channelId']) {
      case webhookChannel:
        if (!webhook) throw failed('not set')
        await call(webhook, letter, now())
        return true
      case emailChannel:
        if (!email) throw failed('not set')
        await mail(email, letter)
        return true
      default:
        return false
    }
  }
}
