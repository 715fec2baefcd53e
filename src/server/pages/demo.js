/*
 * Opens the official Web Chat on this page and takes the conversation up again after a reload. Only a conversation's
 * id and token are kept, in this tab, until it is closed.
 */
const place = document.getElementById('webchat')
const { nonce } = document.currentScript
const directLine = `${location.origin}/v3/directline`

const kept = {
  read: () => JSON.parse(sessionStorage.getItem('backwise') ?? 'null'),
  write: (session) => sessionStorage.setItem('backwise', JSON.stringify(session)),
}

async function post(path, token) {
  const response = await fetch(`${directLine}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: '{}',
  })
  if (!response.ok) throw Object.assign(new Error(path), { status: response.status })
  return response.json()
}

async function resume(session) {
  try {
    const { token } = await post('/tokens/refresh', session.token)
    return { ...session, token }
  } catch (error) {
    // Renewed too late, or ended: any other failure may pass, and the conversation is worth waiting for.
    if ([401, 403, 404].includes(error.status)) return undefined
    throw error
  }
}

async function begin() {
  const { conversationId, token } = await post('/tokens/generate')
  return { conversationId, token }
}

const colour = (name) => `var(--${name})`

const styleOptions = {
  accent: colour('brand'),
  subtle: colour('ink-soft'),
  backgroundColor: colour('surface'),
  primaryFont: colour('font'),
  fontSizeSmall: '0.85rem',
  paddingRegular: 12,
  rootHeight: '100%',
  rootWidth: '100%',
  bubbleBackground: colour('sunken'),
  bubbleTextColor: colour('ink'),
  bubbleBorderWidth: 0,
  bubbleBorderRadius: 16,
  bubbleMaxWidth: 560,
  bubbleFromUserBackground: colour('brand'),
  bubbleFromUserTextColor: colour('brand-ink'),
  bubbleFromUserBorderWidth: 0,
  bubbleFromUserBorderRadius: 16,
  timestampColor: colour('ink-soft'),
  sendBoxBackground: colour('surface'),
  sendBoxTextColor: colour('ink'),
  sendBoxPlaceholderColor: colour('ink-soft'),
  sendBoxBorderTop: `1px solid ${colour('line')}`,
  sendBoxHeight: 56,
  sendBoxTextWrap: true,
  sendBoxMaxHeight: 160,
  sendBoxButtonColor: colour('brand'),
  sendBoxButtonShadeColorOnHover: colour('sunken'),
  hideUploadButton: true,
  suggestedActionLayout: 'flow',
  suggestedActionBackgroundColor: colour('surface'),
  suggestedActionBackgroundColorOnHover: colour('sunken'),
  suggestedActionBackgroundColorOnActive: colour('sunken'),
  suggestedActionTextColor: colour('brand'),
  suggestedActionTextColorOnHover: colour('brand'),
  suggestedActionTextColorOnActive: colour('brand'),
  suggestedActionBorderColor: colour('brand'),
  suggestedActionBorderWidth: 1.5,
  suggestedActionBorderRadius: 22,
  suggestedActionHeight: 'auto',
  // A long card is read from its beginning, where it says what to do.
  autoScrollSnapOnPage: true,
  transcriptOverlayButtonBackground: colour('brand'),
  transcriptOverlayButtonBackgroundOnHover: colour('brand-hover'),
  transcriptOverlayButtonColor: colour('brand-ink'),
  transcriptOverlayButtonColorOnHover: colour('brand-ink'),
}

const ink = (main, soft) => {
  const both = { default: main, subtle: soft }
  return {
    default: both,
    dark: both,
    light: both,
    accent: both,
    good: both,
    warning: both,
    attention: { default: colour('danger'), subtle: colour('danger') },
  }
}
const surface = (name, main = `${name}-ink`, soft = main) => ({
  backgroundColor: colour(name),
  foregroundColors: ink(colour(main), colour(soft)),
})

const adaptiveCardsHostConfig = {
  supportsInteractivity: true,
  fontFamily: colour('font'),
  fontSizes: { small: 15, default: 17, medium: 19, large: 22, extraLarge: 28 },
  fontWeights: { lighter: 400, default: 400, bolder: 650 },
  lineHeights: { small: 21, default: 26, medium: 27, large: 30, extraLarge: 35 },
  spacing: { small: 6, default: 10, medium: 18, large: 24, extraLarge: 32, padding: 16 },
  textBlock: { headingLevel: 3 },
  textStyles: { heading: { size: 'Default', weight: 'Bolder' } },
  separator: { lineThickness: 1, lineColor: colour('line') },
  containerStyles: {
    default: surface('sunken', 'ink', 'ink-soft'),
    emphasis: surface('surface', 'ink', 'ink-soft'),
    attention: surface('danger'),
    warning: surface('warning'),
    accent: surface('accent'),
    good: surface('good'),
  },
  inputs: {
    label: { inputSpacing: 'Small' },
    errorMessage: { weight: 'Bolder', color: 'Attention' },
  },
  actions: {
    maxActions: 6,
    spacing: 'Medium',
    buttonSpacing: 10,
    actionsOrientation: 'Horizontal',
    actionAlignment: 'Left',
  },
}

/**
 * Every activity carries the whole message as text. Here a card or quick replies show it already, so that text is only
 * given to screen readers, and what stands below as quick replies is not listed above them as well.
 */
function forDisplay(activity) {
  if (activity.type !== 'message' || activity.from?.role === 'user' || !activity.text) return activity
  const list = (activity.suggestedActions?.actions ?? []).map(({ title }) => `- ${title}`).join('\n')
  const listed = list !== '' && activity.text.endsWith(list)
  const text = activity.attachments?.length
    ? ''
    : listed
      ? activity.text.slice(
          0,
          Math.max(0, activity.text.lastIndexOf('\n\n', activity.text.length - list.length)),
        )
      : activity.text
  return {
    ...activity,
    text,
    channelData: { ...activity.channelData, 'webchat:fallback-text': activity.text },
  }
}

/** What was ticked on a card, in words: Web Chat itself would send it without showing it. */
function ticked({ question, answers }, options) {
  if (typeof question !== 'string' || typeof answers !== 'string') return undefined
  const label = (value) => options.find((option) => option.value === value)?.label ?? value
  return answers.split(',').map(label).join(', ')
}

/** Prints the newest card alone, with the time. */
function printLast() {
  const card = [...place.querySelectorAll('.ac-adaptiveCard')].at(-1)
  if (!card) return
  const time = document.createElement('p')
  time.textContent = new Date().toLocaleString([], { dateStyle: 'long', timeStyle: 'short' })
  const sheet = document.querySelector('.sheet') ?? document.body.appendChild(document.createElement('div'))
  sheet.className = 'sheet'
  sheet.replaceChildren(time, card.cloneNode(true))
  window.print()
}

function createStore(onStarted) {
  const questions = new Map()
  let asked = false
  return window.WebChat.createStore({}, ({ dispatch }) => (next) => (action) => {
    if (action.type === 'DIRECT_LINE/INCOMING_ACTIVITY') {
      const { activity } = action.payload
      const message = activity.channelData?.message
      if (message?.kind === 'question') questions.set(message.question, message.options)
      // Only on the person's own wish: what comes again after a reload is not printed again.
      if (message?.kind === 'notice' && message.notice === 'print' && asked) setTimeout(printLast, 1000)
      return next({ ...action, payload: { ...action.payload, activity: forDisplay(activity) } })
    }
    if (action.type === 'DIRECT_LINE/CONNECT_FULFILLED') onStarted()
    if (action.type === 'DIRECT_LINE/POST_ACTIVITY') asked = true
    if (action.type === 'WEB_CHAT/SEND_POST_BACK') {
      const { value } = action.payload
      const text = ticked(value, questions.get(value.question) ?? [])
      if (text) return dispatch({ type: 'WEB_CHAT/SEND_MESSAGE_BACK', payload: { displayText: text, value } })
    }
    return next(action)
  })
}

/** A number is called in place; Web Chat would open an empty window for it. */
const dialInPlace = () => (next) => (action) => {
  const { type, value } = action.cardAction
  if (type === 'openUrl' && /^(tel|sms):/.test(value)) return void location.assign(value)
  return next(action)
}

async function open() {
  const before = kept.read()
  const session = (before && (await resume(before))) ?? (await begin())
  kept.write(session)
  window.WebChat.renderWebChat(
    {
      directLine: window.WebChat.createDirectLine({
        domain: directLine,
        token: session.token,
        // From the start of the log: what was said before the reload is shown again.
        ...(session.started && { conversationId: session.conversationId, watermark: '0' }),
      }),
      store: createStore(() => kept.write({ ...session, started: true })),
      locale: 'en-US',
      nonce,
      styleOptions,
      adaptiveCardsHostConfig,
      cardActionMiddleware: dialInPlace,
      overrideLocalizedStrings: { TEXT_INPUT_PLACEHOLDER: 'Type here, in your own words' },
    },
    place,
  )
}

function failed() {
  const sorry = document.createElement('p')
  sorry.className = 'off'
  sorry.setAttribute('role', 'alert')
  sorry.textContent =
    'The chat cannot be reached right now. If it is an emergency, do not wait for it. Call the number above.'
  const again = document.createElement('button')
  again.textContent = 'Try again'
  again.addEventListener('click', start)
  sorry.append(again)
  place.replaceChildren(sorry)
}

function start() {
  open().catch((error) => {
    console.error(error)
    failed()
  })
}

start()
