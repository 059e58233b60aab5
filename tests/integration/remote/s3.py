"""Puts states into the account dev; prints the time and the id of the first version of net.tfstate."""
import boto3, sys
small, large = sys.argv[1], sys.argv[2]
s3 = boto3.Session(profile_name="dev").client("s3")
def put(bucket, key, state): s3.put_object(Bucket=bucket, Key=key, Body=state.encode())
for bucket in ["acme-tfstate", "unversioned"]: s3.create_bucket(Bucket=bucket)
s3.create_bucket(Bucket="far", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
s3.put_bucket_versioning(Bucket="acme-tfstate", VersioningConfiguration={"Status": "Enabled"})
put("unversioned", "net.tfstate", large)
put("far", "net.tfstate", large)
put("acme-tfstate", "net.tfstate", small)
first = s3.head_object(Bucket="acme-tfstate", Key="net.tfstate")
# Times of versions have whole seconds: the second version is written in a later one.
def now():
    put("far", "clock", small)
    return s3.head_object(Bucket="far", Key="clock")["LastModified"]
while now() == first["LastModified"]: pass
put("acme-tfstate", "net.tfstate", large)
put("acme-tfstate", "env:/prod/net.tfstate", large)
put("acme-tfstate", "ws/prod/net.tfstate", large)
put("acme-tfstate", "all/a/app.tfstate", large)
put("acme-tfstate", "all/deep/down/db.tfstate", large)
put("acme-tfstate", "all/a/app.tfstate.tflock", "{}")
put("acme-tfstate", "empty.tfstate", "")
put("acme-tfstate", "gone.tfstate", small)
s3.delete_object(Bucket="acme-tfstate", Key="gone.tfstate")
print(first["LastModified"].strftime("%Y-%m-%dT%H:%M:%SZ"), first["VersionId"])
