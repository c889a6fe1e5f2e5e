import { fastify } from 'fastify'

// A process of its own: what HTTP itself costs between two processes, with the server’s own library and nothing behind it.
const app = fastify()
app.get('/hello', () => ({ hello: 'world' }))
console.log(`listening on ${await app.listen({ host: '127.0.0.1', port: 0 })}`)
// A bench that was killed takes it with it.
process.on('disconnect', () => process.exit())
