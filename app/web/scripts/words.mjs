/** Chinese words of the OpenAPI document → src/api/words.ts: labels and colours of enums, titles of fields. */
import { readFileSync, writeFileSync } from "node:fs";

const document = JSON.parse(readFileSync(new URL("../../../openapi.json", import.meta.url), "utf8"));
const enums = {};
const titles = {};

for (const [name, schema] of Object.entries(document.components.schemas)) {
  const labels = schema["x-labels"];
  if (labels) enums[name] = Object.fromEntries(schema.enum.map((value) => [value, labels[value]]));
  const fields = Object.entries(schema.properties ?? {}).filter(([, field]) => /\p{Script=Han}/u.test(field.title ?? ""));
  if (fields.length) titles[name] = Object.fromEntries(fields.map(([key, field]) => [key, field.title]));
}

const target = new URL("../src/api/words.ts", import.meta.url);
writeFileSync(
  target,
  `// Generated from openapi.json by \`npm run types\`.\nexport const ENUMS = ${JSON.stringify(enums, null, 2)} as const;\n\nexport const TITLES = ${JSON.stringify(titles, null, 2)} as const;\n`,
);
