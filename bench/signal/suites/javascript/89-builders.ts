// CWE-89 in Sequelize, Knex, TypeORM, Prisma, Drizzle and Nest.
import { Op, QueryTypes } from "sequelize";
// == vulnerable: Sequelize, a raw query
app.get("/find", async (req: Request, res: Response) => {
  const rows = await sequelize.query(`SELECT * FROM person WHERE name = '${req.query.name}'`, { type: QueryTypes.SELECT });
  res.json(rows);
});
// == vulnerable: Sequelize, a literal
app.get("/sorted", async (req, res) => {
  res.json(await Person.findAll({ order: sequelize.literal(req.query.order as string) }));
});
// == vulnerable: Sequelize, a literal in a condition
app.get("/near", async (req, res) => {
  res.json(await Person.findAll({ where: Sequelize.literal("age > " + req.query.age) }));
});
// == vulnerable: Knex raw
app.get("/find", async (req, res) => {
  res.json(await knex.raw("SELECT * FROM person WHERE name = '" + req.query.name + "'"));
});
// == vulnerable: Knex whereRaw
app.get("/find", async (req, res) => {
  res.json(await knex("person").whereRaw(`name = '${req.query.name}'`));
});
// == vulnerable: Knex orderByRaw
app.get("/sorted", async (req, res) => {
  res.json(await db("person").select("*").orderByRaw(`${req.query.column} ${req.query.direction}`));
});
// == vulnerable: TypeORM, a raw query
app.get("/find", async (req, res) => {
  res.json(await dataSource.query(`SELECT * FROM person WHERE name = '${req.query.name}'`));
});
// == vulnerable: TypeORM, a condition of the query builder
app.get("/find", async (req, res) => {
  const found = await repository
    .createQueryBuilder("person")
    .where(`person.name = '${req.query.name}'`)
    .getMany();
  res.json(found);
});
// == vulnerable: TypeORM, one more condition
app.get("/find", async (req, res) => {
  const builder = getRepository(Person).createQueryBuilder("person");
  builder.andWhere("person.city = '" + req.query.city + "'");
  res.json(await builder.getMany());
});
// == vulnerable: TypeORM, the order
app.get("/sorted", async (req, res) => {
  res.json(await repository.createQueryBuilder("person").orderBy(req.query.order as string).getMany());
});
// == vulnerable: Prisma
app.get("/find", async (req, res) => {
  res.json(await prisma.$queryRawUnsafe(`SELECT * FROM person WHERE name = '${req.query.name}'`));
});
// == vulnerable: Drizzle
app.get("/find", async (req, res) => {
  res.json(await db.execute(sql.raw(`SELECT * FROM person WHERE name = '${req.query.name}'`)));
});
// == vulnerable: Nest
@Controller("persons")
export class PersonsController {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}
  @Get()
  async find(@Query("name") name: string) {
    return this.dataSource.query(`SELECT * FROM person WHERE name = '${name}'`);
  }
}
// == vulnerable: Nest, with a decorated object
@Controller("persons")
export class PersonsController {
  @Get()
  async find(@Query() query: FindDto) {
    return this.repository.createQueryBuilder("p").where("p.name = '" + query.name + "'").getMany();
  }
}
// == safe: Sequelize with replacements
app.get("/find", async (req, res) => {
  res.json(await sequelize.query("SELECT * FROM person WHERE name = :name", { replacements: { name: req.query.name } }));
});
// == safe: Sequelize where
app.get("/find", async (req, res) => {
  res.json(await Person.findAll({ where: { name: { [Op.like]: `%${req.query.name}%` } } }));
});
// == safe: Knex with a binding
app.get("/find", async (req, res) => {
  res.json(await knex.raw("SELECT * FROM person WHERE name = ?", [req.query.name]));
});
// == safe: Knex where
app.get("/find", async (req, res) => {
  res.json(await knex("person").where("name", req.query.name).orderBy("age"));
});
// == safe: TypeORM with a parameter
app.get("/find", async (req, res) => {
  const found = await repository.createQueryBuilder("person").where("person.name = :name", { name: req.query.name }).getMany();
  res.json(found);
});
// == safe: TypeORM find
app.get("/find", async (req, res) => {
  res.json(await repository.find({ where: { name: req.query.name as string } }));
});
// == safe: TypeORM with positions
app.get("/find", async (req, res) => {
  res.json(await dataSource.query("SELECT * FROM person WHERE name = $1", [req.query.name]));
});
// == safe: Prisma's tagged template
app.get("/find", async (req, res) => {
  res.json(await prisma.$queryRaw`SELECT * FROM person WHERE name = ${req.query.name}`);
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
// == safe: Drizzle's tagged template
app.get("/find", async (req, res) => {
  res.json(await db.execute(sql`SELECT * FROM person WHERE name = ${req.query.name}`));
});
