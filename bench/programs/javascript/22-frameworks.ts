// CWE-22 in Koa, Fastify, Nest, Next and Hapi.
import fs from "node:fs";
import { promises as fsp } from "node:fs";
import path from "node:path";

const ROOT = "/srv/reports";
// == vulnerable: Koa's path parameter
router.get("/read/:name", async (ctx, next) => {
  const { name } = ctx.params;
  ctx.body = await fs.promises.readFile(path.join(ROOT, name));
});
// == vulnerable: Fastify
fastify.get("/read", async (request, reply) => {
  const { name } = request.query as { name: string };
  return fs.readFileSync(path.join(ROOT, name));
});
// == safe: Fastify, resolved and compared
fastify.get("/read", async (request, reply) => {
  const { name } = request.query as { name: string };
  const full = path.resolve(ROOT, name);
  if (!full.startsWith(ROOT + path.sep)) {
    return reply.code(403).send();
  }
  return fs.readFileSync(full);
});
