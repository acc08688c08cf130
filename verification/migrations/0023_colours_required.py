from django.db import migrations, models


class Migration(migrations.Migration):
    """New flows require colours; the others stay as they are."""

    dependencies = [("verification", "0022_review_share")]

    operations = [
        migrations.AlterField(
            model_name="flow",
            name="colours",
            field=models.CharField(
                choices=[
                    ("off", "Not shown"),
                    ("asked", "Shown, unless the person asks for none"),
                    ("required", "Required: without them it cannot be told"),
                ],
                default="required",
                help_text="The page lights the face with slow colours that the server draws.",
                max_length=8,
                verbose_name="colours in the active challenge",
            ),
        ),
    ]
