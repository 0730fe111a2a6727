/** What an operator sees once everything answers. */
export const banner = (facts: {
  readonly publicUrl: string;
  readonly dataDir: string;
  readonly adminTokenFile: string;
  readonly adminTokenGiven: boolean;
  readonly database: string;
  readonly log: string;
  readonly seconds: string;
}): string => `
Rollcall is ready (${facts.seconds} s): gateway, projector and sync in one process.

  SCIM base URL   ${facts.publicUrl}/scim/v2
  JumpCloud       ${facts.publicUrl}/provisioning/jumpcloud/v2   (likewise okta, entra, onelogin, google, ping)
  Admin API       ${facts.publicUrl}/admin/v1
  Admin token     ${facts.adminTokenGiven ? 'as given in ROLLCALL_ADMIN_TOKEN' : facts.adminTokenFile}
  Health          ${facts.publicUrl}/health/ready   ${facts.publicUrl}/metrics
  Data            ${facts.database}, ${facts.log} log, ${facts.dataDir}

Next, in a second terminal:

  npx rollcall directories create acme --provider jumpcloud     a base URL and a token to paste into JumpCloud
  npm run demo                                                  watch one person travel through the house

Ctrl-C stops in order.
`;
