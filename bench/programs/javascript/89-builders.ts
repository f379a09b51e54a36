// CWE-89 in Sequelize, Knex, TypeORM, Prisma, Drizzle and Nest.
import { Op, QueryTypes } from "sequelize";
// == vulnerable: Sequelize, a literal
app.get("/sorted", async (req, res) => {
  res.json(await Person.findAll({ order: sequelize.literal(req.query.order as string) }));
});
// == vulnerable: Knex whereRaw
app.get("/find", async (req, res) => {
  res.json(await knex("person").whereRaw(`name = '${req.query.name}'`));
});
// == vulnerable: Knex orderByRaw
app.get("/sorted", async (req, res) => {
  res.json(await db("person").select("*").orderByRaw(`${req.query.column} ${req.query.direction}`));
});
// == vulnerable: Prisma
app.get("/find", async (req, res) => {
  res.json(await prisma.$queryRawUnsafe(`SELECT * FROM person WHERE name = '${req.query.name}'`));
});
// == vulnerable: Nest, with a decorated object
@Controller("persons")
export class PersonsController {
  @Get()
  async find(@Query() query: FindDto) {
    return this.repository.createQueryBuilder("p").where("p.name = '" + query.name + "'").getMany();
  }
}
// == safe: TypeORM find
app.get("/find", async (req, res) => {
  res.json(await repository.find({ where: { name: req.query.name as string } }));
});
// == safe: Prisma's unsafe query with a parameter
app.get("/find", async (req, res) => {
  res.json(await prisma.$queryRawUnsafe("SELECT * FROM person WHERE name = $1", req.query.name));
});
// == safe: Nest with a number
@Controller("persons")
export class PersonsController {
  @Get(":id")
  async find(@Param("id", ParseIntPipe) id: number) {
    return this.dataSource.query(`SELECT * FROM person WHERE id = ${id}`);
  }
}
