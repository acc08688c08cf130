from django.db import migrations

_TABLES = ("audit_entry", "audit_checkpoint")
# Also against ourselves: no code path of ours may change what was written. Whoever owns the
# database can drop these; against them stand the chain and its signatures.
_FORWARD = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail only grows' USING ERRCODE = 'insufficient_privilege';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
    for table in _TABLES
)
_BACKWARD = "DROP FUNCTION audit_refuse() CASCADE;"


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_trail'),
    ]

    operations = [
        migrations.RunSQL(_FORWARD, _BACKWARD),
    ]
