# Sourced by the scripts of this folder: what starting and stopping a server of one's own has in common.
# A server lives in a folder: its data, `pid`, `port` and `connection` (the connection string). It listens on the loopback interface only.
# To start one that runs already is no error and starts none.

# FOLDER as an absolute path: servers, and what starts them, work in folders of their own.
case ${2:-} in
'' | /*) ;;
*) set -- "$1" "$PWD/$2" ;;
esac

usage() {
    echo "usage: $(basename "$0") start|stop|kill FOLDER | installed | install" >&2
    exit 2
}

listens() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

# A port that nobody listens on, below those the system gives away.
free_port() {
    local port
    for _ in $(seq 100); do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        if ! listens "$port"; then echo "$port"; return; fi
    done
    return 1
}

# Starts the folder's server by a command that is given folder and port: at the port it had, or at its first start at a free one. Another
# server may take a free port a moment before; then another port is tried.
start_somewhere() {
    local port
    if [ -f "$1/port" ]; then "$2" "$1" "$(cat "$1/port")"; return; fi
    for _ in $(seq 10); do
        port=$(free_port)
        if "$2" "$1" "$port"; then echo "$port" > "$1/port"; return; fi
    done
    return 1
}

# Does the folder's server run already? Its process lives, and its port is listened on.
runs() { [ -s "$1/pid" ] && [ -s "$1/port" ] && ! is_gone "$(cat "$1/pid")" && listens "$(cat "$1/port")"; }

# Waits up to 2 minutes until a command succeeds: on a machine that is busy RabbitMQ takes more than half of one to start.
wait_for() {
    for _ in $(seq 2400); do
        if "$@"; then return 0; fi
        sleep 0.05
    done
    return 1
}

is_gone() { ! kill -0 "$1" 2> /dev/null; }

# Debian would start what it installs as a service on its default port, unless told not to.
apt_install() {
    command -v apt-get > /dev/null || return 1
    local sudo=
    if [ "$(id -u)" -ne 0 ]; then sudo="sudo -n"; fi
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        printf '#!/bin/sh\nexit 101\n' | $sudo tee /usr/sbin/policy-rc.d > /dev/null && $sudo chmod +x /usr/sbin/policy-rc.d
    fi
    export DEBIAN_FRONTEND=noninteractive
    $sudo apt-get update -qq > /dev/null && $sudo apt-get install -y -qq --no-install-recommends "$@" > /dev/null
}
