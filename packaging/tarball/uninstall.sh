#!/bin/sh
# Takes out what install.sh put in, and lifts the blocks: uninstall.sh [--purge] [sensor] [coordinator] (none named: the sensor).
# With --purge configuration and state go as well.
set -eu
root=${DESTDIR:-}
purge=
if [ "${1:-}" = --purge ]; then purge=1; shift; fi
[ $# -gt 0 ] || set -- sensor

for part in "$@"; do
  case $part in
    sensor) name=portsentry ;;
    coordinator) name=portsentry-coordinator ;;
    *) echo "uninstall.sh: $part is neither sensor nor coordinator" >&2; exit 1 ;;
  esac
  if [ -z "$root" ] && [ -d /run/systemd/system ]; then
    systemctl disable --now $name.service || true
  fi
  if [ $part = sensor ] && [ -z "$root" ] && [ -x /usr/local/sbin/portsentry ]; then
    /usr/local/sbin/portsentry unblock --all >/dev/null || echo "uninstall.sh: its blocks could not be lifted" >&2
  fi
  rm -f "$root/usr/local/sbin/$name" "$root/usr/local/share/man/man8/$name.8" \
    "$root/usr/local/share/bash-completion/completions/$name" "$root/etc/systemd/system/$name.service"
  if [ $part = sensor ]; then
    rm -rf "$root/usr/local/share/man/man5/portsentry.conf.5" "$root/usr/local/share/portsentry"
    [ -z "$purge" ] || rm -f "$root/etc/portsentry/portsentry.conf" "$root/etc/portsentry/portsentry.ignore" "$root/etc/default/portsentry"
  fi
  if [ -n "$purge" ]; then
    rm -rf "$root/var/lib/$name" "$root/var/cache/$name"
    if [ $part = coordinator ] && [ -z "$root" ] && getent passwd $name >/dev/null; then userdel $name; fi
    [ ! -d "$root/etc/portsentry" ] || rmdir --ignore-fail-on-non-empty "$root/etc/portsentry"
  fi
  if [ -z "$root" ] && [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
done
