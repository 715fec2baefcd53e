/**
 * What Teams sends besides plain messages, as it sends it (learn.microsoft.com/microsoftteams/platform/bots, and the
 * emulator), to a person who was just asked the interview's first question. `said`: what the bot says to it, in short.
 */
export interface Payload {
  readonly activity: object
  readonly said?: readonly string[]
  /** Of the response, what must be in it. */
  readonly response?: object
  /** Whether what is known of the conversation may change; if not, not a letter of it does. */
  readonly changes?: true
}

const tenant = { tenant: { id: '72f988bf-0000-0000-0000-2d7cd011db47' } }
const team = {
  id: '19:team@thread.tacv2',
  name: 'Spine clinic',
  aadGroupId: '02ce3874-0000-0000-0000-d58e0a1a0e4f',
}
const person = { id: '29:person', name: 'Person', aadObjectId: '8ec08d27-0000-0000-0000-6d38a9b3b2d1' }
const bot = { id: '28:bot', name: 'Backwise' }
const update = (changes: object, data: object = {}) => ({
  type: 'conversationUpdate',
  ...changes,
  channelData: { ...tenant, ...data },
})
const ofTeam = (eventType: string, more: object = {}) => update({}, { eventType, team, ...more })
const channel = { id: '19:general@thread.tacv2', name: 'General' }
const invoke = (name: string, value: unknown, more: object = {}) => ({
  type: 'invoke',
  name,
  value,
  channelData: tenant,
  ...more,
})
const execute = (data: unknown) =>
  invoke('adaptiveCard/action', {
    action: { type: 'Action.Execute', verb: 'answer', data },
    trigger: 'manual',
  })
const thumb = (feedback: string) =>
  invoke('message/submitAction', { actionName: 'feedback', actionValue: { reaction: 'like', feedback } }, { replyToId: '1:x' }) // prettier-ignore
const none = { question: 'nerve-signs', answers: ['none'] }
const edit = (text: string) => ({
  type: 'messageUpdate',
  text,
  channelData: { eventType: 'editMessage', ...tenant },
})
const reaction = { type: 'like' }
const refusal = 'I cannot do that here. Please type your question or your answer.'

