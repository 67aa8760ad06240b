#!/bin/sh
# Installs what lies beside it: install.sh [sensor] [coordinator] (none named: the sensor). As root. A configuration that is
# there is not touched; one that runs is restarted. Under another root: DESTDIR=/path.
set -eu
cd "$(dirname "$0")"
root=${DESTDIR:-}
[ $# -gt 0 ] || set -- sensor

for part in "$@"; do
  case $part in
    sensor) name=portsentry ;;
    coordinator) name=portsentry-coordinator ;;
    *) echo "install.sh: $part is neither sensor nor coordinator" >&2; exit 1 ;;
  esac
  mkdir -p "$root/usr/local/sbin" "$root/usr/local/share/man/man8" "$root/usr/local/share/man/man5" \
    "$root/usr/local/share/bash-completion/completions" "$root/etc/systemd/system" "$root/etc/portsentry"
  install -m 755 bin/$name "$root/usr/local/sbin/.$name.new"
  mv -f "$root/usr/local/sbin/.$name.new" "$root/usr/local/sbin/$name"
  install -m 644 man/$name.8 "$root/usr/local/share/man/man8/"
  install -m 644 completion/$name "$root/usr/local/share/bash-completion/completions/"
  sed 's,/usr/sbin/,/usr/local/sbin/,' systemd/$name.service >"$root/etc/systemd/system/$name.service"
  if [ $part = sensor ]; then
    install -m 644 man/portsentry.conf.5 "$root/usr/local/share/man/man5/"
    mkdir -p "$root/usr/local/share/portsentry" "$root/etc/default"
    install -m 644 conf/* "$root/usr/local/share/portsentry/"
    if [ ! -e "$root/etc/portsentry/portsentry.conf" ]; then
      install -m 644 conf/portsentry.conf "$root/etc/portsentry/portsentry.conf"
      [ -e "$root/etc/portsentry/portsentry.ignore" ] || install -m 644 conf/portsentry.ignore "$root/etc/portsentry/portsentry.ignore"
      [ -e "$root/etc/default/portsentry" ] || install -m 644 conf/portsentry.default "$root/etc/default/portsentry"
    fi
  elif [ -z "$root" ] && ! getent passwd $name >/dev/null; then
    useradd --system --user-group --home-dir /var/lib/$name --no-create-home --shell /usr/sbin/nologin $name
  fi
  if [ -z "$root" ] && [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl try-restart $name.service || true
  fi
  echo "$name is installed. Start it, and at each boot: systemctl enable --now $name"
done
