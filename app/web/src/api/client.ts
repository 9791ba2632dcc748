/** The server's API with types from its OpenAPI document. */
import createClient, { type Middleware } from "openapi-fetch";

import { byHand, sent } from "./activity";
import { kindOf, refusalFrom } from "./problem";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

/** What the page asks by itself does not keep its user signed in. */
const marking: Middleware = {
  onRequest({ request }) {
    if (byHand()) sent();
    else request.headers.set("X-Background", "1");
    return request;
  },
};

/** Signs the person in again; answers whether that was of use to the request that was refused. */
type Remedy = (status: number, kind: string) => Promise<boolean>;
let remedy: Remedy | null = null;
export const remedyWith = (made: Remedy): void => void (remedy = made);

/** How often the person came back: what was refused to the sign-in before is sent again without asking. */
let returns = 0;

/** A request that an ended sign-in refused waits until the person is back, and is sent again as it was. */
async function answered(request: Request): Promise<Response> {
  const { url, method, headers, signal } = request;
  const content = method === "GET" || method === "HEAD" ? null : await request.text();
  const send = (): Promise<Response> => fetch(new Request(url, { method, headers, signal, body: content || null }));
  const before = returns;
  const response = await send();
  if (response.status === 401 && before !== returns) return send();
  if (!remedy || (response.status !== 401 && response.status !== 403)) return response;
  const problem = (await response.clone().json().catch(() => null)) as { type?: string } | null;
  if (!(await remedy(response.status, kindOf(problem?.type)))) return response;
  returns += 1;
  return send();
}

export const api = createClient<paths>({ baseUrl: "/", fetch: answered });
api.use(marking);

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
