/**
 * What our server is measured against: the smallest bot of botbuilder and restify, as the SDK's own samples write it.
 * Anonymous, its state in memory, and it says back what was said.
 */
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConversationState,
  MemoryStorage,
  type Request,
  type Response,
} from 'botbuilder'
import restify from 'restify'

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}))
const state = new ConversationState(new MemoryStorage())
const counted = state.createProperty<number>('turns')

const server = restify.createServer()
server.use(restify.plugins.bodyParser())
server.post('/api/messages', (req, res, next) => {
  void adapter
    .process(req as unknown as Request, res as unknown as Response, async (context) => {
      const turns: number = await counted.get(context, 0)
      await counted.set(context, turns + 1)
      await context.sendActivity(`Echo: ${context.activity.text}`)
      await state.saveChanges(context)
    })
    .then(() => next())
})
server.listen(Number(process.env['PORT']), '127.0.0.1', () => {
  process.stdout.write(`ready: http://localhost:${server.address().port}\n`)
})
