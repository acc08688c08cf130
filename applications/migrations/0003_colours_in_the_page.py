"""A brand's colours are part of the page now, and its logo says its size."""

from django.db import migrations

from applications import brands


def look_again(apps, schema_editor):
    applications = apps.get_model("applications", "Application")
    for brand in apps.get_model("applications", "Brand").objects.all():
        looks = applications.objects.filter(pk=brand.application_id)
        looks.update(branding=brands.links(brand))


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_brand")]
    operations = [migrations.RunPython(look_again, migrations.RunPython.noop)]
