// Reads a case a line and says of each token whether a backend with jose accepts it.

import { createInterface } from "node:readline";
import { createLocalJWKSet, errors, jwtVerify } from "jose";

async function isAccepted({ token, algorithm, secret, jwks, issuer, audience }) {
  const key = jwks ? createLocalJWKSet(jwks) : new TextEncoder().encode(secret);
  try {
    await jwtVerify(token, key, {
      algorithms: [algorithm],
      typ: "selection+jwt",
      issuer,
      audience,
      requiredClaims: ["exp"],
      clockTolerance: 30,
    });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log((await isAccepted(JSON.parse(line))) ? "accepted" : "refused");
}
