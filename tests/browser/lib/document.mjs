// Holds real answers against the service's own OpenAPI document.
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const ID = "openapi.json";

function pointer(...parts) {
  return "#/" + parts.map((part) => encodeURIComponent(
    String(part).replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
}

/** In answers, a property that the document does not name is a mistake. */
function close(schema) {
  if (Array.isArray(schema))
    return schema.map(close);
  if (schema === null || typeof schema !== "object")
    return schema;
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, close(value)]));
  const isObject = schema.type === "object" && schema.properties
    && typeof schema.properties === "object";
  if (isObject && !("additionalProperties" in schema))
    copy.additionalProperties = false;
  return copy;
}

export class Document {
  constructor(document) {
    this.document = document;
    this.seen = new Map();
    this.ajv = this.#compiler(document);
    this.strict = this.#compiler({
      ...document,
      paths: close(document.paths),
      components: { ...document.components,
                    schemas: close(document.components.schemas) },
    });
    this.operations = new Map();
    for (const [path, item] of Object.entries(document.paths))
      for (const [method, operation] of Object.entries(item))
        this.operations.set(operation.operationId, { path, method, operation });
  }

  #compiler(document) {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats(ajv);
    ajv.addSchema(document, ID);
    return ajv;
  }

  operation(id) {
    const found = this.operations.get(id);
    if (!found)
      throw new Error(`the document has no operation ${id}`);
    return found;
  }

  #complaints(ajv, where, value) {
    const check = ajv.compile({ $ref: ID + where });
    return check(value) ? [] : check.errors.map(
      (error) => `${error.instancePath || "/"} ${error.message} ` +
                 JSON.stringify(error.params));
  }

  /** What is wrong with a body that claims to be what an operation takes. */
  complaintsOfRequest(id, body) {
    const { path, method, operation } = this.operation(id);
    if (!operation.requestBody)
      return [`${id} takes no body`];
    return this.#complaints(
      this.ajv, pointer("paths", path, method, "requestBody", "content",
                        "application/json", "schema"), body);
  }

  /** What is wrong with an answer: { status, headers, text }. */
  complaintsOfAnswer(id, answer) {
    const { path, method, operation } = this.operation(id);
    const status = String(answer.status);
    this.seen.set(id, (this.seen.get(id) ?? new Set()).add(status));
    const said = operation.responses[status];
    if (!said)
      return [`status ${status} is not documented`];
    const wrong = [];
    for (const name of Object.keys(said.headers ?? {}))
      if (!answer.headers.get(name))
        wrong.push(`header ${name} is documented and absent`);
    const type = (answer.headers.get("content-type") ?? "").split(";")[0];
    if (!said.content)
      return type === "" || answer.text === "" ? wrong
        : [...wrong, `a body of type ${type} is not documented`];
    if (!said.content[type])
      return [...wrong, `content type "${type}" is not documented`];
    const where = pointer("paths", path, method, "responses", status,
                          "content", type, "schema");
    let value = answer.text;
    if (/[/+]json$/.test(type)) {
      try {
        value = JSON.parse(answer.text);
      } catch {
        return [...wrong, "the body is not JSON"];
      }
    }
    return [...wrong, ...this.#complaints(this.strict, where, value)];
  }

  /** Statuses below 400 that the document promises and nobody has seen. */
  neverSeen() {
    const missing = [];
    for (const [id, { operation }] of this.operations)
      for (const status of Object.keys(operation.responses))
        if (Number(status) < 400 && !this.seen.get(id)?.has(status))
          missing.push(`${id} ${status}`);
    return missing;
  }

  /** Refusals that the document names and nobody has seen. */
  refusalsNeverSeen() {
    const missing = [];
    for (const [id, { operation }] of this.operations)
      for (const status of Object.keys(operation.responses))
        if (Number(status) >= 400 && !this.seen.get(id)?.has(status))
          missing.push(`${id} ${status}`);
    return missing;
  }
}
