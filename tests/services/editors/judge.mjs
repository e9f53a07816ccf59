// Judges files by schemas with ajv: JSON in, one object with `schemas` by kind and `files`, each with its kind; a list of
// faults for each file out.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.env.EDITORS + "/package.json");
const Ajv = require("ajv/dist/2020").default;
const { schemas, files } = JSON.parse(readFileSync(0, "utf8"));
// Words for editors, such as markdownDescription, are unknown to JSON Schema.
const ajv = new Ajv({ strict: false, allErrors: true });
const judges = Object.fromEntries(Object.entries(schemas).map(([kind, schema]) => [kind, ajv.compile(schema)]));
const faults = ({ kind, file }) =>
  judges[kind](file) ? [] : judges[kind].errors.map((error) => `${error.instancePath} ${error.keyword}`);
process.stdout.write(JSON.stringify(files.map(faults)));
