// CWE-22 in Koa, Fastify, Nest, Next and Hapi.
import fs from "node:fs";
import { promises as fsp } from "node:fs";
import path from "node:path";

const ROOT = "/srv/reports";
// == vulnerable: Koa
router.get("/read", async (ctx) => {
  ctx.body = fs.createReadStream(path.join(ROOT, ctx.query.name as string));
});
// == vulnerable: Koa's path parameter
router.get("/read/:name", async (ctx, next) => {
  const { name } = ctx.params;
  ctx.body = await fs.promises.readFile(path.join(ROOT, name));
});
// == vulnerable: Koa's request body
router.post("/read", async (ctx) => {
  const file = ctx.request.body.file;
  ctx.body = await fsp.readFile(`${ROOT}/${file}`);
});
// == vulnerable: Fastify
fastify.get("/read", async (request, reply) => {
  const { name } = request.query as { name: string };
  return fs.readFileSync(path.join(ROOT, name));
});
// == vulnerable: Nest, a query parameter
import { Controller, Get, Query, Res } from "@nestjs/common";
@Controller("reports")
export class ReportsController {
  @Get()
  read(@Query("name") name: string): Buffer {
    return fs.readFileSync(path.join(ROOT, name));
  }
}
// == vulnerable: Nest, a path parameter
import { Controller, Get, Param, Res } from "@nestjs/common";
@Controller("reports")
export class ReportsController {
  @Get(":name")
  async read(@Param("name") name: string, @Res() res: Response) {
    res.sendFile(path.join(ROOT, name));
  }
}
// == vulnerable: Nest, a field of the body
import { Body, Controller, Post } from "@nestjs/common";
@Controller("reports")
export class ReportsController {
  @Post()
  async remove(@Body() body: RemoveDto) {
    await fsp.unlink(path.join(ROOT, body.file));
  }
}
// == vulnerable: Next, a route handler
import { NextRequest, NextResponse } from "next/server";
export async function GET(request: NextRequest) {
  const name = request.nextUrl.searchParams.get("name");
  return new NextResponse(await fsp.readFile(path.join(ROOT, name!)));
}
// == vulnerable: Next, the web standard's address
export async function GET(request: Request) {
  const { searchParams } = new URL(request.url);
  const name = searchParams.get("name") ?? "";
  return new Response(await fsp.readFile(path.join(ROOT, name)));
}
// == vulnerable: Next, a path parameter
export async function GET(request: Request, { params }: { params: { name: string } }) {
  return new Response(await fsp.readFile(path.join(ROOT, params.name)));
}
// == vulnerable: Next, an API route
export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const { name } = req.query;
  res.send(await fsp.readFile(path.join(ROOT, name as string)));
}
// == vulnerable: Hapi
server.route({
  method: "GET",
  path: "/read",
  handler: (request, h) => {
    return fs.readFileSync(path.join(ROOT, request.query.name));
  },
});
// == safe: Koa, only the last part
router.get("/read", async (ctx) => {
  ctx.body = fs.createReadStream(path.join(ROOT, path.basename(ctx.query.name as string)));
});
// == safe: Nest, a number by its pipe
import { Controller, Get, Param, ParseIntPipe } from "@nestjs/common";
@Controller("reports")
export class ReportsController {
  @Get(":id")
  read(@Param("id", ParseIntPipe) id: number): Buffer {
    return fs.readFileSync(path.join(ROOT, `${id}.txt`));
  }
}
// == safe: Nest, an identifier by its pipe
import { Controller, Get, Param, ParseUUIDPipe } from "@nestjs/common";
@Controller("reports")
export class ReportsController {
  @Get(":id")
  read(@Param("id", new ParseUUIDPipe()) id: string): Buffer {
    return fs.readFileSync(path.join(ROOT, `${id}.txt`));
  }
}
// == safe: Fastify, resolved and compared
fastify.get("/read", async (request, reply) => {
  const { name } = request.query as { name: string };
  const full = path.resolve(ROOT, name);
  if (!full.startsWith(ROOT + path.sep)) {
    return reply.code(403).send();
  }
  return fs.readFileSync(full);
});
// == safe: Next, from a fixed list
const REPORTS = ["day", "week"];
export async function GET(request: NextRequest) {
  const name = request.nextUrl.searchParams.get("name") ?? "day";
  if (!REPORTS.includes(name)) {
    return NextResponse.json({ error: "unknown" }, { status: 404 });
  }
  return new NextResponse(await fsp.readFile(path.join(ROOT, name)));
}
// == safe: no request at all
export class ReportsService {
  read(name: string): Buffer {
    return fs.readFileSync(path.join(ROOT, name));
  }
}
// == safe: the query of a database library
async function load(builder: QueryBuilder) {
  const rows = await builder.query("SELECT file FROM report");
  return rows.map((row) => fs.readFileSync(path.join(ROOT, row.file)));
}
