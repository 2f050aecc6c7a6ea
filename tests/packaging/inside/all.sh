#!/usr/bin/env bash
# In a clean root that systemd has started, as root: the life of the packages from installation to purge.
set -euo pipefail
cd /checks
. ./claims.sh
. ./services.sh

step "install"
apt-get -qq update
apt-get -qq install -y --no-install-recommends /packages/hansa-*.deb >apt.log 2>&1 || { tail -n 30 apt.log; exit 1; }
apt-get -qq install -y --no-install-recommends libopenblas0-serial >>apt.log 2>&1
for user in hansa-coordinator hansa-client; do id "$user" >/dev/null || fail "no user $user"; done
for program in hansa hansa-coordinator hansa-client hansa-trainer hansa-lab; do
  $program --version >/dev/null || fail "$program does not start"
done

step "manual"
for program in hansa hansa-client hansa-lab; do
  for word in $($program --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
    zgrep -q "^\.SS \"$program $word " "/usr/share/man/man1/$program.1.gz" || [ -e "/usr/share/man/man1/$program-$word.1.gz" ] ||
      fail "no manual of $program $word"
  done
done

step "units"
for unit in hansa-coordinator hansa-client; do
  systemd-analyze verify --man=no "/usr/lib/systemd/system/$unit.service" || fail "$unit.service is not right"
  exposure=$(systemd-analyze security --offline=true "$unit.service" | sed -n 's/.*exposure level for .*: \([0-9.]*\).*/\1/p')
  echo "$unit.service: exposure $exposure"
  awk "BEGIN { exit !($exposure < 2.0) }" || fail "$unit.service is exposed: $exposure"
  is_active "$unit" && fail "$unit.service runs without a configuration"
done

step "the demo, as a user without rights"
useradd --create-home somebody
cd /home/somebody
runuser -u somebody -- hansa demo --rounds 2 --out /home/somebody/demo --json | tail -n 1 >/checks/demo.json
grep -q '"event":"demo_finished"' /checks/demo.json || fail "the demo: $(cat /checks/demo.json)"
cd /checks

step "services, as the guides set them up"
set_up_coordinator
set_up_sites
wait_for_sites 1
train_script before

step "upgrade"
echo '# mine' >>/etc/default/hansa-client
before=$(processes)
apt-get -qq install -y --no-install-recommends /packages/next/hansa-*.deb >>apt.log 2>&1 || { tail -n 30 apt.log; exit 1; }
dpkg-query -W -f '${Version}\n' hansa-client | grep -q next || fail "not upgraded"
grep -q '^# mine' /etc/default/hansa-client || fail "the upgrade lost the owner's settings"
for unit in hansa-coordinator hansa-client; do is_active $unit || fail "$unit.service does not run after the upgrade"; done
[ "$(comm -12 <(echo "$before") <(processes))" = "" ] || fail "the upgrade left the old programs running"
wait_for_sites 1
hansa model list | grep -q before || fail "the upgrade lost a model"
train_script after

step "remove"
systemctl stop hansa-client
before=$(digest /var/lib/hansa-client)
apt-get -qq remove -y hansa-coordinator hansa-client hansa-lab >>apt.log 2>&1
[ ! -e /usr/bin/hansa-client ] || fail "programs are left"
[ -z "$(processes)" ] || fail "the coordinator still runs"
[ "$(digest /var/lib/hansa-client)" = "$before" ] || fail "removing the packages changed the state"
[ -e /var/lib/hansa-coordinator/coordinator.toml ] || fail "removing the packages took the coordinator"
[ -e /etc/default/hansa-client ] || fail "removing the packages took the settings"

step "purge"
dpkg --purge hansa-coordinator hansa-client >>apt.log 2>&1  # hansa-lab has nothing left to purge
rm -rf /etc/hansa /root/.config/hansa /home/somebody  # what people made, not the packages
left=$(find / -xdev \( -path /packages -o -path /checks -o -path /srv -o -path /var/log -o -path /var/cache -o -path /proc \) -prune -o \
  -name '*hansa*' -print)
[ -z "$left" ] || fail "left after the purge: $left"
