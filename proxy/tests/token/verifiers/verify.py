"""Reads a case a line and says of each token whether a backend with PyJWT accepts it."""

import json
import sys

import jwt


def find_key(case):
    if "secret" in case:
        return case["secret"]
    kid = jwt.get_unverified_header(case["token"]).get("kid")
    return jwt.PyJWKSet.from_dict(case["jwks"])[kid].key


def is_accepted(case):
    try:
        token = jwt.decode_complete(
            case["token"],
            find_key(case),
            algorithms=[case["algorithm"]],
            issuer=case["issuer"],
            audience=case["audience"],
            leeway=30,
            options={"require": ["exp", "iss", "aud"]},
        )
    except (jwt.PyJWTError, KeyError):
        return False
    return token["header"].get("typ") == "selection+jwt"


for line in sys.stdin:
    print("accepted" if is_accepted(json.loads(line)) else "refused")
