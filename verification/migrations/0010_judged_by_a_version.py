import django.db.models.deletion
from django.db import migrations, models

_KEEP = """
CREATE FUNCTION verification_flowversion_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of a flow is never altered';
END $$;
CREATE TRIGGER verification_flowversion_keep
    BEFORE UPDATE OF flow_id, number, policy, made_at ON verification_flowversion
    FOR EACH ROW EXECUTE FUNCTION verification_flowversion_keep();
"""
_LET_GO = """
DROP TRIGGER verification_flowversion_keep ON verification_flowversion;
DROP FUNCTION verification_flowversion_keep;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('verification', '0009_first_flow_versions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='session',
            name='flow_version',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='verification.flowversion'),
        ),
        migrations.RunSQL(_KEEP, _LET_GO),
    ]
