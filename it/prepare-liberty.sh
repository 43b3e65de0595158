#!/usr/bin/env bash
# Copies the built Open Liberty server without its application, and makes a new installation's users
# and certificate for it. It is named "smoke": a product running on the same machine is another server.
#
#   prepare-liberty.sh PROJECT_ROOT USER_DIRECTORY
set -euo pipefail
root=$(cd "$1" && pwd)
rm -rf "$2"
mkdir -p "$2/servers"
cp -r "$root/liberty/target/liberty/wlp/usr/shared" "$2/"
cp -r "$root/liberty/target/liberty/wlp/usr/servers/sightline" "$2/servers/smoke"
rm -rf "$2/servers/smoke/apps/sightline.ear" "$2/servers/smoke/configDropins"
mkdir -p "$2/servers/smoke/apps" "$2/servers/smoke/dropins"
SIGHTLINE_HOME=$2/home "$root/sightline" prepare
# What the deployment of the test adds to the application: the roles of the shipped configuration.
sed -n '/<application-bnd>/,/<\/application-bnd>/p' \
  "$root/liberty/src/main/liberty/config/configDropins/overrides/application.xml" >"$2/roles.xml"
# Arquillian speaks to the server by a connector that the product does without.
mkdir -p "$2/servers/smoke/configDropins/defaults"
cat >"$2/servers/smoke/configDropins/defaults/arquillian.xml" <<'XML'
<server description="For the test's deployments">
  <featureManager><feature>localConnector-1.0</feature></featureManager>
</server>
XML
