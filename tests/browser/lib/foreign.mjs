// An authorization server that is not ours: oidc-provider, certified OpenID
// Connect, under the paths of Microsoft's. And a gate in front of the
// simulator's Graph that lets in whoever holds one of its access tokens.
import { generateKeyPairSync } from "node:crypto";

import Provider from "oidc-provider";

import { close, listen, passOn } from "./proxy.mjs";
import { CLIENT_ID, CLIENT_SECRET, PETE, freePort } from "./world.mjs";

const GRAPH_SCOPES = ["User.Read", "Calendars.ReadWrite",
                      "MailboxSettings.Read", "Mail.Send"];

/** An account of the tenant, with the claims that Microsoft would add. */
function account(id) {
  return {
    accountId: id,
    claims: () => ({
      sub: id,
      oid: "11111111-2222-3333-4444-555555555555",
      tid: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
      name: "Pete",
      preferred_username: PETE,
      email: PETE,
    }),
  };
}

export class ForeignIdentity {
  /** Tokens as they were issued and used, oldest first. */
  refreshTokens = [];
  refreshes = 0;
  revokedGrants = 0;
  errors = [];

  async start(redirectUri) {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    this.provider = new Provider(this.url, this.#settings(redirectUri));
    this.provider.on("refresh_token.saved",
                     (token) => this.refreshTokens.push(token.jti));
    this.provider.on("grant.revoked", () => ++this.revokedGrants);
    this.provider.on("grant.success", (context) => {
      if (context.oidc.params.grant_type === "refresh_token")
        ++this.refreshes;
    });
    // Microsoft's own word for "let me choose"; here whoever comes has to sign in.
    this.provider.use((context, next) => {
      if (context.query.prompt === "select_account")
        context.query = { ...context.query, prompt: "login" };
      return next();
    });
    this.provider.on("authorization.error", (context, error) =>
      this.errors.push(`${error.error}: ${error.error_description}`));
    this.server = await listen(this.provider.callback(), port);
  }

  #settings(redirectUri) {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    return {
      clients: [{
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        token_endpoint_auth_method: "client_secret_post",
      }],
      routes: {
        authorization: "/common/oauth2/v2.0/authorize",
        token: "/common/oauth2/v2.0/token",
      },
      scopes: ["openid", "offline_access", ...GRAPH_SCOPES],
      claims: {
        openid: ["sub", "oid", "tid"],
        profile: ["name", "preferred_username"],
        email: ["email"],
      },
      conformIdTokenClaims: false,
      findAccount: (_, id) => account(id),
      pkce: { required: () => true, methods: ["S256"] },
      issueRefreshToken: () => true,
      rotateRefreshToken: true,
      // Shorter than what the service keeps in reserve: each use refreshes.
      ttl: { AccessToken: 120, AuthorizationCode: 60, IdToken: 300,
             RefreshToken: 3600, Grant: 3600, Session: 3600,
             Interaction: 600 },
      cookies: { keys: ["of this test only"] },
      jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig" }] },
    };
  }

  get tokenEndpoint() {
    return `${this.url}/common/oauth2/v2.0/token`;
  }

  /** The access token's scopes; nothing when it is not a living one of ours. */
  async scopesOf(bearer) {
    const token = await this.provider.AccessToken.find(bearer);
    return token && !token.isExpired ? new Set(token.scope.split(" "))
      : undefined;
  }

  stop() {
    return close(this.server);
  }
}

/** Graph for the holders of the foreign tokens. */
export class GraphGate {
  refused = 0;

  /** `ownToken`: gets an access token of the simulator. */
  constructor(identity, microsoft, ownToken) {
    Object.assign(this, { identity, microsoft, ownToken });
  }

  async start() {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    this.server = await listen((request, response) => {
      this.#pass(request, response).catch((error) => {
        response.writeHead(502);
        response.end(String(error));
      });
    }, port);
  }

  async #pass(request, response) {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? "");
    const scopes = bearer && (await this.identity.scopesOf(bearer[1]));
    if (!scopes || !GRAPH_SCOPES.every((scope) => scopes.has(scope))) {
      ++this.refused;
      response.writeHead(401, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: {
        code: "InvalidAuthenticationToken",
        message: "Lifetime validation failed, the token is expired." } }));
      return;
    }
    const authorization = `Bearer ${await this.ownToken()}`;
    passOn(request, response, this.microsoft + request.url, { authorization });
  }

  stop() {
    return close(this.server);
  }
}
