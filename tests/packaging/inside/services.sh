# Sourced: the services of both packages as the guides set them up, and a job that they do.

set_up_coordinator() {
  local state=/var/lib/hansa-coordinator
  hansa coordinator init $state --listen tcp://127.0.0.1:17423 >setup.log 2>&1
  chown -R hansa-coordinator: $state
  systemctl --quiet enable --now hansa-coordinator
  for _ in $(seq 20); do hansa status >/dev/null 2>&1 && return; sleep 0.5; done
  fail "the coordinator does not answer: $(journal hansa-coordinator)"
}

# join NAME CONFIG STATE: a site whose owner has agreed to the file network.pt.
join() {
  mkdir -p /etc/hansa
  {
    sed -e "s|^name = .*|name = \"$1\"|" -e "s|^state = .*|state = \"$3\"|" -e 's|^jobs = .*|jobs = ["*"]|' \
      -e 's|^path = .*|path = "/srv/data/R80711.csv.gz"|' -e 's|^columns = .*|columns = ["*"]|' \
      /usr/share/doc/hansa-client/examples/site.toml
    printf 'secure_aggregation = "allowed-off"\nsmallest_cohort = 2\nscripts = ["%s"]\n' "$(sha256sum network.pt | cut -d' ' -f1)"
  } >"$2"
  hansa site invite "$1" --out "$1.invitation" >>setup.log 2>&1
  hansa-client join "$1.invitation" --config "$2" >>setup.log 2>&1
  chown -R hansa-client: "$3"
}

# The package's site, and another one with a service like it, since a round has two at least.
set_up_sites() {
  install -D -m 0644 /usr/share/hansa/data/la_haute_borne/R80711.csv.gz /srv/data/R80711.csv.gz
  join my-site /etc/hansa/site.toml /var/lib/hansa-client
  systemctl --quiet enable --now hansa-client
  join other-site /etc/hansa/other.toml /var/lib/other-site
  sed -e 's|/etc/hansa/site.toml|/etc/hansa/other.toml|' -e 's|^StateDirectory=.*|StateDirectory=other-site|' \
    /usr/lib/systemd/system/hansa-client.service >/etc/systemd/system/other-site.service
  systemctl daemon-reload
}

wait_for_sites() {
  for _ in $(seq 100); do
    [ "$(hansa site list --json 2>/dev/null | grep -o '"connected":true' | wc -l)" -ge "$1" ] && return
    sleep 0.1
  done
  fail "not $1 agents are connected: $(journal hansa-client)"
}

# train_script NAME: trainers put up their fence and train, inside of what the unit allows.
train_script() {
  systemctl start other-site
  wait_for_sites 2
  hansa-client describe network.pt >network.lines
  sed -e "s/@NAME@/$1/" -e '/@MODEL@/{r network.lines' -e 'd}' job.toml.in >"$1.toml"
  hansa job run "$1.toml" --json >"$1.events" || fail "the job: $(tail -n 3 "$1.events") $(journal hansa-client)"
  systemctl stop other-site
}

journal() { journalctl --no-pager -n 20 -u "$1"; }
