from heapq import merge

from django.db import migrations, models

from audit.chain import FIRST, Row

_VERBS = {1: 'added', 2: 'changed', 3: 'deleted'}


def move_into_trail(apps, schema_editor):
    """Write what the two logs before the trail held into it, in order of time."""
    entry = apps.get_model('audit', 'Entry')
    seq, previous = entry.objects.order_by('-seq').values_list('seq', 'digest').first() or (0, FIRST)
    found = merge(_views(apps), _changes(apps), key=lambda one: one[0])
    for at, user, action, thing, facts in found:
        seq += 1
        actor = 'nobody' if user is None else f'user:{user}'
        row = Row(seq, at.isoformat(timespec='microseconds'), actor, action, thing, facts, previous)
        previous = row.digest()
        entry.objects.create(
            seq=seq, at=at, actor=actor, action=action, object=thing, facts=facts,
            previous=row.previous, digest=previous,
        )


def _views(apps):
    views = apps.get_model('console', 'ImageView').objects.order_by('at')
    for view in views.iterator():
        action = 'session.names_seen' if view.kind == 'comparisons' else 'session.picture_seen'
        facts = {'imported': True}
        if view.capture_id:
            facts |= {'picture': str(view.capture_id), 'kind': view.kind}
        yield view.at, view.viewer_id, action, f'verification.session:{view.session_id}', facts


def _changes(apps):
    changes = apps.get_model('admin', 'LogEntry').objects.order_by('action_time')
    for change in changes.select_related('content_type').iterator():
        kind = change.content_type
        if kind is None:
            continue
        action = f'{kind.model}.{_VERBS.get(change.action_flag, "changed")}'
        thing = f'{kind.app_label}.{kind.model}:{change.object_id}'
        yield change.action_time, change.user_id, action, thing, {'imported': True}


def keep_right(apps, schema_editor):
    """The right to see pictures belonged to the table that goes now; roles keep it."""
    kinds = apps.get_model('contenttypes', 'ContentType').objects
    old = kinds.filter(app_label='console', model='imageview')
    if old.exists():
        new, _ = kinds.get_or_create(app_label='console', model='right')
        permissions = apps.get_model('auth', 'Permission').objects
        permissions.filter(content_type__in=old, codename='see_images').update(content_type=new)
        old.delete()


class Migration(migrations.Migration):

    dependencies = [
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('audit', '0002_append_only'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('console', '0001_image_views'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='Right',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'permissions': (('see_images', 'Can see the pictures and names of a verification'),),
                'managed': False,
                'default_permissions': (),
            },
        ),
        migrations.RunPython(move_into_trail, migrations.RunPython.noop),
        migrations.RunPython(keep_right, migrations.RunPython.noop),
        migrations.DeleteModel(
            name='ImageView',
        ),
    ]