export const payloads: Record<string, Payload> = {
  'installationUpdate: add': { activity: { type: 'installationUpdate', action: 'add', channelData: tenant } },
  'installationUpdate: add-upgrade': {
    activity: { type: 'installationUpdate', action: 'add-upgrade', channelData: tenant },
  },
  'installationUpdate: remove': {
    activity: { type: 'installationUpdate', action: 'remove', channelData: tenant },
    changes: true,
  },
  'installationUpdate: remove-upgrade': {
    activity: { type: 'installationUpdate', action: 'remove-upgrade', channelData: tenant },
  },
  'members added: the bot': { activity: update({ membersAdded: [bot] }) },
  'members added: a person again': { activity: update({ membersAdded: [person] }) },
  'members added: bot and person': { activity: update({ membersAdded: [bot, person] }) },
  'members added: none': { activity: update({ membersAdded: [] }) },
  'members removed: of no form': { activity: update({ membersRemoved: [null] }) },
  'a message whose mentions are of no form': {
    activity: { type: 'message', text: 'I cannot feel anything when I wipe', entities: [null] },
    said: ['advice emergency (rule saddle-numbness)'],
    changes: true,
  },
  'a message whose sender and language are of no form': {
    activity: {
      type: 'message',
      text: 'I cannot feel anything when I wipe',
      from: { ...person, name: 5, aadObjectId: ['x'], role: {} },
      recipient: { ...bot, name: {} },
      locale: 7,
    },
    said: ['advice emergency (rule saddle-numbness)'],
    changes: true,
  },
  'members removed: a person': { activity: update({ membersRemoved: [person] }) },
  'members removed: the bot': { activity: update({ membersRemoved: [bot] }) },
  'team member added': {
    activity: update({ membersAdded: [person] }, { eventType: 'teamMemberAdded', team }),
  },
  'team member removed': {
    activity: update({ membersRemoved: [person] }, { eventType: 'teamMemberRemoved', team }),
  },
  'topic renamed': { activity: update({ topicName: 'Backs' }) },
  ...Object.fromEntries(
    [
      'channelCreated',
      'channelDeleted',
      'channelRenamed',
      'channelRestored',
      'channelShared',
      'channelUnShared',
    ].map((event) => [event, { activity: ofTeam(event, { channel }) }]),
  ),
  ...Object.fromEntries(
    ['teamArchived', 'teamUnarchived', 'teamDeleted', 'teamHardDeleted', 'teamRenamed', 'teamRestored'].map(
      (event) => [event, { activity: ofTeam(event) }],
    ),
  ),
  'a thumb': { activity: thumb('{}'), said: ['notice feedback'], response: {} },
  'a thumb with words': {
    activity: thumb('{"feedbackText":"very clear"}'),
    said: ['notice feedback'],
    response: {},
  },
  'a thumb with words of danger': {
    activity: thumb('{"feedbackText":"but I still cannot feel anything when I wipe"}'),
    said: ['notice feedback', 'advice emergency (rule saddle-numbness)'],
    changes: true,
  },
  'a thumb with broken words': { activity: thumb('{"feedbackText":'), said: ['notice feedback'] },
  'a thumb of another kind': {
    activity: invoke('message/submitAction', { actionName: 'feedback', actionValue: 7 }),
    response: {},
  },
  'a feedback form is asked for': {
    activity: invoke('message/fetchTask', {
      data: { actionName: 'feedback', actionValue: { reaction: 'like' } },
    }),
    response: { task: { type: 'message', value: refusal } },
  },
  'a card executed': {
    activity: execute(none),
    said: ['question sudden-signs'],
    response: { statusCode: 200 },
    changes: true,
  },
  'a card executed, of somebody else': {
    activity: execute({ colour: 'red' }),
    said: ['notice foreign-card', 'question nerve-signs'],
    response: { statusCode: 200 },
  },
  'a card executed, broken': {
    activity: invoke('adaptiveCard/action', { action: 7 }),
    response: { statusCode: 400, type: 'application/vnd.microsoft.error' },
  },
  'a suggestion submitted': {
    activity: invoke('suggestedAction/submit', none),
    said: ['question sudden-signs'],
    changes: true,
  },
  'a suggestion submitted as text': {
    activity: invoke('suggestedAction/submit', 'none'),
    said: ['question sudden-signs'],
    changes: true,
  },
  'a card submitted': {
    activity: { type: 'message', value: none, replyToId: '1:card', channelData: tenant },
    said: ['question sudden-signs'],
    changes: true,
  },
  'a card submitted, its list ticked': {
    activity: {
      type: 'message',
      value: { question: 'nerve-signs', answers: 'bladder-bowel/leaks,limb-neuro/numbness' },
    },
    said: ['advice emergency (rule bladder-bowel)'],
    changes: true,
  },
  'a card submitted, of somebody else': {
    activity: { type: 'message', value: { colour: 'red' } },
    said: ['notice foreign-card', 'question nerve-signs'],
  },
  'a card submitted, of another question': {
    activity: { type: 'message', value: { question: 'colour', answers: ['none'] } },
    said: ['notice foreign-card', 'question nerve-signs'],
  },
  'a card submitted, of an earlier question': {
    activity: { type: 'message', value: { question: 'improving', answers: ['no'] } },
    said: ['notice expired', 'question nerve-signs'],
  },
  'a card submitted, that is no object': {
    activity: { type: 'message', value: 'none' },
    said: ['notice foreign-card', 'question nerve-signs'],
  },
  ...Object.fromEntries(
    [
      'task/fetch',
      'task/submit',
      'config/fetch',
      'config/submit',
      'tab/fetch',
      'tab/submit',
      'fileConsent/invoke',
      'signin/verifyState',
      'signin/tokenExchange',
      'signin/failure',
      'actionableMessage/executeAction',
      'handoff/action',
      'application/search',
      'composeExtension/query',
      'composeExtension/fetchTask',
      'composeExtension/queryLink',
      'nobody/knows-this',
      '',
    ].map(
      // prettier-ignore
      (name) => [`invoke ${name}`, { activity: invoke(name, { any: 'thing' }) }],
    ),
  ),
  'an invoke without a value': { activity: { type: 'invoke', name: 'task/fetch' } },
  'an invoke without a name': { activity: { type: 'invoke', value: {} } },
  'a reaction added': { activity: { type: 'messageReaction', reactionsAdded: [reaction], replyToId: '1:q' } },
  'a reaction removed': {
    activity: { type: 'messageReaction', reactionsRemoved: [reaction], replyToId: '1:q' },
  },
  'an edit': { activity: edit('check my symptoms, please') },
  'an edit that tells of danger': {
    activity: edit('I cannot feel anything when I wipe'),
    said: ['advice emergency (rule saddle-numbness)'],
    changes: true,
  },
  'an edit without text': { activity: { type: 'messageUpdate', channelData: { eventType: 'editMessage' } } },
  'a delete': { activity: { type: 'messageDelete', channelData: { eventType: 'softDeleteMessage' } } },
  'a delete taken back': {
    activity: {
      type: 'messageUpdate',
      text: 'check my symptoms',
      channelData: { eventType: 'undeleteMessage' },
    },
  },
  typing: { activity: { type: 'typing' } },
  'a meeting starts': {
    activity: { type: 'event', name: 'application/vnd.microsoft.meetingStart', value: {} },
  },
  'a message was read': {
    activity: {
      type: 'event',
      name: 'application/vnd.microsoft.readReceipt',
      value: { lastReadMessageId: '1' },
    },
  },
  'the end of a conversation': { activity: { type: 'endOfConversation' } },
  'a type nobody knows': { activity: { type: 'somethingNew', value: { deep: [1] } } },
  'a mention, with marks of HTML': {
    activity: {
      type: 'message',
      text: '<at>Backwise</at>&nbsp;none of these',
      entities: [{ type: 'mention', mentioned: bot, text: '<at>Backwise</at>' }, { type: 'clientInfo' }],
      attachments: [{ contentType: 'text/html', content: '<div>none of these</div>' }],
    },
    said: ['question sudden-signs'],
    changes: true,
  },
  'a picture': {
    activity: {
      type: 'message',
      attachments: [{ contentType: 'image/*', contentUrl: 'https://smba.example/x' }],
    },
    said: ['notice only-text'],
  },
}
