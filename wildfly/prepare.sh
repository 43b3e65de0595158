#!/usr/bin/env bash
# Makes an unpacked WildFly ready for the application.
#
#   prepare.sh WILDFLY_HOME SIGHTLINE_HOME
#
# Adds the data source and queues, the demonstration users with passwords of their own
# (SIGHTLINE_HOME/demo-passwords.txt), a self-signed certificate and an option of the JVM. Safe to run twice.
set -euo pipefail
wildfly=$(cd "$1" && pwd)
mkdir -p "$2"; home=$(cd "$2" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
configuration=$wildfly/standalone/configuration
marker=$configuration/sightline.prepared
[ -f "$marker" ] && exit 0
umask 077
log=$home/prepare.log

run_cli() {
  JAVA_OPTS="-Dsightline.home=$home" "$wildfly/bin/jboss-cli.sh" "$@" >>"$log" 2>&1 \
    || { echo "WildFly could not be configured: see $log" >&2; exit 1; }
}
run_cli --file="$wildfly/docs/examples/enable-microprofile.cli" -Dconfig=standalone-full.xml
run_cli --file="$here/src/main/cli/sightline.cli"

: >"$home/demo-passwords.txt"
while read -r user group; do
  word=$(LC_ALL=C tr -dc 'abcdefghjkmnpqrstuvwxyz23456789' </dev/urandom | head -c 20 || true)
  printf '%-12s %s\n' "$user" "$word" >>"$home/demo-passwords.txt"
  # The form of application-users.properties: MD5 over user, realm and password, salted by the first two.
  printf '%s=%s\n' "$user" "$(printf '%s' "$user:ApplicationRealm:$word" | md5sum | cut -d' ' -f1)" \
    >>"$configuration/application-users.properties"
  printf '%s=%s\n' "$user" "$group" >>"$configuration/application-roles.properties"
done <<'USERS'
agent1 agent
agent2 agent
expert1 expert
supervisor1 supervisor
admin admin
USERS

# As in Liberty's jvm.options: media goes by calls of the system where Java can make them.
cat >>"$wildfly/bin/standalone.conf" <<'CONF'

native=--enable-native-access=ALL-UNNAMED
if "${JAVA_HOME:+$JAVA_HOME/bin/}java" $native -version >/dev/null 2>&1; then
  JAVA_OPTS="$JAVA_OPTS $native"
fi
unset native
CONF

rm -f "$configuration/application.keystore"
keytool -genkeypair -alias server -keyalg EC -groupname secp256r1 -dname "CN=$(uname -n), OU=Sightline" \
  -ext "san=dns:localhost,ip:127.0.0.1" -validity 825 -storetype PKCS12 \
  -keystore "$configuration/application.keystore" -storepass password >>"$log" 2>&1
mkdir -p "$home/tls"
keytool -exportcert -rfc -alias server -keystore "$configuration/application.keystore" -storepass password \
  >"$home/tls/server.pem" 2>>"$log"
touch "$marker"
