#!/usr/bin/env bash
# Starts what the units start, under the units' users and with the units' folders. There is no init system in this root.
set -euo pipefail
. /checks/claims.sh
state=/var/lib/hansa-coordinator
if [ ! -e $state/coordinator.toml ]; then
  hansa coordinator init $state --listen tcp://127.0.0.1:17423
  chown -R hansa-coordinator: $state
  install -d -o hansa-client -g hansa-client -m 0700 /var/lib/hansa-client
  mkdir -p /etc/hansa /srv/data
  cp /usr/share/hansa/data/la_haute_borne/R80711.csv.gz /srv/data/
  sed -e 's|^path = .*|path = "/srv/data/R80711.csv.gz"|' -e 's|^jobs = .*|jobs = ["*"]|' -e 's|^columns = .*|columns = ["*"]|' \
    /usr/share/doc/hansa-client/examples/site.toml >/etc/hansa/site.toml
fi

# command_of UNIT: its ExecStart, without the options that its settings may add
command_of() { sed -n 's/^ExecStart=//p' "/usr/lib/systemd/system/$1.service" | sed 's/ \$[A-Z_]*//'; }

runuser -u hansa-coordinator -- $(command_of hansa-coordinator) >/checks/coordinator.log 2>&1 &
coordinator=$!
trap 'kill $coordinator ${agent:-} 2>/dev/null || true' EXIT
for _ in $(seq 100); do grep -qs ready /checks/coordinator.log && break; sleep 0.1; done
hansa status >/dev/null || fail "the coordinator does not answer: $(cat /checks/coordinator.log)"

if ! hansa site list | grep -q my-site; then
  hansa site invite my-site --out /root/my-site.invitation
  install -o hansa-client -m 0600 /root/my-site.invitation /var/lib/hansa-client/invitation
  runuser -u hansa-client -- hansa-client join /var/lib/hansa-client/invitation --config /etc/hansa/site.toml
  rm -f /var/lib/hansa-client/invitation /root/my-site.invitation
fi
runuser -u hansa-client -- $(command_of hansa-client) >/checks/agent.log 2>&1 &
agent=$!
for _ in $(seq 100); do
  hansa site list --json | grep -q '"connected":true' && break
  sleep 0.1
done
hansa site list --json | grep -q '"connected":true' || fail "the agent did not connect: $(cat /checks/agent.log)"
kill $agent && wait $agent || true
kill $coordinator && wait $coordinator || true
trap - EXIT
