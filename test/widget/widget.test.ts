/** The chat on a clinic's page, in a real browser against the real program. */
import { describe } from 'vitest'
import { describeInBrowser } from '../chromium.ts'
import { accessibility } from './accessibility.ts'
import { connection } from './connection.ts'
import { conversations } from './conversations.ts'
import { otherBrowsers } from './driven.ts'
import { elsewhere } from './elsewhere.ts'
import { hostPages } from './hostPages.ts'
import { setStage } from './stage.ts'

describeInBrowser("the chat on a clinic's page", () => {
  const stage = setStage()
  describe('conversations', () => conversations(stage))
  describe('accessibility', () => accessibility(stage))
  describe('pages it stands on', () => hostPages(stage))
  describe('the connection', () => connection(stage))
  if (otherBrowsers.length > 0) describe('elsewhere', () => elsewhere(stage))
})
