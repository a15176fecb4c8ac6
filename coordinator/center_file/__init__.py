"""The centre's file as the coordinator changes it: whole, kept in its versions, and watched for other hands."""
