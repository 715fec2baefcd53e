/* Shows the chat with the settings chosen, and the line that gives a page the same. */
const { version, integrity, region } = document.currentScript.dataset
const form = document.getElementById('settings')
const byId = (id) => document.getElementById(id)
const bot = location.origin

/** What differs from what the bot knows by itself. */
function chosen() {
  const { origin, pinned, ...settings } = Object.fromEntries(new FormData(form))
  const known = pinned ? {} : { clinic: 1, phone: 1, hours: 1 }
  const entries = Object.entries(settings).filter(([name, value]) => {
    const { defaultValue } = form.elements[name]
    return value !== '' && (value !== defaultValue || (name !== 'color' && defaultValue && !known[name]))
  })
  // a version knows no clinic, so it must be told where the bot is
  if (pinned && !settings.region) entries.push(['region', region])
  return { origin, pinned: pinned !== undefined, entries }
}

const quoted = (text) => text.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)

function lineOf({ pinned, entries }) {
  const attributes = entries.map(([name, value]) => ` data-${name}="${quoted(value)}"`).join('')
  const source = pinned
    ? `src="${bot}/widget/${version}/widget.js" integrity="${integrity}" crossorigin="anonymous"`
    : `src="${bot}/widget.js"`
  return `<script ${source}${attributes} async></script>`
}

const warn = console.warn
console.warn = (...words) => {
  warn(...words)
  byId('warning').textContent = words.join(' ').replace(/^Backwise: /, '')
}

/** One after the other: of two that load at once, the page would show the older. */
let shown = Promise.resolve()

const show = (settings) => (shown = shown.then(() => replaceChat(settings)))

function replaceChat({ entries }) {
  const wasOpen =
    document.querySelector('backwise-chat')?.shadowRoot.querySelector('.frame')?.hidden === false
  window.Backwise?.remove()
  document.getElementById('shown')?.remove()
  const script = document.createElement('script')
  script.id = 'shown'
  script.src = '/widget.js'
  for (const [name, value] of entries) script.dataset[name] = value
  return new Promise((done) => {
    script.addEventListener('error', done)
    script.addEventListener('load', () => {
      const { activeElement } = document
      if (wasOpen) window.Backwise.open()
      activeElement?.focus()
      done()
    })
    document.body.append(script)
  })
}

/** On a phone an open chat covers the page, so nobody who comes here finds it open. */
function startClosed() {
  const name = `backwise ${bot}`
  const kept = JSON.parse(sessionStorage.getItem(name))
  if (kept) sessionStorage.setItem(name, JSON.stringify({ ...kept, open: false }))
}

function update() {
  const settings = chosen()
  // the chat stands beside what is printed, not on it
  document.querySelector('.settings').classList.toggle('beside', form.elements.side.value === 'start')
  const socket = bot.replace(/^http/, 'ws')
  byId('warning').textContent = ''
  byId('line').textContent = lineOf(settings)
  byId('policy').textContent = `script-src ${bot}; connect-src ${bot} ${socket}`
  let { origin } = settings
  if (origin && URL.canParse(origin)) origin = new URL(origin).origin
  const { clinic, phone, hours } = form.elements
  byId('env').textContent = [
    `ALLOWED_ORIGINS=${origin || 'https://your-page.example'}`,
    clinic.value && `CLINIC_NAME=${clinic.value}`,
    phone.value && `CLINIC_PHONE=${phone.value}`,
    hours.value && `CLINIC_HOURS=${hours.value}`,
  ]
    .filter(Boolean)
    .join('\n')
  show(settings)
}

startClosed()
form.addEventListener('change', update)
form.addEventListener('submit', (event) => event.preventDefault())
byId('copy').addEventListener('click', async () => {
  await navigator.clipboard.writeText(byId('line').textContent)
  byId('copied').textContent = 'Copied.'
})
update()
