# One image for every service of docker-compose.yml: the repository with its packages and the built portal.
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1 DO_NOT_TRACK=1
COPY package.json package-lock.json .npmrc ./
COPY packages packages
COPY apps apps
COPY scripts scripts
COPY drizzle drizzle
COPY tsconfig.base.json tsconfig.json turbo.json ./
RUN npm ci && node apps/launcher/src/build-portal-cli.ts && npm prune --omit=dev

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
COPY --from=build --chown=root:root /app /app
RUN install -d -o node -g node -m 0700 /data
USER node
CMD ["node", "apps/node/src/main.ts"]
