/** The server's API with types from its OpenAPI document. Every request names the acting person. */
import createClient, { type Middleware } from "openapi-fetch";

import { refusalFrom } from "./problem";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

let actor = "";
export const actAs = (code: string): void => void (actor = code);

const naming: Middleware = {
  onRequest({ request }) {
    if (actor) request.headers.set("X-Actor", actor);
    return request;
  },
};

export const api = createClient<paths>({ baseUrl: "/" });
api.use(naming);

interface Exchange<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a good answer; a bad one is thrown as a `Refusal`. */
export async function body<T>(exchange: Promise<Exchange<T>>): Promise<T> {
  const { data, error, response } = await exchange;
  if (!response.ok) throw refusalFrom(response.status, error);
  return data as T;
}

/** Header of a change to something that others may have changed meanwhile. */
export const ifMatch = (version: number) => ({ "if-match": `"${version}"` });
