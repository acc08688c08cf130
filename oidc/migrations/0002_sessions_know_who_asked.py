"""Tell sessions of earlier versions who asked for them, as far as the protocol log goes back."""

from django.db import migrations

_FILL_IN = """
    UPDATE verification_session AS session
    SET relying_party = application.client_id
    FROM oidc_protocolevent AS event
    JOIN applications_application AS application ON application.id = event.application_id
    WHERE event.correlation_id = session.id AND session.relying_party = ''
"""


class Migration(migrations.Migration):

    dependencies = [
        ('oidc', '0001_initial'),
        ('applications', '0002_brand'),
        ('verification', '0018_relying_party'),
    ]

    operations = [migrations.RunSQL(_FILL_IN, migrations.RunSQL.noop)]
