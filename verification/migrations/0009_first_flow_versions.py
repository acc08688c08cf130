from django.db import migrations

_NO_POLICY = {'id', 'slug', 'created_at', 'current'}


def keep_what_holds(apps, schema_editor):
    """Every flow has a version, and every session is judged by one."""
    versions = apps.get_model('verification', 'FlowVersion').objects
    sessions = apps.get_model('verification', 'Session').objects
    for flow in apps.get_model('verification', 'Flow').objects.all():
        fields = (field.name for field in flow._meta.concrete_fields)
        policy = {name: getattr(flow, name) for name in fields if name not in _NO_POLICY}
        flow.current = versions.create(flow=flow, number=1, policy=policy)
        flow.save()
        sessions.filter(flow=flow).update(flow_version=flow.current)


class Migration(migrations.Migration):

    dependencies = [
        ('verification', '0008_flow_versions'),
    ]

    operations = [
        migrations.RunPython(keep_what_holds, migrations.RunPython.noop),
    ]
