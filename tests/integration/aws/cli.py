"""Prints what the AWS CLI prints as JSON for one call, without the CLI.

usage: cli.py PROFILE SERVICE METHOD [ARGUMENTS]     as: cli.py dev ec2 describe_instances '{"MaxResults": 5}'
"""

import json
import sys

import boto3


def plain(value):
    """Times are printed as ISO 8601 says."""
    return value.isoformat()


profile, service, method, *rest = sys.argv[1:]
client = boto3.Session(profile_name=profile).client(service)
answer = getattr(client, method)(**json.loads(rest[0] if rest else "{}"))
answer.pop("ResponseMetadata", None)
print(json.dumps(answer, indent=4, default=plain))
