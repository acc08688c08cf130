# One image for web, worker and clock: what differs is the command (compose.yaml shows them).
# 3.12 is the newest Python for which every locked package has wheels on both x86_64 and aarch64.
FROM python:3.12-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements/build.txt requirements/runtime.txt /build/
# No sandbox set: an image that can verify people holds nothing that draws specimens.
RUN --mount=type=cache,target=/root/.cache/pip \
    for set in build runtime; do \
        /opt/venv/bin/pip install --no-deps --no-build-isolation --require-hashes \
            -r "/build/$set.txt" || exit 1; \
    done \
    && /opt/venv/bin/pip uninstall --yes setuptools wheel
COPY . /app
WORKDIR /app
# The settings are complete or nothing starts, also here; these are thrown away.
RUN IDV_PUBLIC_URL=https://build.invalid \
    IDV_SECRET_KEY="$(head -c 48 /dev/urandom | base64 -w 0)" \
    IDV_ENCRYPTION_KEYS="$(head -c 32 /dev/urandom | base64 -w 0)" \
    DATABASE_URL=postgresql:///build REDIS_URL=redis://build.invalid \
    /opt/venv/bin/python manage.py collectstatic --noinput \
    && /opt/venv/bin/python -m compileall -q /app

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin idv
# Owned by root: what runs cannot change what runs. Nothing is ever written but below /tmp.
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORT=8000
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=20s \
    CMD ["python", "-m", "idv_provider.healthcheck"]
CMD ["gunicorn", "-c", "idv_provider/gunicorn_conf.py", "idv_provider.wsgi"]
